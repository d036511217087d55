import { App, CfnOutput, CfnResource, CustomResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnPolicy, CfnRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogRetention } from 'aws-cdk-lib/aws-logs';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { CfnIPSet } from 'aws-cdk-lib/aws-wafv2';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId, Provider } from 'aws-cdk-lib/custom-resources';
import { SecurityFinding, SecurityGate } from '../lib';
import { ENV, ruleOf } from './support/judging';
import { RECOMMENDED_FLAGS } from './support/flags';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

/** A plain app that makes CDK create every singleton we know. Its own constructs are not what is asked about. */
function build(flags: Record<string, unknown>): { app: App; stack: Stack } {
  const app = new App({ context: flags });
  const stack = new Stack(app, 'S', { env: ENV });
  const own = (id: string) =>
    new Function(stack, `Own${id}`, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => 1;'),
    });
  const bucket = new Bucket(stack, 'OwnBucket', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
  bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(own('Worker')));
  new LogRetention(stack, 'OwnRetention', { logGroupName: 'group', retention: 7 });
  new AwsCustomResource(stack, 'OwnCall', {
    onCreate: { service: 'S3', action: 'headBucket', physicalResourceId: PhysicalResourceId.of('id') },
    policy: AwsCustomResourcePolicy.fromStatements([
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
    ]),
  });
  const provider = new Provider(stack, 'OwnProvider', { onEventHandler: own('OnEvent') });
  new CustomResource(stack, 'OwnResource', { serviceToken: provider.serviceToken });
  new BucketDeployment(stack, 'OwnDeployment', {
    destinationBucket: bucket,
    sources: [Source.data('a', 'b')],
    distribution: Distribution.fromDistributionAttributes(stack, 'OwnSite', { distributionId: 'E1', domainName: 'x' }),
  });
  new Vpc(stack, 'OwnVpc', { natGateways: 0, restrictDefaultSecurityGroup: true });
  return { app, stack };
}

/** What blocks, or would if a secure construct had made it. */
const isOpen = ({ ruleId, status }: SecurityFinding): boolean =>
  status === 'blocking' || (status === 'warning' && ruleOf(ruleId)?.severity === 'error');

const findings = (app: App) =>
  SecurityGate.findingsOf(app)
    .filter(({ path }) => !/^S\/Own/.test(path) || /framework-/.test(path))
    .filter(isOpen)
    .map(({ ruleId, path, got }) => `${ruleId} ${path} ${got}`);

test.each([
  ['no flags', {}],
  ['recommended flags', RECOMMENDED_FLAGS],
])('what CDK creates by itself is covered as CDK writes it: %s', (_, flags) => {
  expect(findings(build(flags).app)).toEqual([]);
});

describe('values for another region', () => {
  const EXPORTER = 'Custom::CrossRegionExportWriterCustomResourceProvider';
  const handed = (weaken: (edge: Stack) => void = () => undefined): string[] => {
    const app = new App();
    const [edge, stack] = ['us-east-1', 'eu-west-1'].map(
      (region) => new Stack(app, region, { env: { ...ENV, region }, crossRegionReferences: true }),
    );
    const group = new CfnIPSet(edge, 'Offices', { scope: 'CLOUDFRONT', ipAddressVersion: 'IPV4', addresses: [] });
    new CfnOutput(stack, 'Value', { value: group.attrArn });
    app.synth(); // CDK adds its handlers while it synthesizes
    weaken(edge);
    return SecurityGate.findingsOf(app)
      .filter(isOpen)
      .map(({ ruleId, path }) => `${ruleId} ${path}`);
  };
  test('are handed over as CDK does it', () => expect(handed()).toEqual([]));
  test.each<[string, string, unknown]>([
    ['an action CDK does not give', 'Action.4', 'ssm:GetParametersByPath'],
    ['parameters of others', 'Resource', ['arn:aws:ssm:eu-west-1:111111111111:parameter/*']],
  ])('with %s the finding stands', (_, path, value) => {
    const found = handed((edge) =>
      (edge.node.findChild(EXPORTER).node.findChild('Role') as CfnResource).addPropertyOverride(
        `Policies.0.PolicyDocument.Statement.0.${path}`,
        value,
      ),
    );
    expect(found).toContainEqual(expect.stringMatching(/^ROLE-06 us-east-1\/Custom::CrossRegionExportWriter/));
  });
});

