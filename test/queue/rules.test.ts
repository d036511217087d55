import { CfnResource, Duration } from 'aws-cdk-lib';
import { CfnQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Assembly } from '../../lib/core/assembly';
import { secured } from '../../lib/core/gate-state';
import { judge } from '../../lib/core/judge';
import { blockingIds, newStack, ruleOf, verdicts } from '../support/judging';

const queue = (Properties: object = {}) => ({ Queue: { Type: 'AWS::SQS::Queue', Properties } });
const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };

test.each<[string, object, string[]]>([
  ["nothing set: SQS' own encryption is the default", {}, []],
  ['on', { SqsManagedSseEnabled: true }, []],
  ['on, as text', { SqsManagedSseEnabled: 'true' }, []],
  ['a key', { KmsMasterKeyId: 'alias/aws/sqs' }, []],
  ['a key from a parameter', { KmsMasterKeyId: { Ref: 'P' } }, []],
  ['off beside a key', { KmsMasterKeyId: 'alias/x', SqsManagedSseEnabled: false }, []],
  ['off', { SqsManagedSseEnabled: false }, ['fail Queue']],
  ['off, as text', { SqsManagedSseEnabled: 'false' }, ['fail Queue']],
  ['off with an empty key', { KmsMasterKeyId: '', SqsManagedSseEnabled: false }, ['fail Queue']],
  ['something else', { SqsManagedSseEnabled: {} }, ['fail Queue']],
  ['parameter', { SqsManagedSseEnabled: { Ref: 'P' } }, ['unknown Queue']],
  ['If: one branch off', { SqsManagedSseEnabled: { 'Fn::If': ['C', true, false] } }, ['fail Queue']],
  [
    'If: one branch without the key',
    { KmsMasterKeyId: { 'Fn::If': ['C', 'k', { Ref: 'AWS::NoValue' }] }, SqsManagedSseEnabled: false },
    ['fail Queue'],
  ],
])('QUEUE-01 encryption: %s', (_, properties, expected) => {
  expect(verdicts('QUEUE-01', queue(properties), P)).toEqual(expected);
});

const PLAIN = { Bool: { 'aws:SecureTransport': 'false' } };
const ARN = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const deny = (rest: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 'sqs:*',
  Resource: ARN,
  Condition: PLAIN,
  ...rest,
});
const policy = (statement: unknown, rest: object = {}) => ({
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: statement } },
    ...rest,
  },
});

test.each<[string, object, string[]]>([
  ['denied', policy([deny()]), []],
  ['a statement alone', policy(deny()), []],
  ['everybody as AWS', policy(deny({ Principal: { AWS: '*' } })), []],
  ['every resource', policy(deny({ Resource: '*' })), []],
  ['every action', policy(deny({ Action: '*' })), []],
  ['false as a boolean', policy(deny({ Condition: { Bool: { 'aws:securetransport': false } } })), []],
  ['IfExists', policy(deny({ Condition: { BoolIfExists: { 'aws:SecureTransport': ['false'] } } })), []],
  [
    'in two statements',
    policy([
      deny({ Action: ['sqs:Send*', 'sqs:Receive*', 'sqs:Get*', 'sqs:Set*'] }),
      deny({ Action: ['sqs:Delete*', 'sqs:Change*', 'sqs:Purge*'] }),
    ]),
    [],
  ],
  [
    'an inline policy',
    {
      Policy: {
        Type: 'AWS::SQS::QueueInlinePolicy',
        Properties: { Queue: { Ref: 'Queue' }, PolicyDocument: { Statement: deny() } },
      },
    },
    [],
  ],
  ['no policy', {}, ['fail Queue']],
  ['an empty policy', policy([]), ['fail Queue']],
  [
    "another queue's policy",
    {
      Other: { Type: 'AWS::SQS::Queue' },
      ...policy(deny(), { Properties: { Queues: [{ Ref: 'Other' }], PolicyDocument: { Statement: deny() } } }),
    },
    ['fail Other', 'fail Queue'],
  ],
  ['allowed instead', policy(deny({ Effect: 'Allow' })), ['fail Queue']],
  ['for one account only', policy(deny({ Principal: { AWS: '111111111111' } })), ['fail Queue']],
  ['sending only', policy(deny({ Action: 'sqs:SendMessage' })), ['fail Queue']],
  ['all but receiving', policy(deny({ Action: undefined, NotAction: 'sqs:ReceiveMessage' })), ['fail Queue']],
  ['another resource', policy(deny({ Resource: 'arn:aws:sqs:us-east-1:1:other' })), ['fail Queue']],
  ['the queue URL for its ARN', policy(deny({ Resource: { Ref: 'Queue' } })), ['fail Queue']],
  ['TLS denied instead', policy(deny({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })), ['fail Queue']],
  ['no condition', policy(deny({ Condition: {} })), ['fail Queue']],
  [
    'one more condition',
    policy(deny({ Condition: { ...PLAIN, StringEquals: { 'aws:PrincipalAccount': '1' } } })),
    ['fail Queue'],
  ],
  ['another operator', policy(deny({ Condition: { Null: { 'aws:SecureTransport': 'false' } } })), ['fail Queue']],
  ['a policy under a condition', policy(deny(), { Condition: 'C' }), ['fail Queue']],
  [
    'a second policy without it',
    {
      ...policy(deny()),
      Second: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: [] } },
      },
    },
    ['fail Queue'],
  ],
  [
    'a policy that cannot be read',
    policy(undefined, { Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { 'Fn::Transform': {} } } }),
    ['unknown Queue'],
  ],
])('QUEUE-02 plain HTTP: %s', (_, rest, expected) => {
  expect(verdicts('QUEUE-02', { ...queue(), ...rest }, P)).toEqual(expected);
});

