import { Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LambdaInsightsVersion } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { SecureLogGroup } from '../../lib/logs/secure-log-group';
import { blocking, blockingIds, ENV, newStack } from '../support/judging';
import { deployed, grantsOf, logicalIdOf, newFunction, templateOf, twoStacks } from './building';

const LOGS = 'arn:aws:logs:us-east-1:111111111111:log-group:';

const newTable = (stack: Stack, id: string) =>
  new Table(stack, id, { partitionKey: { name: 'id', type: AttributeType.STRING } });

beforeAll(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => {}); // props that CDK deprecates
});

describe('what a function may do', () => {
  test('by itself: write its own logs and send traces, nothing else', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    const other = newFunction(stack, 'Other');
    const account = deployed(stack);
    expect(
      account
        .actionsOf(logicalIdOf(fn))
        .map(({ action }) => action)
        .sort(),
    ).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    const may = (action: string, on: string) => account.can({ as: logicalIdOf(fn), action, on, path: 'stream' });
    const [own, others] = [fn, other].map(({ node }) => logicalIdOf(node.findChild('Logs') as any));
    expect(may('logs:PutLogEvents', own)).toBe('allowed');
    expect(may('logs:CreateLogStream', own)).toBe('allowed');
    expect(may('logs:PutLogEvents', others)).toBe('implicitly-denied');
    expect(may('logs:GetLogEvents', own)).toBe('implicitly-denied');
    expect(may('logs:DeleteLogGroup', own)).toBe('implicitly-denied');
    expect(may('logs:CreateLogGroup', own)).toBe('implicitly-denied');
  });

  test('what was granted, on exactly that table', () => {
    const stack = newStack();
    const [a, b] = [newTable(stack, 'A'), newTable(stack, 'B')];
    const fn = newFunction(stack);
    fn.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [a.tableArn] }));
    b.grants.actions(newFunction(stack, 'Other'), 'dynamodb:PutItem');
    const account = deployed(stack);
    const may = (action: string, on: Table) => account.can({ as: logicalIdOf(fn), action, on: logicalIdOf(on) });
    expect(may('dynamodb:GetItem', a)).toBe('allowed');
    expect(may('dynamodb:PutItem', a)).toBe('implicitly-denied');
    expect(may('dynamodb:GetItem', b)).toBe('implicitly-denied');
    expect(may('dynamodb:PutItem', b)).toBe('implicitly-denied');
  });

  test('read its secrets, through Secrets Manager only, and no others', () => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'K', { enableKeyRotation: true });
    const [mine, theirs] = ['Mine', 'Theirs'].map((id) => new Secret(stack, id, { encryptionKey }));
    const fn = newFunction(stack, 'Fn', { secrets: { DB_SECRET: mine } });
    const account = deployed(stack);
    const may = (action: string, on: any, context = {}) =>
      account.can({ as: logicalIdOf(fn), action, on: logicalIdOf(on), context });
    expect(may('secretsmanager:GetSecretValue', mine)).toBe('allowed');
    expect(may('secretsmanager:PutSecretValue', mine)).toBe('implicitly-denied');
    expect(may('secretsmanager:GetSecretValue', theirs)).toBe('implicitly-denied');
    expect(may('kms:Decrypt', encryptionKey, { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' })).toBe(
      'allowed',
    );
    expect(may('kms:Decrypt', encryptionKey, { 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe(
      'implicitly-denied',
    );
    expect(may('kms:Encrypt', encryptionKey, { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' })).toBe(
      'implicitly-denied',
    );
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { DB_SECRET: { Ref: logicalIdOf(mine) } } },
    });
  });

  test('an imported secret is named as far as it is known', () => {
    const stack = newStack();
    const arn = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:';
    newFunction(stack, 'Fn', {
      secrets: {
        COMPLETE: Secret.fromSecretCompleteArn(stack, 'C', `${arn}complete-a1b2c3`),
        PARTIAL: Secret.fromSecretPartialArn(stack, 'P', `${arn}partial`),
        NAMED: Secret.fromSecretNameV2(stack, 'N', 'named'),
      },
    });
    expect(blocking(stack)).toEqual([]);
    const account = deployed(stack);
    const [fn] = account.logicalIds('AWS::Lambda::Function');
    const reads = (secret: string) =>
      account.can({ as: fn, action: 'secretsmanager:GetSecretValue', on: `${arn}${secret}` });
    expect(['complete-a1b2c3', 'partial-x9y8z7', 'named-x9y8z7'].map(reads)).toEqual(['allowed', 'allowed', 'allowed']);
    expect(['complete-x9y8z7', 'partial-two-x9y8z7', 'other-x9y8z7'].map(reads)).not.toContain('allowed');
  });

  test('a secret with a key of another stack closes no circle', () => {
    const { one, two } = twoStacks();
    const secret = new Secret(one, 'S', { encryptionKey: new Key(one, 'K', { enableKeyRotation: true }) });
    newFunction(two, 'Fn', { secrets: { DB_SECRET: secret } });
    expect(blockingIds(one).filter((id) => !/SECRET|KEY/.test(id))).toEqual([]);
  });

  test('in a VPC: Lambda may manage interfaces in its name, its own code may not', () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'V', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'i', subnetType: SubnetType.PRIVATE_ISOLATED }],
    });
    const fn = newFunction(stack, 'Fn', { vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED } });
    expect(blocking(stack).filter((one) => one.includes('/Fn'))).toEqual([]);
    const account = deployed(stack);
    const interfaces = (code: string | undefined) =>
      account.can({
        as: logicalIdOf(fn),
        action: 'ec2:CreateNetworkInterface',
        on: '*',
        context: { 'lambda:SourceFunctionArn': code },
      });
    expect(interfaces(undefined)).toBe('allowed');
    expect(interfaces('arn:aws:lambda:us-east-1:111111111111:function:fn')).toBe('explicitly-denied');
  });

  test('Insights and durable state are granted by statements too', () => {
    const stack = newStack();
    newFunction(stack, 'Seen', { insightsVersion: LambdaInsightsVersion.VERSION_1_0_333_0 });
    const durable = newFunction(stack, 'Durable', { durableConfig: { executionTimeout: Duration.hours(1) } });
    expect(blocking(stack)).toEqual([]);
    const account = deployed(stack);
    const arn = account.arnOf(logicalIdOf(durable));
    const may = (on: string) =>
      account.can({ as: logicalIdOf(durable), action: 'lambda:CheckpointDurableExecution', on });
    expect(may(`${arn}:1`)).toBe('allowed');
    expect(may('arn:aws:lambda:us-east-1:111111111111:function:other')).toBe('implicitly-denied');
  });
});