const HANDLER = 'BucketNotificationsHandler050a0587b7544547bf325f094a3db834';
const VPC_HANDLER = 'Custom::VpcRestrictDefaultSGCustomResourceProvider';
const find = <T>(stack: Stack, path: string) => stack.node.findAll().find(({ node }) => node.path === `S/${path}`) as T;

test.each<[string, RegExp, (stack: Stack) => void]>([
  [
    'another managed policy',
    /ROLE-06/,
    (stack) =>
      (find<CfnRole>(stack, `${HANDLER}/Role/Resource`).managedPolicyArns = [
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ]),
  ],
  [
    'an action CDK does not give',
    /ROLE-02/,
    (stack) =>
      find<CfnPolicy>(
        stack,
        'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/ServiceRole/DefaultPolicy/Resource',
      ).addPropertyOverride('PolicyDocument.Statement.0.Action.2', 'logs:DeleteLogGroup'),
  ],
  [
    'an action CDK does not give, in the role of a VPC’s handler',
    /ROLE-06 S\/Custom::VpcRestrictDefaultSG/,
    (stack) =>
      find<CfnResource>(stack, `${VPC_HANDLER}/Role`).addPropertyOverride(
        'Policies.0.PolicyDocument.Statement.0.Action.4',
        'ec2:CreateSecurityGroup',
      ),
  ],
  [
    'every security group, in the role of a VPC’s handler',
    /ROLE-06 S\/Custom::VpcRestrictDefaultSG/,
    (stack) =>
      find<CfnResource>(stack, `${VPC_HANDLER}/Role`).addPropertyOverride(
        'Policies.0.PolicyDocument.Statement.0.Resource.1',
        'arn:aws:ec2:us-east-1:111111111111:security-group/*',
      ),
  ],
  [
    'a second policy in the role of a VPC’s handler',
    /ROLE-06 S\/Custom::VpcRestrictDefaultSG/,
    (stack) =>
      find<CfnResource>(stack, `${VPC_HANDLER}/Role`).addPropertyOverride('Policies.1', {
        PolicyName: 'More',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'ec2:DeleteVpc', Resource: 'arn:aws:ec2:::vpc/v' }] },
      }),
  ],
  [
    'an action on websites that CDK does not give',
    /ROLE-02 S\/Custom::CDKBucketDeployment/,
    (stack) => {
      const [policy] = stack.node
        .findAll()
        .filter((one) => /CDKBucketDeployment.*DefaultPolicy\/Resource$/.test(one.node.path));
      (policy as CfnPolicy).addPropertyOverride('PolicyDocument.Statement.2.Action.2', 'cloudfront:UpdateDistribution');
    },
  ],
  [
    'another handler than the one of a VPC',
    /FUNCTION-07 S\/Custom::VpcRestrictDefaultSG/,
    (stack) => find<CfnResource>(stack, `${VPC_HANDLER}/Handler`).addPropertyOverride('Handler', 'mine.more.handler'),
  ],
  [
    'a variable CDK does not set',
    /FUNCTION-0/,
    (stack) => find<CfnFunction>(stack, `${HANDLER}/Resource`).addPropertyOverride('Environment.Variables.MINE', 'x'),
  ],
  [
    'a secret, whatever the rest',
    /FUNCTION-11/,
    (stack) =>
      find<CfnFunction>(stack, `${HANDLER}/Resource`).addPropertyOverride(
        'Environment.Variables.KEY',
        'AKIAQ3EGRZ5MJ2PXTNVA',
      ),
  ],
])('with %s the finding stands', (_, expected, weaken) => {
  const { app, stack } = build({});
  weaken(stack);
  expect(findings(app).join('\n')).toMatch(expected);
});

test('the name alone covers nothing', () => {
  const app = new App();
  const stack = new Stack(app, 'S', { env: ENV });
  SecurityGate.enforce(app);
  new CfnRole(stack, 'Custom::S3AutoDeleteObjectsCustomResourceProvider', {
    assumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }],
    },
  });
  expect(findings(app).join('\n')).toMatch(/ROLE-05/);
});