const from = (Type: string, Properties: object) => ({ From: { Type, Properties } });
const REDRIVE = { RedrivePolicy: { deadLetterTargetArn: ARN, maxReceiveCount: 3 } };
const DLQ = from('AWS::SQS::Queue', { MessageRetentionPeriod: 1_209_600, ...REDRIVE });

test.each<[string, object]>([
  ['of a queue', DLQ],
  [
    'of a queue, as text',
    from('AWS::SQS::Queue', {
      MessageRetentionPeriod: 1_209_600,
      RedrivePolicy: { 'Fn::Sub': '{"deadLetterTargetArn":"${Queue.Arn}"}' },
    }),
  ],
  ['of a subscription', from('AWS::SNS::Subscription', { Protocol: 'https', ...REDRIVE })],
  ['of a function', from('AWS::Lambda::Function', { DeadLetterConfig: { TargetArn: ARN } })],
  [
    'of asynchronous invocations',
    from('AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnFailure: { Destination: ARN } } }),
  ],
  [
    'of a stream mapping',
    from('AWS::Lambda::EventSourceMapping', { DestinationConfig: { OnFailure: { Destination: ARN } } }),
  ],
  ['of a rule', from('AWS::Events::Rule', { Targets: [{ Arn: 'x' }, { Arn: 'y', DeadLetterConfig: { Arn: ARN } }] })],
  ['of a bus', from('AWS::Events::EventBus', { DeadLetterConfig: { Arn: ARN } })],
  ['of a schedule', from('AWS::Scheduler::Schedule', { Target: { DeadLetterConfig: { Arn: ARN } } })],
  [
    'of a pipe',
    from('AWS::Pipes::Pipe', { SourceParameters: { DynamoDBStreamParameters: { DeadLetterConfig: { Arn: ARN } } } }),
  ],
])('QUEUE-03 retention of the failures %s', (_, producer) => {
  expect(verdicts('QUEUE-03', { ...queue(), ...producer })).toEqual(['fail Queue']);
  expect(verdicts('QUEUE-03', { ...queue({ MessageRetentionPeriod: 1_209_600 }), ...producer })).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['four days', { MessageRetentionPeriod: 345_600 }, ['fail Queue']],
  ['six days, as text', { MessageRetentionPeriod: '518400' }, ['fail Queue']],
  ['no number', { MessageRetentionPeriod: 'long' }, ['fail Queue']],
  ['parameter', { MessageRetentionPeriod: { Ref: 'P' } }, ['unknown Queue']],
  ['a week', { MessageRetentionPeriod: 604_800 }, []],
  ['two weeks, as text', { MessageRetentionPeriod: '1209600' }, []],
])('QUEUE-03 retention: %s', (_, properties, expected) => {
  expect(verdicts('QUEUE-03', { ...queue(properties), ...DLQ }, P)).toEqual(expected);
});

test.each<[string, object]>([
  ['a queue that takes no failures', {}],
  [
    'a producer that does not exist',
    { From: { Type: 'AWS::Events::EventBus', Condition: 'Never', Properties: { DeadLetterConfig: { Arn: ARN } } } },
  ],
  [
    'dead letters that go elsewhere',
    from('AWS::Events::EventBus', { DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:1:other' } }),
  ],
])('QUEUE-03: %s may forget sooner', (_, rest) => {
  const never = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } };
  expect(verdicts('QUEUE-03', { ...queue(), ...rest }, never)).toEqual([]);
});

test('QUEUE-03: the queue is named by its ARN, by an import, or by a parameter of a nested stack', () => {
  const named = { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failed' } } };
  const bus = (Arn: unknown) => from('AWS::Events::EventBus', { DeadLetterConfig: { Arn } });
  expect(verdicts('QUEUE-03', { ...named, ...bus('arn:aws:sqs:us-east-1:111111111111:failed') })).toEqual([
    'fail Queue',
  ]);

  const here = {
    file: 'a',
    stack: 'A',
    body: { Resources: queue(), Outputs: { O: { Value: ARN, Export: { Name: 'failed' } } } },
  };
  const there = { file: 'b', stack: 'B', body: { Resources: bus({ 'Fn::ImportValue': 'failed' }) } };
  const nest = {
    Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Failed: ARN } } },
  };
  const outer = { file: 'c', stack: 'C', body: { Resources: { ...queue(), ...nest } } };
  const inner = {
    file: 'd',
    stack: 'C/Nested',
    nestedIn: { stack: 'C', logicalId: 'Nested' },
    body: { Parameters: { Failed: { Type: 'String' } }, Resources: bus({ Ref: 'Failed' }) },
  };
  for (const sources of [
    [here, there],
    [outer, inner],
  ]) {
    const { findings } = judge(new Assembly(sources), [ruleOf('QUEUE-03')]);
    expect(findings.map(({ logicalId }) => logicalId)).toEqual(['Queue']);
  }
});

