import { App, NestedStack, Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  InterfaceVpcEndpointService,
  SubnetType,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecureFunction } from '../../lib/function/secure-function';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { SecureVpc, SecureVpcProps } from '../../lib/network/secure-vpc';
import { fixedCost } from '../../lib/report/fixed-cost';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';
import { evaluate, PolicyDocument } from '../support/policy-language';
import { Account } from '../support/template-access';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};
const OTHER = '222222222222';
const { SECRETS_MANAGER, ECR_DOCKER } = InterfaceVpcEndpointAwsService;
const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const resources = (stack: Stack): Record<string, any> => stack.resolve((stack as any)._toCloudFormation()).Resources;
const ofType = (stack: Stack, type: string): any[] =>
  Object.values(resources(stack)).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
const made = (props?: SecureVpcProps): Stack => {
  const stack = newStack();
  new SecureVpc(stack, 'Vpc', props);
  return stack;
};
const warnings = (stack: Stack): string[] =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ ruleId, status }) => /^NETWORK/.test(ruleId) && status !== 'relaxed')
    .map(({ ruleId, path, got }) => `${ruleId} ${path} ${got}`);

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('no finding, with a function in it: %s', (_, flags) => {
    const stack = newStack({ flags });
    PROFILES[profile].applyTo(stack);
    const vpc = new SecureVpc(stack, 'Vpc', { endpoints: [SECRETS_MANAGER, ECR_DOCKER] });
    new SecureFunction(stack, 'Function', { ...CODE, vpc });
    new SecureVpc(new NestedStack(stack, 'Nested'), 'Inner');
    expect(blocking(stack)).toEqual([]);
    expect(warnings(stack)).toEqual([]);
  });
});

test('it knows no way to the internet, and costs nothing while nobody uses it', () => {
  const stack = made();
  for (const type of ['InternetGateway', 'NatGateway', 'EIP', 'EgressOnlyInternetGateway', 'Route'])
    expect(ofType(stack, `AWS::EC2::${type}`)).toEqual([]);
  expect(ofType(stack, 'AWS::EC2::Subnet').map(({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch)).toEqual([
    false,
    false,
  ]);
  const key = 1; // of the flow logs
  expect(fixedCost([{ Resources: resources(stack) }])).toMatchObject({ monthly: key, unknown: [] });
});

test('each endpoint costs what its documentation says, in two zones', () => {
  const endpoints = [SECRETS_MANAGER, ECR_DOCKER, SECRETS_MANAGER];
  expect(fixedCost([{ Resources: resources(made({ endpoints })) }]).lines[0]).toMatchObject({
    count: 2,
    monthly: 29.2,
  });
});

describe('what goes through an endpoint', () => {
  const stack = newStack();
  const vpc = new SecureVpc(stack, 'Vpc', { endpoints: [SECRETS_MANAGER] });
  vpc.addInterfaceEndpoint('Later', { service: InterfaceVpcEndpointAwsService.SQS });
  vpc.addInterfaceEndpoint('Partner', {
    service: new InterfaceVpcEndpointService('com.amazonaws.vpce.us-east-1.vpce-svc-1'),
  });
  vpc.addGatewayEndpoint('Again', { service: GatewayVpcEndpointAwsService.S3_EXPRESS });
  const policies = new Map<string, PolicyDocument>(
    ofType(stack, 'AWS::EC2::VPCEndpoint').map((one) => [JSON.stringify(one.ServiceName), one.PolicyDocument]),
  );
  const passes = (document: PolicyDocument, from: string, to: string) =>
    evaluate({
      // in one account the endpoint's policy alone decides here; across accounts the identity has to be let as well
      identity:
        from === to ? [] : [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
      resource: [document],
      request: {
        principal: { type: 'role', arn: `arn:aws:iam::${from}:role/any` },
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::bucket/key',
        resourceAccount: to,
        context: { 'aws:PrincipalAccount': from, 'aws:ResourceAccount': to },
      },
    });

  test('all but the one to a partner have a policy, whoever added them', () => {
    expect([...policies].filter(([, policy]) => policy === undefined).map(([name]) => name)).toEqual([
      '"com.amazonaws.vpce.us-east-1.vpce-svc-1"',
    ]);
    expect(policies.size).toBe(6);
  });
  test('own identities reach own resources, and nothing else passes', () => {
    for (const policy of [...policies.values()].filter((one) => one !== undefined)) {
      expect(passes(policy, ENV.account, ENV.account)).toBe('allowed');
      expect(passes(policy, ENV.account, OTHER)).toBe('implicitly-denied');
      expect(passes(policy, OTHER, ENV.account)).toBe('implicitly-denied');
      expect(passes(policy, OTHER, OTHER)).toBe('implicitly-denied');
    }
  });
  test('a statement more opens the gateway for what lies in buckets of AWS', () => {
    const images = new SecureVpc(newStack(), 'Vpc');
    images.s3Endpoint.addToPolicy(
      new PolicyStatement({
        principals: [new StarPrincipal()],
        actions: ['s3:GetObject'],
        resources: ['arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*'],
      }),
    );
    expect(blocking(Stack.of(images))).toEqual([]);
    expect(warnings(Stack.of(images))).toEqual([]);
  });
});

describe('who writes the flow logs', () => {
  const stack = made();
  const account = Account.of({ stackName: 'Stack', template: { Resources: resources(stack) } });
  const id = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
  const role = id('AWS::IAM::Role', 'VpcFlowLogRole');
  const may = (action: string, on: string) => account.can({ as: role, action, on });

  test('its role writes to its own group, and passes nothing on', () => {
    const group = id('AWS::Logs::LogGroup', 'VpcFlowLogs');
    expect(may('logs:PutLogEvents', group)).toBe('allowed');
    expect(may('logs:DeleteLogGroup', group)).toBe('implicitly-denied');
    expect(may('iam:PassRole', role)).toBe('implicitly-denied');
  });
  test('the service takes the role for flow logs of this account only', () => {
    const [trust] = ofType(stack, 'AWS::IAM::Role').filter(({ ManagedPolicyArns }) => !ManagedPolicyArns);
    expect(trust.AssumeRolePolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': ENV.account },
          ArnLike: { 'aws:SourceArn': `arn:aws:ec2:us-east-1:${ENV.account}:vpc-flow-log/*` },
        },
      }),
    ]);
  });
  test('everything is logged, once it may be', () => {
    expect(blocking(stack)).toEqual([]); // and dependencies are known
    const logs = Object.values(resources(stack)).filter(({ Type }) => Type === 'AWS::EC2::FlowLog');
    expect(logs).toMatchObject([{ Properties: { TrafficType: 'ALL' } }]);
    expect(logs[0].DependsOn).toContain(id('AWS::IAM::Policy', 'VpcFlowLogRole'));
  });
});