describe('whose role', () => {
  test('a managed policy that somebody attaches stays, and blocks', () => {
    const stack = newStack();
    newFunction(stack).role!.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    expect(blocking(stack)).toEqual(['ROLE-06 Stack/Fn/ServiceRole/Resource']);
    const [role] = Object.values<any>(templateOf(stack).findResources('AWS::IAM::Role'));
    expect(JSON.stringify(role.Properties.ManagedPolicyArns)).toContain('ReadOnlyAccess');
    expect(JSON.stringify(role.Properties.ManagedPolicyArns)).not.toContain('AWSLambdaBasicExecutionRole');
  });

  test('a policy of the app stays too, and passes', () => {
    const stack = newStack();
    const statements = [
      new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [newTable(stack, 'T').tableArn] }),
    ];
    newFunction(stack).role!.addManagedPolicy(new ManagedPolicy(stack, 'Mine', { statements }));
    expect(blockingIds(stack).filter((id) => id.startsWith('ROLE'))).toEqual([]);
  });

  test('a role that is passed in gets the statements, beside what it has', () => {
    const stack = newStack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const fn = newFunction(stack, 'Fn', { role });
    expect(blocking(stack)).toEqual([]);
    expect(
      deployed(stack).can({
        as: logicalIdOf(role),
        action: 'logs:PutLogEvents',
        on: logicalIdOf(fn.node.findChild('Logs') as any),
      }),
    ).toBe('allowed');
  });

  test('a role of another stack closes no circle', () => {
    const { one, two } = twoStacks();
    const role = new Role(one, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    newFunction(two, 'Fn', { role, tracing: undefined, asynchronous: true });
    expect(blocking(one)).toEqual([]);
  });

  test('one role for two functions blocks', () => {
    const stack = newStack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    newFunction(stack, 'A', { role });
    newFunction(stack, 'B', { role });
    expect(blocking(stack)).toEqual(['FUNCTION-01 Stack/A/Resource', 'FUNCTION-01 Stack/B/Resource']);
  });

  test('an imported role, changeable or not, does not break the synthesis', () => {
    const stack = newStack();
    const arn = `arn:aws:iam::${ENV.account}:role/theirs`;
    newFunction(stack, 'A', { role: Role.fromRoleArn(stack, 'Mutable', `${arn}1`) });
    newFunction(stack, 'B', { role: Role.fromRoleArn(stack, 'Fixed', `${arn}2`, { mutable: false }) });
    newFunction(stack, 'C', { role: Role.fromRoleArn(stack, 'Foreign', 'arn:aws:iam::222222222222:role/theirs') });
    expect(blocking(stack)).toEqual([]);
  });

  test('roles made in advance', () => {
    const stack = newStack();
    Role.customizeRoles(stack, {
      preventSynthesis: true,
      usePrecreatedRoles: { 'Stack/Fn/ServiceRole': 'made-by-others' },
    });
    newFunction(stack);
    templateOf(stack).resourceCountIs('AWS::IAM::Role', 0);
  });
});

