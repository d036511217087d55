import { readFileSync } from 'fs';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { FakeAws, named, run } from './deployed-code';
import { ApiGatewayAccount } from '../../lib/baseline/api-gateway-account';
import { SecurityProfile } from '../../lib/core/profile';
import { AlarmTopic } from '../../lib/alarm/alarm-topic';
import { SecurityGate } from '../../lib/gate/security-gate';
import { ACCOUNT_FILE, accountBundle } from '../../scripts/bundle-runtime';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { ENV, verdicts } from '../support/judging';
import { Account, ACCOUNT, REGION } from '../support/template-access';

const newApp = (flags: Record<string, unknown> = RECOMMENDED_FLAGS): App => new App({ context: flags });
const templateOf = (stack: Stack): any =>
  (stack.node.root as App).synth({ force: true }).getStackArtifact(stack.artifactId).template;
const stack = new Stack(newApp(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
ApiGatewayAccount.shared(stack);
AlarmTopic.of(stack).topic()!.addSubscription(new EmailSubscription('alarms@example.com'));
const template = templateOf(stack);
const ids = (type: string, part = ''): string[] =>
  Object.keys(template.Resources).filter((id) => template.Resources[id].Type === type && id.includes(part));
const [setter] = ids('AWS::Lambda::Function');
const [logRole] = ids('AWS::IAM::Role', 'LogRole');
const [setting] = ids('Custom::ApiGatewayAccount');
const code: string = template.Resources[setter].Properties.Code.ZipFile;

const OURS = 'arn:aws:iam::111111111111:role/ours';
const THEIRS = 'arn:aws:iam::111111111111:role/theirs';
const event = (RequestType: string, rest: object = {}) => ({
  RequestType,
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Setting',
  ResourceProperties: { RoleArn: OURS },
  ...(RequestType !== 'Create' && { PhysicalResourceId: 'there-before' }),
  ...(RequestType === 'Update' && { OldResourceProperties: { RoleArn: OURS } }),
  ...rest,
});
const SET = ['update', { patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: OURS }] }];
const refused = named('BadRequestException', 'The role ARN does not have required permissions configured.');