describe('what the caller says', () => {
  test('NAT gateways bring public subnets, where nothing gets an address by itself', () => {
    const stack = made({ natGateways: 1 });
    expect(ofType(stack, 'AWS::EC2::NatGateway')).toHaveLength(1);
    expect(ofType(stack, 'AWS::EC2::Subnet').map((one) => one.MapPublicIpOnLaunch)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(warnings(stack)).toEqual([]);
  });
  test('subnets and their addresses are the caller’s, and the gate says what it thinks', () => {
    const subnetConfiguration = [{ name: 'Open', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: true }];
    expect(warnings(made({ subnetConfiguration, maxAzs: 1 }))).toEqual([
      'NETWORK-04 Stack/Vpc/OpenSubnet1/Subnet MapPublicIpOnLaunch = true',
    ]);
  });
  test('a gateway of his own to S3 stands alone', () => {
    const stack = newStack();
    const vpc = new SecureVpc(stack, 'Vpc', {
      gatewayEndpoints: { Mine: { service: GatewayVpcEndpointAwsService.S3 } },
    });
    expect(ofType(stack, 'AWS::EC2::VPCEndpoint')).toHaveLength(2);
    expect(vpc.s3Endpoint.node.id).toBe('Mine');
    expect(vpc.dynamoDbEndpoint.node.id).toBe('DynamoDb');
  });
  test('flow logs of his own are enough; none are refused', () => {
    expect(ofType(made({ flowLogs: { Mine: {} } }), 'AWS::EC2::FlowLog')).toHaveLength(1);
    expect(blocking(made({ flowLogs: {} }))).toEqual(['NETWORK-03 Stack/Vpc/Resource']);
  });
  test('a waiver covers it', () => {
    const waivers = [{ ruleId: 'NETWORK-03', reason: 'The account logs the flows of all its networks.' }];
    expect(blocking(made({ flowLogs: {}, waivers }))).toEqual([]);
  });
  test('zones by name', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const vpc = new SecureVpc(stack, 'Vpc', { availabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] });
    expect(vpc.isolatedSubnets).toHaveLength(3);
    expect(new SecureVpc(newStack(), 'Vpc', { maxAzs: 1 }).isolatedSubnets).toHaveLength(1);
  });
  test('the default group is emptied unless somebody says no', () => {
    const emptied = (props: SecureVpcProps) => ofType(made(props), 'Custom::VpcRestrictDefaultSG').length;
    expect([emptied({}), emptied({ restrictDefaultSecurityGroup: false })]).toEqual([1, 0]);
  });
});

describe('a function in it', () => {
  const stack = newStack();
  const vpc = new SecureVpc(stack, 'Vpc');
  new SecureFunction(stack, 'Function', { ...CODE, vpc, allowAllOutbound: false });
  const account = Account.of({ stackName: 'Stack', template: { Resources: resources(stack) } });
  const may = (action: string, context = {}) =>
    account.can({ as: account.logicalIds('AWS::IAM::Role', 'Function')[0], action, on: '*', context });

  test('Lambda may make its network interfaces, its own code may not', () => {
    expect(may('ec2:CreateNetworkInterface')).toBe('allowed');
    const byCode = { 'lambda:SourceFunctionArn': `arn:aws:lambda:us-east-1:${ENV.account}:function:f` };
    expect(may('ec2:CreateNetworkInterface', byCode)).toBe('explicitly-denied');
    expect(may('ec2:RunInstances')).toBe('implicitly-denied');
  });
  test('it stands in the isolated subnets, nobody reaches it, and with allowAllOutbound: false it reaches nobody', () => {
    const [{ VpcConfig }] = ofType(stack, 'AWS::Lambda::Function').filter((one) => one.VpcConfig);
    expect(VpcConfig.SubnetIds).toEqual(vpc.isolatedSubnets.map(({ subnetId }) => stack.resolve(subnetId)));
    const [group] = ofType(stack, 'AWS::EC2::SecurityGroup');
    expect(group.SecurityGroupIngress).toBeUndefined();
    expect(group.SecurityGroupEgress.map(({ CidrIp }: any) => CidrIp)).toEqual(['255.255.255.255/32']);
    expect(ofType(stack, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });
});
