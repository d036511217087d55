import { Duration } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { blocking, newStack, verdicts } from '../support/judging';

const resources = (visibility: unknown, timeout: unknown, extra: object = {}) => ({
  Q: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: visibility } },
  F: { Type: 'AWS::Lambda::Function', Properties: { Timeout: timeout } },
  Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'F' } } },
  M: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: { 'Fn::GetAtt': ['Q', 'Arn'] }, FunctionName: { Ref: 'F' }, ...extra },
  },
});
const P = { Parameters: { P: { Type: 'Number' }, D: { Type: 'Number', Default: 5 }, C: { Type: 'String' } } };
const Conditions = { C: { 'Fn::Equals': [{ Ref: 'C' }, 'a'] } };

test.each<[string, Record<string, unknown>, string[]]>([
  ['fails: shorter', resources(30, 31), ['fail M']],
  ['fails: the default of the queue', resources(undefined, 31), ['fail M']],
  ['fails: the default of the function', resources(2, undefined), ['fail M']],
  ['fails: as text', resources('30', '31'), ['fail M']],
  ['fails: through an alias', resources(30, 31, { FunctionName: { Ref: 'Live' } }), ['fail M']],
  ['fails: one branch', resources(30, { 'Fn::If': ['C', 6, 60] }), ['fail M']],
  ['fails: not a number', resources('soon', 6), ['fail M']],
  ['fails: the default of a parameter', resources({ Ref: 'D' }, 6), ['fail M']],
  ['unknown: a parameter', resources({ Ref: 'P' }, 6), ['unknown M']],
  ['unknown: the other parameter', resources(30, { Ref: 'P' }), ['unknown M']],
  ['passes: equal', resources(30, 30), []],
  ['passes: both defaults', resources(undefined, undefined), []],
  ['passes: a queue elsewhere', resources(1, 60, { EventSourceArn: 'arn:aws:sqs:us-east-1:111111111111:q' }), []],
  ['passes: a function elsewhere', resources(1, 60, { FunctionName: 'elsewhere' }), []],
  ['passes: another kind of source', resources(1, 60, { EventSourceArn: { Ref: 'Stream' } }), []],
])('PREFLIGHT-10 %s', (_, all, expected) => {
  expect(verdicts('PREFLIGHT-10', all, { ...P, Conditions })).toEqual(expected);
});

test('what CDK lets through', () => {
  const stack = newStack();
  const consume = (id: string, visibilityTimeout?: Duration) =>
    new Function(stack, `${id}Fn`, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = 1'),
      timeout: Duration.seconds(60),
    }).addEventSource(new SqsEventSource(new Queue(stack, id, { visibilityTimeout })));
  consume('Short');
  consume('Long', Duration.minutes(6));
  expect(blocking(stack).filter((one) => one.startsWith('PREFLIGHT'))).toEqual([
    expect.stringMatching(/^PREFLIGHT-10 Stack\/ShortFn\/SqsEventSource/),
  ]);
});
