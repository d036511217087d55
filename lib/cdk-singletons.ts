import { Resource } from './core/assembly';
import { KnownExceptions } from './core/catalog-slot';
import { Statement, statementsOf } from './core/policy';

/**
 * What CDK itself creates behind its constructs, and nobody has a handle on. Checked with aws-cdk-lib 2.271 to 2.276.
 * Each is covered only as CDK writes it: one more action, managed policy or variable, and the finding stands.
 */
interface Singleton {
  readonly what: string;
  /** The part of the construct path right below the stack; for a construct with many instances, its last part. */
  readonly id: RegExp;
  /** Actions that CDK gives its role in a policy of its own; `anywhere` those that have to be on every resource. */
  readonly actions?: readonly string[];
  readonly anywhere?: readonly string[];
  readonly variables?: readonly string[];
  /** Actions that its role has in a policy of the role's own, and the only resources it has them on. */
  readonly inline?: readonly string[];
  readonly inlineOn?: RegExp;
  /** Instead of `actions`: what each statement of its policy has to be, and the only rules it is let through. */
  readonly isStatement?: (statement: Statement) => boolean;
  readonly ruleIds?: readonly string[];
}

const SINGLETONS: readonly Singleton[] = [
  {
    what: 'the handler of bucket notifications',
    id: /^[^/]*BucketNotificationsHandler050a0587b7544547bf325f094a3db834$/,
    actions: ['s3:PutBucketNotification', 's3:GetBucketNotification'],
    anywhere: ['s3:PutBucketNotification', 's3:GetBucketNotification'],
  },
  { what: 'the handler that empties buckets', id: /^Custom::S3AutoDeleteObjectsCustomResourceProvider$/ },
  {
    what: 'the handler that empties the default security group of a VPC',
    id: /^Custom::VpcRestrictDefaultSGCustomResourceProvider$/,
    inline: [
      ...['ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress'],
      ...['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
    ],
    inlineOn: /:security-group\/[^*?]+$/,
  },
  {
    what: 'the handler that hands values to stacks in other regions',
    id: /^Custom::CrossRegionExportWriterCustomResourceProvider$/,
    inline: ['ssm:DeleteParameters', 'ssm:ListTagsForResource', 'ssm:GetParameters', 'ssm:PutParameter'],
    inlineOn: /:parameter\/cdk\/exports\/\*$/,
  },
  {
    what: 'the handler that takes values from stacks in other regions',
    id: /^Custom::CrossRegionExportReaderCustomResourceProvider$/,
    inline: ['ssm:AddTagsToResource', 'ssm:RemoveTagsFromResource', 'ssm:GetParameters'],
    inlineOn: /:parameter\/cdk\/exports\/[^*?/]+\/\*$/,
  },
  {
    what: 'the handler that sets log retention',
    id: /^LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a$/,
    actions: ['logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy'],
    anywhere: ['logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy'],
  },
  { what: 'the handler of AwsCustomResource', id: /^AWS679f53fac002430cb0da5b7982bd2287$/ },
  {
    what: 'the handler of BucketDeployment',
    id: /^Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C[0-9A-Za-z]*$/,
    actions: [
      ...['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*', 's3:PutObject'],
      ...['s3:PutObjectLegalHold', 's3:PutObjectRetention', 's3:PutObjectTagging', 's3:PutObjectVersionTagging'],
      ...['s3:GetObject', 's3:ListBucket', 's3:DeleteObject', 's3:AbortMultipartUpload'], // as SecureBucket grants it
      ...['cloudfront:GetInvalidation', 'cloudfront:CreateInvalidation'],
    ],
    anywhere: ['cloudfront:GetInvalidation', 'cloudfront:CreateInvalidation'],
    variables: ['AWS_CA_BUNDLE'],
  },
  {
    what: 'the framework of custom resource providers',
    id: /(^|\/)framework-(onEvent|isComplete|onTimeout)$/,
    actions: ['lambda:InvokeFunction', 'lambda:GetFunction'],
    variables: ['USER_ON_EVENT_FUNCTION_ARN', 'USER_IS_COMPLETE_FUNCTION_ARN', 'WAITER_STATE_MACHINE_ARN'],
  },
  {
    what: 'the role with which CDK Pipelines publishes assets',
    id: /(^|\/)Assets\/(File|Docker)Role$/,
    isStatement: isOfAssetRole,
    ruleIds: ['ROLE-02'], // the artifact bucket, which ROLE-01 is about, can be given
  },
];

const REASON =
  'runs only when the stack is deployed, with CDK’s own code; CDK gives no handle on it, and it is as CDK writes it';

/** Hygiene of functions that run at deployment only. Never: who may call them, secrets, runtimes. */
const FUNCTION_RULES = ['02', '03', '04', '05', '07', '08', '13'].map((number) => `FUNCTION-${number}`);

const COVERED: Readonly<Record<string, { ruleIds: readonly string[]; isAsWritten: Predicate }>> = {
  'AWS::IAM::Role': { ruleIds: ['ROLE-06'], isAsWritten: isPlainRole },
  'AWS::IAM::Policy': { ruleIds: ['ROLE-01', 'ROLE-02'], isAsWritten: isKnownPolicy },
  'AWS::Lambda::Function': { ruleIds: FUNCTION_RULES, isAsWritten: isPlainFunction },
  'AWS::Logs::LogGroup': { ruleIds: ['LOGS-01', 'LOGS-02', 'LOGS-03'], isAsWritten: () => true },
};
type Predicate = (resource: Resource, singleton: Singleton) => boolean;

/** A glance before the eight looks: an app may have thousands of findings. */
const AT_A_GLANCE =
  /050a0587b7544547bf325f094a3db834|Custom::|LogRetentionaae0aa3c|AWS679f53fac|framework-|Assets\/(File|Docker)Role\//;

/** Why a finding on one of them stands as it is; `undefined` where it has to be mended. */
export const CDK_SINGLETONS: KnownExceptions = (resource, { ruleId }) => {
  if (!AT_A_GLANCE.test(resource.constructPath ?? '')) return undefined;
  const row = COVERED[resource.type];
  if (!row?.ruleIds.includes(ruleId)) return undefined;
  const singleton = SINGLETONS.find(
    (one) => (one.ruleIds ?? row.ruleIds).includes(ruleId) && isPart(one, resource) && row.isAsWritten(resource, one),
  );
  return singleton && `${singleton.what} ${REASON}`;
};

/** Whether one of the constructs between the stack and the resource is the singleton. */
function isPart({ id }: Singleton, { constructPath, template }: Resource): boolean {
  const below = constructPath?.startsWith(`${template.stack}/`)
    ? constructPath.slice(template.stack.length + 1)
    : undefined;
  const parts = below?.split('/') ?? [];
  return parts.some((_, index) => index < parts.length - 1 && id.test(parts.slice(0, index + 1).join('/')));
}

function isPlainRole(role: Resource, singleton: Singleton): boolean {
  const trust = statementsOf(role, 'AssumeRolePolicyDocument');
  const managed: unknown[] = role.get('ManagedPolicyArns') ?? [];
  return (
    trust?.length === 1 &&
    JSON.stringify(trust[0].principals) === '[{"kind":"Service","value":"lambda.amazonaws.com"}]' &&
    isInline(role, singleton) &&
    managed.every((arn) => /:iam::aws:policy\/service-role\/AWSLambdaBasicExecutionRole$/.test(String(arn)))
  );
}

/** No policy in the role itself, or those that CDK writes there. */
function isInline(role: Resource, { inline: actions, inlineOn }: Singleton): boolean {
  const policies = role.get('Policies');
  if (!actions || !inlineOn) return policies === undefined;
  if (!Array.isArray(policies)) return false;
  const statements = policies.map((_, index) => statementsOf(role, `Policies.${index}.PolicyDocument`));
  return statements.every((all) =>
    all?.every(
      (one) =>
        one.actions?.every((action) => actions.includes(action)) &&
        one.resources?.every((resource) => inlineOn.test(resource)),
    ),
  );
}

function isKnownPolicy(policy: Resource, { actions = [], anywhere = [], isStatement }: Singleton): boolean {
  const statements = statementsOf(policy);
  if (isStatement) return statements?.every(isStatement) ?? false;
  return (
    statements !== undefined &&
    statements.every((one) => {
      const isKnown = one.actions?.every((action) => actions.includes(action)) ?? false;
      const isOpen = one.resources?.includes('*') ?? true;
      return isKnown && (!isOpen || one.actions!.every((action) => anywhere.includes(action)));
    })
  );
}

function isPlainFunction(fn: Resource, { variables = [] }: Singleton): boolean {
  const set = Object.keys(fn.get('Environment.Variables') ?? {});
  return (
    set.every((name) => variables.includes(name)) &&
    /^(index|framework|__entrypoint__)\.\w+$/.test(String(fn.get('Handler')))
  );
}

/** Actions that its role has on resources nobody can name beforehand, with the pattern that CDK writes. */
const ASSET_ROLE: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^logs:(CreateLogGroup|CreateLogStream|PutLogEvents)$/,
    /^arn:(⟨AWS::Partition⟩|aws[a-z-]*):logs:[^*]*:log-group:\/aws\/codebuild\/\*$/,
  ],
  [
    /^codebuild:(CreateReportGroup|CreateReport|UpdateReport|BatchPutTestCases|BatchPutCodeCoverages)$/,
    /^arn:(⟨AWS::Partition⟩|aws[a-z-]*):codebuild:[^*]*:report-group\/\*$/,
  ],
  [/^codebuild:(BatchGetBuilds|StartBuild|StopBuild)$/, /^\*$/],
  [/^ecr:GetAuthorizationToken$/, /^\*$/],
];

/** As CDK writes it, or on resources that are named (objects of one bucket, one key, the publishing role): ROLE-01 sees to those. */
function isOfAssetRole({ actions, resources, notActions, notResources }: Statement): boolean {
  if (!actions || !resources || notActions || notResources) return false;
  const isNamed = resources.every((one) => !/[*?]/.test(one.replace(/^⟨\d+#[^⟩]+⟩\/\*$/, 'objects')));
  if (isNamed) return true;
  return ASSET_ROLE.some(
    ([known, pattern]) => actions.every((one) => known.test(one)) && resources.every((one) => pattern.test(one)),
  );
}