describe('the code in the template', () => {
  test('is the bundle of its source, and short enough to stand there', () => {
    expect(readFileSync(ACCOUNT_FILE, 'utf8')).toBe(accountBundle());
    expect(code).toBe(accountBundle());
    expect(Buffer.byteLength(code)).toBeLessThan(4_096);
  });

  test('sets our role where there is none, and looks whether it is set', async () => {
    const aws: FakeAws = {};
    const { puts, calls } = await run(code, event('Create'), aws);
    expect(aws.role).toBe(OURS);
    expect(calls).toEqual([['get', {}], SET, ['get', {}]]);
    expect(puts).toEqual([
      {
        url: 'PUT /answer?signature=abc',
        type: '',
        body: {
          Status: 'SUCCESS',
          StackId: 'stack',
          RequestId: 'request',
          LogicalResourceId: 'Setting',
          PhysicalResourceId: 'ApiGatewayAccount',
          Data: { RoleArn: OURS, KeptOther: 'false' },
        },
      },
    ]);
  });

  test.each(['Create', 'Update'])('keeps the role of somebody else, and says so: %s', async (type) => {
    const aws: FakeAws = { role: THEIRS };
    const { puts, calls } = await run(code, event(type), aws);
    expect([aws.role, calls]).toEqual([THEIRS, [['get', {}]]]);
    expect(puts[0].body).toMatchObject({ Status: 'SUCCESS', Data: { RoleArn: THEIRS, KeptOther: 'true' } });
  });

  test('leaves our own role where it is', async () => {
    const { puts, calls } = await run(code, event('Update'), { role: OURS });
    expect(calls).toEqual([['get', {}]]);
    expect(puts[0].body).toMatchObject({
      PhysicalResourceId: 'there-before',
      Data: { RoleArn: OURS, KeptOther: 'false' },
    });
  });

  test('puts our new role in the place of our old one', async () => {
    const aws: FakeAws = { role: 'arn:aws:iam::111111111111:role/old' };
    const { puts } = await run(code, event('Update', { OldResourceProperties: { RoleArn: aws.role } }), aws);
    expect(aws.role).toBe(OURS);
    expect(puts[0].body).toMatchObject({ Status: 'SUCCESS', Data: { RoleArn: OURS, KeptOther: 'false' } });
  });

  test.each([OURS, THEIRS, undefined])('touches nothing when it is deleted: %s', async (role) => {
    const aws: FakeAws = { role };
    const { puts, calls } = await run(code, event('Delete'), aws);
    expect([aws.role, calls]).toEqual([role, []]);
    expect(puts[0].body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'there-before' });
  });

  test('waits for a new role, and for its own permissions, to be known everywhere', async () => {
    const failures: FakeAws['failures'] = [
      { on: 'get', error: named('AccessDeniedException', 'not authorized to perform apigateway:GET') },
      { on: 'update', error: refused },
      { on: 'update', error: named('AccessDeniedException', 'not authorized to perform iam:PassRole') },
    ];
    const aws: FakeAws = { failures };
    const { puts } = await run(code, event('Create'), aws);
    expect(aws.role).toBe(OURS);
    expect(puts.map(({ body }) => body.Status)).toEqual(['SUCCESS']);
  });

  test.each<[string, FakeAws, RegExp]>([
    [
      'an error of AWS',
      { failures: [{ on: 'get', error: named('InternalFailure', 'it broke') }] },
      /^API Gateway's log role was not set: InternalFailure: it broke$/,
    ],
    [
      'a change that is refused for good',
      { failures: [{ on: 'update', error: named('BadRequestException', 'Invalid patch path') }] },
      /BadRequestException: Invalid patch path$/,
    ],
    [
      'a role that stays refused',
      { failures: Array.from({ length: 100 }, () => ({ on: 'update' as const, error: refused })) },
      /no success in \d+ seconds; The role ARN does not have required permissions configured/,
    ],
    ['a call that never ends', { hangs: true }, /no success in \d+ seconds$/],
  ])('%s fails the deployment and says why', async (_, aws, reason) => {
    const { puts, thrown } = await run(code, event('Create'), aws);
    expect(thrown).toBeUndefined();
    expect(puts.map(({ body }) => body.Status)).toEqual(['FAILED']);
    expect(puts[0].body.Reason).toMatch(reason);
    expect(puts[0].body).toMatchObject({
      StackId: 'stack',
      RequestId: 'request',
      PhysicalResourceId: 'ApiGatewayAccount',
    });
    expect(aws.role).toBeUndefined();
  });

  test.each<[string, number[], number]>([
    ['is told again when CloudFormation does not take the answer', [500, 403], 3],
    ['is told again when CloudFormation says nothing', [0], 2],
  ])('%s', async (_, answers, times) => {
    const { puts, thrown } = await run(code, event('Create'), { role: OURS, answers });
    expect(thrown).toBeUndefined();
    expect(puts.map(({ body }) => body.Status)).toEqual(Array(times).fill('SUCCESS'));
  });

  test('gives up after three answers that nobody took, and never says the opposite', async () => {
    const { puts, thrown } = await run(code, event('Create'), { role: OURS, answers: [500, 500, 500, 500] });
    expect(puts.map(({ body }) => body.Status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
    expect(String(thrown)).toContain('CloudFormation answered 500');
  });
});

describe('what the deployment may do', () => {
  const account = Account.of({ stackName: 'Stack', template });
  const SETTINGS = `arn:aws:apigateway:${REGION}::/account`;
  const passed = (service: string) => ({ 'iam:PassedToService': service });

  test.each(['apigateway:GET', 'apigateway:PATCH'])('%s on the setting, on nothing else', (action) => {
    expect(account.can({ as: setter, action, on: SETTINGS })).toBe('allowed');
    expect(account.can({ as: setter, action, on: `arn:aws:apigateway:${REGION}::/restapis` })).not.toBe('allowed');
    expect(account.can({ as: setter, action, on: `arn:aws:apigateway:eu-west-1::/account` })).not.toBe('allowed');
  });
  test('it passes one role, to API Gateway', () => {
    const pass = (on: string, service: string) =>
      account.can({ as: setter, action: 'iam:PassRole', on, context: passed(service) });
    expect(pass(logRole, 'apigateway.amazonaws.com')).toBe('allowed');
    expect(pass(logRole, 'lambda.amazonaws.com')).not.toBe('allowed');
    expect(pass(`arn:aws:iam::${ACCOUNT}:role/admin`, 'apigateway.amazonaws.com')).not.toBe('allowed');
  });
  test('beside that it writes its own logs and traces', () => {
    const actions = account.actionsOf(setter).map(({ action }) => action);
    expect(actions.filter((one) => !/^(logs|xray):/.test(one)).sort()).toEqual([
      'apigateway:GET',
      'apigateway:PATCH',
      'iam:PassRole',
    ]);
  });
  // what the managed policy AmazonAPIGatewayPushToCloudWatchLogs allows, and API Gateway looks for
  test.each([
    'CreateLogGroup',
    'CreateLogStream',
    'DescribeLogGroups',
    'DescribeLogStreams',
    'PutLogEvents',
    'GetLogEvents',
    'FilterLogEvents',
  ])('the role may %s in every group of the region, and of no other', (name) => {
    const may = (region: string) =>
      account.can({ as: logRole, action: `logs:${name}`, on: `arn:aws:logs:${region}:${ACCOUNT}:log-group:any:*` });
    expect([may(REGION), may('eu-west-1') === 'allowed']).toEqual(['allowed', false]);
  });
  test('the role is for API Gateway alone, and outlives stack and failed deployment with its policy', () => {
    const { Properties, DeletionPolicy, UpdateReplacePolicy } = template.Resources[logRole];
    const trusted = Properties.AssumeRolePolicyDocument.Statement.map(({ Principal }: any) => Principal);
    expect(trusted).toEqual([{ Service: 'apigateway.amazonaws.com' }]);
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(Properties.Policies).toHaveLength(1);
    expect(Properties.RoleName).toBeUndefined();
  });
  test('the setting waits for what the function may do', () => {
    const [policy] = ids('AWS::IAM::Policy', 'Setter');
    expect(template.Resources[setter].DependsOn).toContain(policy);
    expect(JSON.stringify(template.Resources[setting].Properties.ServiceToken)).toContain(setter);
  });
});

describe('one in an app and region', () => {
  const at = (scope: App | Stage, id: string, region = ENV.region): Stack =>
    new Stack(scope, id, { env: { ...ENV, region } });

  test('is shared, and says which role is used', () => {
    const app = newApp();
    const [first, second] = [at(app, 'First'), at(app, 'Second')];
    const account = ApiGatewayAccount.shared(first);
    expect(ApiGatewayAccount.shared(second)).toBe(account);
    expect(account.node.path).toBe('First/SecureApiGatewayAccount');
    expect(first.resolve([account.roleArnInUse, account.keptOther])).toEqual(
      ['RoleArn', 'KeptOther'].map((name) => ({ 'Fn::GetAtt': [expect.stringContaining('Setting'), name] })),
    );
  });
  test('another region and another Stage have their own', () => {
    const app = newApp();
    const stage = new Stage(app, 'Prod');
    const stacks = [at(app, 'Here'), at(app, 'There', 'eu-west-1'), at(stage, 'Here')];
    expect(new Set(stacks.map((one) => ApiGatewayAccount.shared(one))).size).toBe(3);
  });
  test('stacks that wait for it come after its stack', () => {
    const app = newApp();
    SecurityProfile.development({ accounts: [ENV.account] }).applyTo(app);
    const [first, second] = [at(app, 'First'), at(app, 'Second')];
    second.node.addDependency(ApiGatewayAccount.shared(first));
    app.synth();
    expect(second.dependencies).toEqual([first]);
  });
});

describe.each([
  ['production', SecurityProfile.production()],
  ['development', SecurityProfile.development({ accounts: [ENV.account] })],
  ['regulated', SecurityProfile.regulated()],
])('in %s', (_, profile) => {
  test('nothing blocks; the role that writes every log is waived, with a reason', () => {
    for (const flags of [RECOMMENDED_FLAGS, {}]) {
      const app = newApp(flags);
      profile.applyTo(app);
      ApiGatewayAccount.shared(new Stack(app, 'Stack', { env: ENV }));
      const found = SecurityGate.findingsOf(app).filter(({ status }) => ['blocking', 'waived'].includes(status));
      expect(found.map(({ ruleId, status, path }) => `${ruleId} ${status} ${path}`)).toEqual([
        'ROLE-02 waived Stack/SecureApiGatewayAccount/LogRole/Resource',
      ]);
    }
  });
});

test('API-18 knows it by its type', () => {
  const stage = {
    Type: 'AWS::ApiGateway::Stage',
    Properties: {
      RestApiId: { Ref: 'Api' },
      StageName: 'prod',
      AccessLogSetting: { DestinationArn: 'arn:aws:logs:us-east-1:111111111111:log-group:access', Format: '{}' },
    },
  };
  const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
  expect(verdicts('API-18', { Api, Stage: stage })).toEqual(['fail Stage']);
  expect(verdicts('API-18', { Api, Stage: stage, Setting: template.Resources[setting] })).toEqual([]);
});
