import { verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const NONE = { Ref: 'AWS::NoValue' };
const OWN = { account: '111111111111', region: 'us-east-1' };
const QUEUE = 'arn:aws:sqs:us-east-1:111111111111:failed';
const FN = 'arn:aws:lambda:us-east-1:111111111111:function:orders';

const rule = (Targets?: unknown) => ({
  Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['orders'] }, Targets } },
});
const target = (rest: object = {}) => ({ Id: 'T', Arn: FN, ...rest });
const DLQ = { DeadLetterConfig: { Arn: QUEUE } };

test.each<[string, unknown, string[]]>([
  ['no targets', undefined, []],
  ['a queue', [target(DLQ)], []],
  ['a queue from a parameter', [target({ DeadLetterConfig: { Arn: { Ref: 'P' } } })], []],
  ['nothing', [target()], ['fail Rule']],
  ['one of two', [target(DLQ), target()], ['fail Rule']],
  ['an empty configuration', [target({ DeadLetterConfig: {} })], ['fail Rule']],
  ['an empty ARN', [target({ DeadLetterConfig: { Arn: '' } })], ['fail Rule']],
  ['in one branch', [target({ DeadLetterConfig: { 'Fn::If': ['C', { Arn: QUEUE }, NONE] } })], ['fail Rule']],
  ['targets that cannot be read', { Ref: 'P' }, ['unknown Rule']],
  ['a target that cannot be read', [{ Ref: 'P' }], ['unknown Rule']],
])('BUS-01 dead letters: %s', (_, targets, expected) => {
  expect(verdicts('BUS-01', rule(targets), P)).toEqual(expected);
});

const RETRIES: [string, object | undefined, string | undefined][] = [
  ['age', { MaximumEventAgeInSeconds: 3600 }, undefined],
  ['attempts', { MaximumRetryAttempts: 4 }, undefined],
  ['none at all', { MaximumRetryAttempts: 0 }, undefined],
  ['as text', { MaximumRetryAttempts: '4' }, undefined],
  ['nothing', undefined, 'fail'],
  ['empty', {}, 'fail'],
  ["AWS's own, written out", { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 }, 'fail'],
  ['parameter', { MaximumRetryAttempts: { Ref: 'P' } }, 'unknown'],
];
test.each(RETRIES)('BUS-02 retries: %s', (_, RetryPolicy, verdict) => {
  expect(verdicts('BUS-02', rule([target({ RetryPolicy })]), P)).toEqual(verdict ? [`${verdict} Rule`] : []);
});
test.each(RETRIES)('BUS-12 retries: %s', (_, RetryPolicy, verdict) => {
  expect(verdicts('BUS-12', schedule({ RetryPolicy }), P)).toEqual(verdict ? [`${verdict} Schedule`] : []);
});
test('BUS-02 a target that cannot be read', () => {
  expect(verdicts('BUS-02', rule([{ Ref: 'P' }]), P)).toEqual(['unknown Rule']);
});

test.each<[string, unknown, string[]]>([
  ['own account', FN, []],
  ['own account by pseudo parameter', { 'Fn::Sub': 'arn:aws:events:us-east-1:${AWS::AccountId}:event-bus/x' }, []],
  ['a resource of the template', { 'Fn::GetAtt': ['Queue', 'Arn'] }, []],
  ['an ARN without an account', 'arn:aws:s3:::bucket', []],
  ['another account', 'arn:aws:events:us-east-1:222222222222:event-bus/default', ['fail Rule']],
  ['another account, joined', { 'Fn::Join': [':', ['arn:aws:sqs:us-east-1', '222222222222', 'q']] }, ['fail Rule']],
  ['parameter', { Ref: 'P' }, ['unknown Rule']],
  ['account from a parameter', { 'Fn::Sub': 'arn:aws:events:us-east-1:${P}:event-bus/x' }, ['unknown Rule']],
])('BUS-03 account of targets: %s', (_, Arn, expected) => {
  const resources = { ...rule([target({ Arn })]), Queue: { Type: 'AWS::SQS::Queue' } };
  expect(verdicts('BUS-03', resources, P, OWN)).toEqual(expected);
});
test('BUS-03 an account is foreign or not only where the own one is known', () => {
  expect(verdicts('BUS-03', rule([target()]), {})).toEqual(['unknown Rule']);
});

const bus = (Properties: object = {}) => ({
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'x', ...Properties } },
});
const tagged = (Value: unknown, rest: object = {}) => bus({ Tags: [{ Key: 'data-class', Value }], ...rest });

test.each<[string, Record<string, unknown>, string[]]>([
  ['no class stated', bus(), []],
  ['internal', tagged('internal'), []],
  ['personal with a key', tagged('personal', { KmsKeyIdentifier: { Ref: 'P' } }), []],
  ['personal', tagged('personal'), ['fail Bus']],
  ['secret', tagged('secret'), ['fail Bus']],
  ["a key of AWS's", tagged('personal', { KmsKeyIdentifier: 'alias/aws/events' }), ['fail Bus']],
  ['a class from a parameter', tagged({ Ref: 'P' }), ['unknown Bus']],
])('BUS-04 key for the class: %s', (_, resources, expected) => {
  expect(verdicts('BUS-04', resources, P)).toEqual(expected);
});