test("QUEUE-03: the conditions of other queues' producers are not tried", () => {
  const ids = Array.from({ length: 10 }, (_, index) => `C${index}`);
  const conditions = Object.fromEntries(ids.map((id) => [id, { 'Fn::Equals': [{ Ref: `P${id}` }, 'x'] }]));
  const others = Object.fromEntries(
    ids.map((id) => [
      id,
      { Type: 'AWS::Events::EventBus', Condition: id, Properties: { DeadLetterConfig: { Arn: 'arn:other' } } },
    ]),
  );
  expect(verdicts('QUEUE-03', { ...queue(), ...others }, { Conditions: conditions })).toEqual([]);
});

test.each<[string, (home: Construct) => unknown, string[]]>([
  ['a plain L2', (home) => new Queue(home, 'Q'), ['QUEUE-02']],
  ['with TLS only', (home) => new Queue(home, 'Q', { enforceSSL: true }), []],
  [
    'weakened by a prop',
    (home) => new Queue(home, 'Q', { enforceSSL: true, encryption: QueueEncryption.UNENCRYPTED }),
    ['QUEUE-01'],
  ],
  [
    'weakened by an override',
    (home) =>
      (new Queue(home, 'Q', { enforceSSL: true }).node.defaultChild as CfnQueue).addPropertyOverride(
        'SqsManagedSseEnabled',
        false,
      ),
    ['QUEUE-01'],
  ],
  [
    'untyped',
    (home) => new CfnResource(home, 'Q', { type: 'AWS::SQS::Queue', properties: { SqsManagedSseEnabled: false } }),
    ['QUEUE-01', 'QUEUE-02'],
  ],
  [
    'a short dead-letter queue',
    (home) =>
      new Queue(home, 'Q', {
        enforceSSL: true,
        deadLetterQueue: {
          maxReceiveCount: 3,
          queue: new Queue(home, 'D', { enforceSSL: true, retentionPeriod: Duration.days(1) }),
        },
      }),
    ['QUEUE-03'],
  ],
])('constructs: %s', (_, build, expected) => {
  const stack = newStack();
  const home = new Construct(stack, 'Home');
  secured(home);
  build(home);
  expect(blockingIds(stack)).toEqual(expected);
});

const tagged = (dataClass: unknown) => ({ Tags: [{ Key: 'data-class', Value: dataClass }] });

test.each<[string, object, string[]]>([
  ['no class stated', {}, []],
  ['internal, without a key', tagged('internal'), []],
  ['personal, with a key', { ...tagged('personal'), KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }, []],
  ['personal, with a key from a parameter', { ...tagged('personal'), KmsMasterKeyId: { Ref: 'P' } }, []],
  ['personal, without a key', tagged('personal'), ['fail Queue']],
  ['personal, with the key of SQS', { ...tagged('personal'), KmsMasterKeyId: 'alias/aws/sqs' }, ['fail Queue']],
  ['secret, without a key', tagged('secret'), ['fail Queue']],
  ['a class that nobody knows', tagged('x'), ['fail Queue']],
  ['a class from a parameter', tagged({ Ref: 'P' }), ['unknown Queue']],
  [
    'If: one branch without the key',
    { ...tagged('personal'), KmsMasterKeyId: { 'Fn::If': ['C', 'k', { Ref: 'AWS::NoValue' }] } },
    ['fail Queue'],
  ],
])('QUEUE-05 key and data class: %s', (_, properties, expected) => {
  expect(verdicts('QUEUE-05', queue(properties), P)).toEqual(expected);
});