describe('whose log group', () => {
  test('one that is passed in is written to', () => {
    const stack = newStack();
    const logGroup = new SecureLogGroup(stack, 'Mine');
    const fn = newFunction(stack, 'Fn', { logGroup });
    expect(blocking(stack)).toEqual([]);
    expect(fn.logGroup).toBe(logGroup);
    expect(
      deployed(stack).can({ as: logicalIdOf(fn), action: 'logs:PutLogEvents', on: logicalIdOf(logGroup), path: 's' }),
    ).toBe('allowed');
  });

  test('one from outside is written to, and blocks', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { logGroup: LogGroup.fromLogGroupName(stack, 'Theirs', '/theirs') });
    expect(blocking(stack)).toEqual(['FUNCTION-02 Stack/Fn/Resource']);
    expect(grantsOf(deployed(stack), logicalIdOf(fn))).toContain(`logs:PutLogEvents on ${LOGS}/theirs:*`);
  });

  test('Lambda’s own, with logRetention, is written to, and blocks', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { logRetention: RetentionDays.ONE_WEEK });
    expect(blocking(stack)).toContain('FUNCTION-02 Stack/Fn/Resource');
    expect(
      grantsOf(deployed(stack), logicalIdOf(fn)).filter((one) => one.startsWith('logs:PutLogEvents')),
    ).toHaveLength(1);
  });

  test('its own one can be used like any other', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    fn.logGroup.addMetricFilter('Filter', {
      filterPattern: { logPatternString: '{ $.level = "ERROR" }' },
      metricNamespace: 'Orders',
      metricName: 'Errors',
    });
    templateOf(stack).hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: { Ref: logicalIdOf(fn.node.findChild('Logs') as any) },
    });
  });
});

test('its waivers cover its log group too', () => {
  const stack = newStack();
  const reason = 'the console of the team shows these logs only';
  const fn = newFunction(stack, 'Fn', { waivers: [{ ruleId: 'LOGS-02', reason }] });
  const group = fn.node.findChild('Logs').node.defaultChild as CfnLogGroup;
  group.addPropertyDeletionOverride('KmsKeyId');
  expect(blocking(stack)).toEqual([]);
  group.addPropertyDeletionOverride('RetentionInDays');
  expect(blocking(stack)).toEqual(['LOGS-01 Stack/Fn/Logs/Resource']);
});
