import { CfnResource } from 'aws-cdk-lib';
import { CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { secured } from '../../lib/core/gate-state';
import { KeyRing } from '../../lib/key/key-ring';
import { blockingIds, judged, newStack, verdicts } from '../support/judging';

const topic = (Properties: object = {}) => ({ Topic: { Type: 'AWS::SNS::Topic', Properties } });
const TOPIC = { Ref: 'Topic' };
const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };

test.each<[string, object, string[]]>([
  ['nothing set', {}, ['fail Topic']],
  ['an empty key', { KmsMasterKeyId: '' }, ['fail Topic']],
  ["SNS' own key", { KmsMasterKeyId: 'alias/aws/sns' }, ['fail Topic']],
  [
    "SNS' own key by ARN",
    { KmsMasterKeyId: { 'Fn::Sub': 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/sns' } },
    ['fail Topic'],
  ],
  ['If: one branch without', { KmsMasterKeyId: { 'Fn::If': ['C', 'k', { Ref: 'AWS::NoValue' }] } }, ['fail Topic']],
  ['a key', { KmsMasterKeyId: 'alias/mine' }, []],
  ['a key from a parameter', { KmsMasterKeyId: { Ref: 'P' } }, []],
])('TOPIC-01 customer key: %s', (_, properties, expected) => {
  expect(verdicts('TOPIC-01', topic(properties), P)).toEqual(expected);
});

test('TOPIC-01 is an assurance: development does not give it', () => {
  const findings = judged(topic(), {}, { profile: 'development' });
  expect(findings.find(({ ruleId }) => ruleId === 'TOPIC-01')?.weight).toBe('relaxed');
});

const PLAIN = { Bool: { 'aws:SecureTransport': 'false' } };
const deny = (rest: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 'sns:Publish',
  Resource: TOPIC,
  Condition: PLAIN,
  ...rest,
});
const policy = (statement: unknown, rest: object = {}) => ({
  Policy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: { Topics: [TOPIC], PolicyDocument: { Statement: statement } },
    ...rest,
  },
});

test.each<[string, object, string[]]>([
  ['denied', policy([deny()]), []],
  [
    'in capitals, by attribute',
    policy(deny({ Action: 'SNS:Publish', Resource: { 'Fn::GetAtt': ['Topic', 'TopicArn'] } })),
    [],
  ],
  [
    'an inline policy',
    {
      Policy: {
        Type: 'AWS::SNS::TopicInlinePolicy',
        Properties: { TopicArn: TOPIC, PolicyDocument: { Statement: deny() } },
      },
    },
    [],
  ],
  ['no policy', {}, ['fail Topic']],
  ['no statement', policy([]), ['fail Topic']],
  ['allowed instead', policy(deny({ Effect: 'Allow' })), ['fail Topic']],
  ['for one account only', policy(deny({ Principal: { AWS: '111111111111' } })), ['fail Topic']],
  ['subscribing only', policy(deny({ Action: 'sns:Subscribe' })), ['fail Topic']],
  ['another resource', policy(deny({ Resource: 'arn:aws:sns:us-east-1:1:other' })), ['fail Topic']],
  ['TLS denied instead', policy(deny({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })), ['fail Topic']],
  [
    'one more condition',
    policy(deny({ Condition: { ...PLAIN, StringEquals: { 'aws:PrincipalAccount': '1' } } })),
    ['fail Topic'],
  ],
  ['a policy under a condition', policy(deny(), { Condition: 'C' }), ['fail Topic']],
  [
    'a policy that cannot be read',
    { Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [TOPIC], PolicyDocument: { Ref: 'P' } } } },
    ['unknown Topic'],
  ],
])('TOPIC-02 plain HTTP: %s', (_, rest, expected) => {
  expect(verdicts('TOPIC-02', { ...topic(), ...rest }, P)).toEqual(expected);
});

const alarm = (Properties: object, Type = 'AWS::CloudWatch::Alarm') => ({ Alarm: { Type, Properties } });
const subscription = {
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'a@b.c' },
  },
};

test.each<[string, object, string[]]>([
  ['an alarm', alarm({ AlarmActions: [TOPIC] }), ['fail Topic']],
  ['its end', alarm({ OKActions: ['x', TOPIC] }), ['fail Topic']],
  ['a list that is one value', alarm({ InsufficientDataActions: TOPIC }), ['fail Topic']],
  ['a composite alarm', alarm({ AlarmActions: [TOPIC] }, 'AWS::CloudWatch::CompositeAlarm'), ['fail Topic']],
  ['no alarm', {}, []],
  ['an alarm that goes elsewhere', alarm({ AlarmActions: ['arn:aws:sns:us-east-1:1:other'] }), []],
  ['an alarm and a subscription', { ...alarm({ AlarmActions: [TOPIC] }), ...subscription }, []],
])('TOPIC-03 receivers: %s', (_, rest, expected) => {
  expect(verdicts('TOPIC-03', { ...topic(), ...rest })).toEqual(expected);
});

test('TOPIC-03: a subscription in the topic itself counts', () => {
  const resources = {
    ...topic({ Subscription: [{ Protocol: 'email', Endpoint: 'a@b.c' }] }),
    ...alarm({ AlarmActions: [TOPIC] }),
  };
  expect(verdicts('TOPIC-03', resources)).toEqual([]);
});

test.each<[string, (home: Construct) => unknown, string[]]>([
  ['a plain L2', (home) => new Topic(home, 'T'), ['TOPIC-01', 'TOPIC-02']],
  ['as it should be', (home) => new Topic(home, 'T', { enforceSSL: true, masterKey: KeyRing.of(home).data() }), []],
  [
    'weakened by an override',
    (home) =>
      (
        new Topic(home, 'T', { enforceSSL: true, masterKey: KeyRing.of(home).data() }).node.defaultChild as CfnTopic
      ).addPropertyDeletionOverride('KmsMasterKeyId'),
    ['TOPIC-01'],
  ],
  ['untyped', (home) => new CfnResource(home, 'T', { type: 'AWS::SNS::Topic' }), ['TOPIC-01', 'TOPIC-02']],
])('constructs: %s', (_, build, expected) => {
  const stack = newStack();
  const home = new Construct(stack, 'Home');
  secured(home);
  build(home);
  expect(blockingIds(stack)).toEqual(expected);
});
