import { EDGES, FOREIGN, IN_OWN, KMS, OWN, TOPIC, allow, arn, key, producer, queue, topic } from './edge-templates';
import { verdicts } from '../support/judging';

const judge = (...parts: Record<string, unknown>[]) => verdicts('EDGE-01', Object.assign({}, ...parts), {}, IN_OWN);

const ALARM = producer('AWS::CloudWatch::Alarm', { AlarmActions: [TOPIC] });
const ALLOWED = allow('cloudwatch.amazonaws.com', 'sns:Publish');

test.each<[string, Record<string, unknown>[], string[]]>([
  ['a key behind an alias', [ALARM, topic([ALLOWED], { Ref: 'Alias' }), key(), alias()], ['fail From']],
  ['a key behind the name of an alias', [ALARM, topic([ALLOWED], 'alias/mine'), key(), alias()], ['fail From']],
  [
    'a good key behind an alias',
    [ALARM, topic([ALLOWED], 'alias/mine'), key(allow('cloudwatch.amazonaws.com', KMS)), alias()],
    [],
  ],
  ["a topic's own default policy lets alarms in", [ALARM, topic(undefined, null)], []],
  ['but not Budgets', [EDGES.find(([name]) => name === 'budget')![1], topic(undefined, null)], ['fail From']],
  [
    'a queue without a policy lets nobody in',
    [EDGES.find(([name]) => name === 'rule target')![1], queue(undefined, null)],
    ['fail From'],
  ],
  [
    'a policy that only denies plain HTTP',
    [
      ALARM,
      topic(
        [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
        null,
      ),
    ],
    ['fail From'],
  ],
  [
    'an alarm that calls a function',
    [producer('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:aws:lambda:us-east-1:1:function:f'] })],
    [],
  ],
  [
    'an imported topic is not seen',
    [producer('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:aws:sns:us-east-1:1:t'] })],
    [],
  ],
  [
    'by its source ARN',
    [
      ALARM,
      topic(
        [
          allow('cloudwatch.amazonaws.com', 'sns:Publish', {
            ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:us-east-1:${OWN}:alarm:*` },
          }),
        ],
        null,
      ),
    ],
    [],
  ],
  [
    'by a reference to it',
    [
      ALARM,
      topic([allow('cloudwatch.amazonaws.com', 'sns:Publish', { ArnEquals: { 'aws:SourceArn': arn('From') } })], null),
    ],
    [],
  ],
  [
    'by a reference to another',
    [
      ALARM,
      { Other: { Type: 'AWS::CloudWatch::Alarm' } },
      topic([allow('cloudwatch.amazonaws.com', 'sns:Publish', { ArnEquals: { 'aws:SourceArn': arn('Other') } })], null),
    ],
    ['fail From'],
  ],
  [
    'by a name that CloudFormation makes',
    [
      ALARM,
      topic(
        [
          allow('cloudwatch.amazonaws.com', 'sns:Publish', {
            ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:us-east-1:${OWN}:alarm:prod-*` },
          }),
        ],
        null,
      ),
    ],
    ['unknown From'],
  ],
  [
    'EventBridge tells topics nothing of its source',
    [
      producer('AWS::Events::Rule', { Targets: [{ Id: '1', Arn: TOPIC }] }),
      topic([allow('events.amazonaws.com', 'sns:Publish')], null),
    ],
    ['fail From'],
  ],
  [
    'two policies of which one is silent',
    [
      ALARM,
      topic([ALLOWED], null),
      { Second: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [TOPIC], PolicyDocument: { Statement: [] } } } },
    ],
    ['fail From'],
  ],
])('%s', (_, parts, expected) => {
  expect(judge(...parts)).toEqual(expected);
});

function alias() {
  return { Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/mine', TargetKeyId: arn('Key') } } };
}

const LOGS = ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'];
const inContext = (value: unknown) => ({ ArnLike: { 'kms:EncryptionContext:aws:logs:arn': value } });
const group = (rest: object = {}) => ({
  Group: { Type: 'AWS::Logs::LogGroup', Properties: { KmsKeyId: arn('Key'), ...rest } },
});
const EVERY = `arn:aws:logs:us-east-1:${OWN}:log-group:*`;
const NAMED = { LogGroupName: '/app' };

test.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
  ['no key', { Group: { Type: 'AWS::Logs::LogGroup', Properties: {} } }, {}, []],
  ['every group of the account', group(), key(allow('logs.us-east-1.amazonaws.com', LOGS, inContext(EVERY))), []],
  [
    'the region by reference',
    group(),
    key(
      allow(
        { 'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com' },
        LOGS,
        inContext({ 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*' }),
      ),
    ),
    [],
  ],
  [
    'this group by name',
    group(NAMED),
    key(allow('logs.us-east-1.amazonaws.com', LOGS, inContext(`arn:aws:logs:us-east-1:${OWN}:log-group:/app`))),
    [],
  ],
  ['no statement', group(), key(), ['fail Group']],
  ['another region', group(), key(allow('logs.eu-west-1.amazonaws.com', LOGS, inContext(EVERY))), ['fail Group']],
  [
    'another group',
    group(NAMED),
    key(allow('logs.us-east-1.amazonaws.com', LOGS, inContext(`arn:aws:logs:us-east-1:${OWN}:log-group:/other`))),
    ['fail Group'],
  ],
  [
    'another account',
    group(),
    key(allow('logs.us-east-1.amazonaws.com', LOGS, inContext(`arn:aws:logs:us-east-1:${FOREIGN}:log-group:*`))),
    ['fail Group'],
  ],
  [
    'reading only',
    group(),
    key(allow('logs.us-east-1.amazonaws.com', ['kms:Decrypt*'], inContext(EVERY))),
    ['fail Group'],
  ],
  [
    'a source account, which CloudWatch Logs does not send',
    group(),
    key(allow('logs.us-east-1.amazonaws.com', LOGS)),
    ['fail Group'],
  ],
])('log group: %s', (_, groups, keys, expected) => {
  expect(judge(groups, keys)).toEqual(expected);
});
