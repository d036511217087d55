/**
 * A second opinion on templates of secure constructs, written from what the rules are called and from AWS' documentation,
 * not from the rules' code. It reads plain synthesized templates and says what it would call insecure.
 */
export interface Insecurity {
  readonly ruleId: string;
  readonly logicalId: string;
}

type Resources = Record<string, any>;

/** Everything insecure about the buckets and functions of a template. */
export function insecurities(template: { Resources?: Resources }, profile: string): Insecurity[] {
  const resources = template.Resources ?? {};
  const found: Insecurity[] = [];
  const assured = profile !== 'development';
  for (const [logicalId, resource] of Object.entries(resources)) {
    const say = (ruleId: string, isInsecure: boolean) => void (isInsecure && found.push({ ruleId, logicalId }));
    const p = resource.Properties ?? {};
    if (resource.Type === 'AWS::S3::Bucket') bucket(say, p, resource, resources, logicalId, assured);
    if (resource.Type === 'AWS::Lambda::Function') fn(say, p, resources, assured);
    if (resource.Type === 'AWS::Lambda::Url') say('FUNCTION-12', p.AuthType !== 'AWS_IAM');
    if (resource.Type === 'AWS::Lambda::Permission') permission(say, p);
    if (resource.Type === 'AWS::IAM::Policy') identityPolicy(say, p.PolicyDocument);
    if (resource.Type === 'AWS::Logs::LogGroup' && assured) say('LOGS-01', p.RetentionInDays === undefined);
  }
  return found;
}

type Say = (ruleId: string, isInsecure: boolean) => void;

function bucket(say: Say, p: any, resource: any, resources: Resources, logicalId: string, assured: boolean): void {
  const isLogTarget = Object.values(resources).some(
    (one) => one.Properties?.LoggingConfiguration?.DestinationBucketName?.Ref === logicalId,
  );
  const block = p.PublicAccessBlockConfiguration ?? {};
  const blocks = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
  say('BUCKET-01', !blocks.every((one) => block[one] === true));
  say('BUCKET-02', p.OwnershipControls?.Rules?.[0]?.ObjectOwnership !== 'BucketOwnerEnforced');
  say('BUCKET-03', !deniesWeakTransport(resources, logicalId));
  say('BUCKET-09', p.WebsiteConfiguration !== undefined);
  if (!assured) return;
  const encryption = p.BucketEncryption?.ServerSideEncryptionConfiguration?.[0];
  const algorithm = encryption?.ServerSideEncryptionByDefault?.SSEAlgorithm;
  const isInternal = JSON.stringify(p.Tags ?? []).includes('"internal"');
  say('BUCKET-04', !(isLogTarget || isInternal ? algorithm !== undefined : String(algorithm).startsWith('aws:kms')));
  say('BUCKET-05', p.VersioningConfiguration?.Status !== 'Enabled' && !isLogTarget);
  say('BUCKET-10', !/^Retain/.test(resource.DeletionPolicy ?? 'Delete'));
}

function deniesWeakTransport(resources: Resources, id: string): boolean {
  const statements = Object.values(resources)
    .filter((one) => one.Type === 'AWS::S3::BucketPolicy' && one.Properties.Bucket?.Ref === id)
    .flatMap((one) => one.Properties.PolicyDocument.Statement)
    .filter(({ Effect, Action, Principal }) => {
      const everybody = Principal === '*' || Principal?.AWS === '*';
      return Effect === 'Deny' && everybody && [Action].flat().includes('s3:*');
    })
    .map(({ Condition }) => JSON.stringify(Condition));
  const denies = (pattern: RegExp) => statements.some((one) => pattern.test(one));
  return denies(/"aws:SecureTransport":"?false/) && denies(/"NumericLessThan":\{"s3:TlsVersion":"?1\.[23]/);
}

function fn(say: Say, p: any, resources: Resources, assured: boolean): void {
  const roleId = p.Role?.['Fn::GetAtt']?.[0];
  const role = resources[roleId]?.Properties;
  const users = Object.values(resources).filter(
    (one) => one.Type === 'AWS::Lambda::Function' && one.Properties.Role?.['Fn::GetAtt']?.[0] === roleId,
  );
  say('FUNCTION-01', roleId !== undefined && users.length > 1);
  say('ROLE-06', (role?.ManagedPolicyArns ?? []).length > 0);
  const group = p.LoggingConfig?.LogGroup?.Ref;
  say('FUNCTION-02', group === undefined || resources[group]?.Type !== 'AWS::Logs::LogGroup');
  say('FUNCTION-04', typeof p.Timeout !== 'number');
  say('FUNCTION-09', p.RecursiveLoop === 'Allow');
  const variables = p.Environment?.Variables ?? {};
  say('FUNCTION-11', /AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY/.test(JSON.stringify(variables)));
  if (!assured) return;
  say('FUNCTION-03', Object.keys(variables).length > 0 && p.KmsKeyArn === undefined);
  say('FUNCTION-07', p.LoggingConfig?.LogFormat !== 'JSON');
  say('FUNCTION-08', p.TracingConfig?.Mode !== 'Active');
}

function permission(say: Say, p: any): void {
  say(
    'POLICY-01',
    p.Principal === '*' && p.SourceArn === undefined && p.SourceAccount === undefined && !p.PrincipalOrgID,
  );
  const isService = /\.amazonaws\.com$/.test(String(p.Principal));
  say('POLICY-03', isService && p.SourceArn === undefined && p.SourceAccount === undefined);
}

/** AWS knows no resource for these. */
const ANYWHERE =
  /^(xray:|ec2:(CreateNetworkInterface|DescribeNetworkInterfaces|DescribeSubnets|DeleteNetworkInterface|AssignPrivateIpAddresses|UnassignPrivateIpAddresses))/;

function identityPolicy(say: Say, document: any): void {
  const allows = [document?.Statement ?? []].flat().filter(({ Effect }: any) => Effect === 'Allow');
  const actions = (one: any): string[] => [one.Action ?? []].flat();
  say(
    'ROLE-01',
    allows.some((one: any) => actions(one).some((action) => action.includes('*'))),
  );
  const open = (one: any) =>
    [one.Resource ?? []].flat().includes('*') && !actions(one).every((action) => ANYWHERE.test(action));
  say('ROLE-02', allows.some(open));
  say(
    'ROLE-03',
    allows.some((one: any) => one.NotAction !== undefined || one.NotResource !== undefined),
  );
}
