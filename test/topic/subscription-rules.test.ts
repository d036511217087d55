import { verdicts } from '../support/judging';

const ENV = { account: '111111111111', region: 'us-east-1' };
const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const topic = (Properties: object = {}) => ({ Topic: { Type: 'AWS::SNS::Topic', Properties } });
const subscription = (Properties: object) => ({
  ...topic(),
  Sub: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, ...Properties } },
});
const inline = (...Subscription: unknown[]) => topic({ Subscription });
const URL = 'https://shop.example.com/placed';

test.each<[string, Record<string, unknown>, string[]]>([
  ['https', subscription({ Protocol: 'https', Endpoint: URL }), []],
  ['a queue', subscription({ Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:111111111111:q' }), []],
  ['no receiver', topic(), []],
  ['http', subscription({ Protocol: 'http', Endpoint: 'http://shop.example.com' }), ['fail Sub']],
  ['http to a parameter', subscription({ Protocol: 'http', Endpoint: { Ref: 'P' } }), ['fail Sub']],
  ['http in the endpoint alone', subscription({ Protocol: { Ref: 'P' }, Endpoint: 'HTTP://x.example' }), ['fail Sub']],
  [
    'If: one branch http',
    subscription({ Protocol: { 'Fn::If': ['C', 'https', 'http'] }, Endpoint: URL }),
    ['fail Sub'],
  ],
  ['protocol by parameter', subscription({ Protocol: { Ref: 'P' }, Endpoint: { Ref: 'P' } }), ['unknown Sub']],
  ['protocol by parameter, to https', subscription({ Protocol: { Ref: 'P' }, Endpoint: URL }), []],
  ['in the topic itself', inline({ Protocol: 'http', Endpoint: 'http://x.example' }), ['fail Topic']],
  [
    'the second in the topic itself',
    inline({ Protocol: 'https', Endpoint: URL }, { Protocol: 'http', Endpoint: 'x' }),
    ['fail Topic'],
  ],
  ['https in the topic itself', inline({ Protocol: 'https', Endpoint: URL }), []],
  ['a list by parameter', topic({ Subscription: { Ref: 'P' } }), ['unknown Topic']],
])('TOPIC-05 plain HTTP: %s', (_, resources, expected) => {
  expect(verdicts('TOPIC-05', resources, P)).toEqual(expected);
});

const to = (Endpoint: unknown, Protocol = 'sqs') => subscription({ Protocol, Endpoint });
const FOREIGN = 'arn:aws:sqs:us-east-1:222222222222:q';
const queue = { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } };

test.each<[string, Record<string, unknown>, string[]]>([
  ['a queue of this account', to('arn:aws:sqs:us-east-1:111111111111:q'), []],
  ['a queue of the template', { ...to({ 'Fn::GetAtt': ['Queue', 'Arn'] }), ...queue }, []],
  ['this account by Sub', to({ 'Fn::Sub': 'arn:aws:sqs:us-east-1:${AWS::AccountId}:q' }), []],
  ['another account', to(FOREIGN), ['fail Sub']],
  ['a function of another account', to('arn:aws:lambda:us-east-1:222222222222:function:f', 'lambda'), ['fail Sub']],
  ['another account, in the topic itself', inline({ Protocol: 'sqs', Endpoint: FOREIGN }), ['fail Topic']],
  ['an address', to('a@example.com', 'email'), []],
  ['a web address', to(URL, 'https'), []],
  ['a parameter', to({ Ref: 'P' }), []],
])('TOPIC-06 receivers: %s', (_, resources, expected) => {
  expect(verdicts('TOPIC-06', resources, P, ENV)).toEqual(expected);
});

test('TOPIC-06: an account that nobody can compare is not known', () => {
  expect(verdicts('TOPIC-06', to(FOREIGN))).toEqual(['unknown Sub']);
});

const KEPT = { RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:111111111111:failed' } };
test.each<[string, Record<string, unknown>, string[]]>([
  ['a queue', subscription({ Protocol: 'sqs', Endpoint: 'q' }), ['fail Sub']],
  ['a function', subscription({ Protocol: 'lambda', Endpoint: 'f' }), ['fail Sub']],
  ['the web', subscription({ Protocol: 'https', Endpoint: URL }), ['fail Sub']],
  ['a parameter', subscription({ Protocol: { Ref: 'P' }, Endpoint: 'x' }), ['fail Sub']],
  ['kept', subscription({ Protocol: 'https', Endpoint: URL, ...KEPT }), []],
  ['an empty text', subscription({ Protocol: 'https', Endpoint: URL, RedrivePolicy: '' }), ['fail Sub']],
  ['kept by parameter', subscription({ Protocol: 'https', Endpoint: URL, RedrivePolicy: { Ref: 'P' } }), []],
  ['e-mail', subscription({ Protocol: 'email', Endpoint: 'a@example.com' }), []],
  ['SMS', subscription({ Protocol: 'sms', Endpoint: '+4912345' }), []],
  ['in the topic itself, where there is no place for it', inline({ Protocol: 'sqs', Endpoint: 'q' }), ['fail Topic']],
  ['e-mail in the topic itself', inline({ Protocol: 'email', Endpoint: 'a@example.com' }), []],
])('TOPIC-07 failed deliveries: %s', (_, resources, expected) => {
  expect(verdicts('TOPIC-07', resources, P)).toEqual(expected);
});

const failing = (ofTopic: object, ofQueue: object, RedrivePolicy: unknown = undefined) => ({
  Topic: { Type: 'AWS::SNS::Topic', Properties: ofTopic },
  Queue: { Type: 'AWS::SQS::Queue', Properties: ofQueue },
  Sub: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'sqs',
      Endpoint: 'q',
      RedrivePolicy: RedrivePolicy ?? { deadLetterTargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
    },
  },
});
const AS_TEXT = { 'Fn::Sub': '{"deadLetterTargetArn":"${Queue.Arn}"}' };

test.each<[string, Record<string, unknown>, string[]]>([
  ['standard', failing({}, {}), []],
  ['FIFO', failing({ FifoTopic: true }, { FifoQueue: 'true' }), []],
  ['standard for FIFO', failing({ FifoTopic: true }, {}), ['fail Sub']],
  ['standard for FIFO, as text', failing({ FifoTopic: true }, {}, AS_TEXT), ['fail Sub']],
  ['FIFO for standard', failing({ FifoTopic: false }, { FifoQueue: true }), ['fail Sub']],
  ['topic by parameter', failing({ FifoTopic: { Ref: 'P' } }, {}), ['unknown Sub']],
  ['queue by parameter', failing({}, { FifoQueue: { Ref: 'P' } }), ['unknown Sub']],
  ['text that is no JSON', failing({ FifoTopic: true }, {}, '{'), []],
  ['a queue elsewhere', failing({ FifoTopic: true }, {}, { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:1:x' }), []],
  ['none', subscription({ Protocol: 'sqs', Endpoint: 'q' }), []],
])('TOPIC-08 order: %s', (_, resources, expected) => {
  expect(verdicts('TOPIC-08', resources, P)).toEqual(expected);
});