const archive = (rest: object = {}) => ({
  Archive: { Type: 'AWS::Events::Archive', Properties: { SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] }, ...rest } },
});
test.each<[string, Record<string, unknown>, string[]]>([
  ['both', { ...bus({ KmsKeyIdentifier: 'k' }), ...archive({ KmsKeyIdentifier: 'k' }) }, []],
  ['neither', { ...bus(), ...archive() }, []],
  ['a bus that is not here', archive({ SourceArn: 'arn:aws:events:us-east-1:111111111111:event-bus/default' }), []],
  ['the bus alone', { ...bus({ KmsKeyIdentifier: 'k' }), ...archive() }, ['fail Archive']],
  [
    'the bus alone, by name',
    {
      ...bus({ KmsKeyIdentifier: 'k' }),
      ...archive({ SourceArn: 'arn:aws:events:us-east-1:111111111111:event-bus/x' }),
    },
    ['fail Archive'],
  ],
])('BUS-05 key of archives: %s', (_, resources, expected) => {
  expect(verdicts('BUS-05', resources, P)).toEqual(expected);
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['no key', {}, []],
  ['a key and a queue', { KmsKeyIdentifier: 'k', DeadLetterConfig: { Arn: QUEUE } }, []],
  ['a queue from a parameter', { KmsKeyIdentifier: 'k', DeadLetterConfig: { Arn: { Ref: 'P' } } }, []],
  ['a key alone', { KmsKeyIdentifier: 'k' }, ['fail Bus']],
  ['a key from a parameter alone', { KmsKeyIdentifier: { Ref: 'P' } }, ['fail Bus']],
  ['a key and an empty configuration', { KmsKeyIdentifier: 'k', DeadLetterConfig: {} }, ['fail Bus']],
])('BUS-06 dead letters of a bus: %s', (_, properties, expected) => {
  expect(verdicts('BUS-06', bus(properties), P)).toEqual(expected);
});

const pipe = (Properties: object = {}) => ({ Pipe: { Type: 'AWS::Pipes::Pipe', Properties } });

test.each<[string, Record<string, unknown>, string[]]>([
  ['a bus, errors', bus({ LogConfig: { Level: 'ERROR' } }), []],
  ['a bus, everything', bus({ LogConfig: { Level: 'TRACE' } }), []],
  ['a bus, nothing said', bus(), ['fail Bus']],
  ['a bus, off', bus({ LogConfig: { Level: 'OFF' } }), ['fail Bus']],
  ['a bus, parameter', bus({ LogConfig: { Level: { Ref: 'P' } } }), ['unknown Bus']],
  ['a pipe, errors', pipe({ LogConfiguration: { Level: 'ERROR' } }), []],
  ['a pipe, off', pipe({ LogConfiguration: { Level: 'OFF' } }), ['fail Pipe']],
  ['a pipe, nothing said', pipe(), ['fail Pipe']],
])('BUS-07 logs: %s', (_, resources, expected) => {
  expect(verdicts('BUS-07', resources, P)).toEqual(expected);
});

const logsTo = (LogGroupArn: unknown) =>
  pipe({
    LogConfiguration: { Level: 'INFO', IncludeExecutionData: ['ALL'], CloudwatchLogsLogDestination: { LogGroupArn } },
  });
const group = (Properties: object) => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties } });
const GROUP = { 'Fn::GetAtt': ['Group', 'Arn'] };
test.each<[string, Record<string, unknown>, string[]]>([
  ['a bus, nothing said', bus(), []],
  ['a bus, none', bus({ LogConfig: { IncludeDetail: 'NONE' } }), []],
  ['a bus with a key', bus({ KmsKeyIdentifier: 'k', LogConfig: { IncludeDetail: 'FULL' } }), []],
  ['a bus', bus({ LogConfig: { IncludeDetail: 'FULL' } }), ['fail Bus']],
  ['a bus, parameter', bus({ LogConfig: { IncludeDetail: { Ref: 'P' } } }), ['unknown Bus']],
  ['a pipe, nothing said', pipe({ LogConfiguration: { Level: 'INFO' } }), []],
  ['a pipe to a group with a key', { ...logsTo(GROUP), ...group({ KmsKeyId: 'k' }) }, []],
  ['a pipe to a group without', { ...logsTo(GROUP), ...group({}) }, ['fail Pipe']],
  [
    'a pipe to a bucket',
    pipe({ LogConfiguration: { IncludeExecutionData: ['ALL'], S3LogDestination: {} } }),
    ['fail Pipe'],
  ],
  ['a pipe to a group that is not here', logsTo({ Ref: 'P' }), ['unknown Pipe']],
])('BUS-08 payloads in logs: %s', (_, resources, expected) => {
  expect(verdicts('BUS-08', resources, P)).toEqual(expected);
});

const schedule = (Target: object = {}) => ({
  Schedule: { Type: 'AWS::Scheduler::Schedule', Properties: { Target: { Arn: FN, ...Target } } },
});
test.each<[string, Record<string, unknown>, string[]]>([
  ['a queue', DLQ, []],
  ['a queue from a parameter', { DeadLetterConfig: { Arn: { Ref: 'P' } } }, []],
  ['nothing', {}, ['fail Schedule']],
  ['empty', { DeadLetterConfig: {} }, ['fail Schedule']],
  ['in one branch', { DeadLetterConfig: { 'Fn::If': ['C', { Arn: QUEUE }, NONE] } }, ['fail Schedule']],
])('BUS-09 dead letters of a schedule: %s', (_, properties, expected) => {
  expect(verdicts('BUS-09', schedule(properties), P)).toEqual(expected);
});

const role = (statement: object) => ({
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'scheduler.amazonaws.com' },
            ...statement,
          },
        ],
      },
    },
  },
});
const byRole = schedule({ RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } });
const pipeByRole = pipe({ RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } });
const PIPES = { Principal: { Service: 'pipes.amazonaws.com' } };
test.each<[string, Record<string, unknown>, string[]]>([
  [
    'the account',
    { ...byRole, ...role({ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }) },
    [],
  ],
  [
    'the ARN',
    { ...byRole, ...role({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:scheduler:*:111111111111:*' } } }) },
    [],
  ],
  ['another service', { ...byRole, ...role({ Principal: { Service: 'lambda.amazonaws.com' } }) }, []],
  ['a role that is not here', schedule({ RoleArn: { Ref: 'P' } }), []],
  ['nothing', { ...byRole, ...role({}) }, ['fail Schedule']],
  [
    'every account',
    { ...byRole, ...role({ Condition: { StringLike: { 'aws:SourceAccount': '*' } } }) },
    ['fail Schedule'],
  ],
  [
    'IfExists',
    { ...byRole, ...role({ Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '1' } } }) },
    ['fail Schedule'],
  ],
  [
    'a policy that cannot be read',
    { ...byRole, Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Ref: 'P' } } } },
    ['unknown Schedule'],
  ],
  [
    'a pipe, the account',
    { ...pipeByRole, ...role({ ...PIPES, Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }) },
    [],
  ],
  ['a pipe, nothing', { ...pipeByRole, ...role(PIPES) }, ['fail Pipe']],
])('BUS-10 trust: %s', (_, resources, expected) => {
  expect(verdicts('BUS-10', resources, P)).toEqual(expected);
});

const stream = (name: string, rest: object) =>
  pipe({ SourceParameters: { [name]: { StartingPosition: 'LATEST', ...rest } } });
test.each(['KinesisStreamParameters', 'DynamoDBStreamParameters'])('BUS-11 %s', (name) => {
  const says = (rest: object) => verdicts('BUS-11', stream(name, rest), P);
  expect(says({ MaximumRetryAttempts: 3, ...DLQ })).toEqual([]);
  expect(says({ MaximumRecordAgeInSeconds: 3600, ...DLQ })).toEqual([]);
  expect(says({ MaximumRetryAttempts: 0, DeadLetterConfig: { Arn: { Ref: 'P' } } })).toEqual([]);
  expect(says({ ...DLQ })).toEqual(['fail Pipe']);
  expect(says({ MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1, ...DLQ })).toEqual(['fail Pipe']);
  expect(says({ MaximumRetryAttempts: 3 })).toEqual(['fail Pipe']);
  expect(says({ MaximumRetryAttempts: 3, DeadLetterConfig: {} })).toEqual(['fail Pipe']);
  expect(verdicts('BUS-11', pipe({ SourceParameters: { [name]: { Ref: 'P' } } }), P)).toEqual(['unknown Pipe']);
});
test.each<[string, object, string[]]>([
  ['nothing stated', {}, []],
  ['internal', { Tags: { 'data-class': 'internal' } }, []],
  ['tags from a parameter', { Tags: { Ref: 'P' } }, []],
  ['a key', { KmsKeyIdentifier: 'k', Tags: { 'data-class': 'personal' } }, []],
  ['a key from a parameter', { KmsKeyIdentifier: { Ref: 'P' }, Tags: { 'data-class': 'secret' } }, []],
  ['no key for people', { Tags: { 'data-class': 'personal' } }, ['fail Pipe']],
  ['an empty key, which is the one of AWS', { KmsKeyIdentifier: '', Tags: { 'data-class': 'secret' } }, ['fail Pipe']],
])('BUS-13 key of a pipe: %s', (_, properties, expected) => {
  expect(verdicts('BUS-13', pipe(properties), P)).toEqual(expected);
});

test('BUS-11 a pipe from a queue', () => {
  expect(verdicts('BUS-11', pipe({ SourceParameters: { SqsQueueParameters: { BatchSize: 1 } } }))).toEqual([]);
});
