import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { SecureFunction, SecureQueue } from '../../lib';
import { blocking, judged, newStack, verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const ARN = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const FAILED = { 'Fn::GetAtt': ['Failed', 'Arn'] };
const queue = (Properties: object = {}, name = 'Queue') => ({ [name]: { Type: 'AWS::SQS::Queue', Properties } });
const redrive = (rest: object = {}) => ({
  RedrivePolicy: { deadLetterTargetArn: FAILED, maxReceiveCount: 3, ...rest },
});
const consumer = (EventSourceArn: unknown = ARN, rest: object = {}) => ({
  Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'f', EventSourceArn }, ...rest },
});

test.each<[string, object, object, string[]]>([
  ['nothing set, and nobody works on it', {}, {}, []],
  ['nothing set', {}, consumer(), ['fail Queue']],
  [
    'nothing set, before a pipe',
    {},
    { Pipe: { Type: 'AWS::Pipes::Pipe', Properties: { Source: ARN, Target: 't', RoleArn: 'r' } } },
    ['fail Queue'],
  ],
  ['nothing set, by name', { QueueName: 'jobs' }, consumer('arn:aws:sqs:us-east-1:111111111111:jobs'), ['fail Queue']],
  ['another queue is worked on', {}, consumer('arn:aws:sqs:us-east-1:111111111111:other'), []],
  ['worked on under a condition', {}, consumer(ARN, { Condition: 'C' }), ['fail Queue']],
  ['after 3', redrive(), consumer(), []],
  ['after 1', redrive({ maxReceiveCount: 1 }), consumer(), []],
  ['after 10, as text', redrive({ maxReceiveCount: '10' }), consumer(), []],
  ['after as many as SQS takes by default', redrive({ maxReceiveCount: undefined }), consumer(), []],
  ['after 11', redrive({ maxReceiveCount: 11 }), consumer(), ['fail Queue']],
  ['after 1000', redrive({ maxReceiveCount: 1000 }), consumer(), ['fail Queue']],
  ['after none', redrive({ maxReceiveCount: 0 }), consumer(), ['fail Queue']],
  ['after something else', redrive({ maxReceiveCount: {} }), consumer(), ['fail Queue']],
  ['no target', redrive({ deadLetterTargetArn: '' }), consumer(), ['fail Queue']],
  ['an empty policy', { RedrivePolicy: {} }, consumer(), ['fail Queue']],
  ['as JSON text', { RedrivePolicy: '{"deadLetterTargetArn":"arn:x","maxReceiveCount":3}' }, consumer(), []],
  [
    'as JSON text by Sub',
    { RedrivePolicy: { 'Fn::Sub': '{"deadLetterTargetArn":"${Failed.Arn}","maxReceiveCount":50}' } },
    consumer(),
    ['fail Queue'],
  ],
  ['text that is no JSON', { RedrivePolicy: 'dlq' }, consumer(), ['unknown Queue']],
  ['count from a parameter', redrive({ maxReceiveCount: { Ref: 'P' } }), consumer(), ['unknown Queue']],
  ['policy from a parameter', { RedrivePolicy: { Ref: 'P' } }, consumer(), ['unknown Queue']],
  ['target from a parameter', redrive({ deadLetterTargetArn: { Ref: 'P' } }), consumer(), []],
  [
    'If: one branch without',
    { RedrivePolicy: { 'Fn::If': ['C', redrive().RedrivePolicy, { Ref: 'AWS::NoValue' }] } },
    consumer(),
    ['fail Queue'],
  ],
])('QUEUE-06 poison: %s', (_, properties, rest, expected) => {
  const resources = { ...queue(properties), ...queue({ MessageRetentionPeriod: 1209600 }, 'Failed'), ...rest };
  expect(verdicts('QUEUE-06', resources, P)).toEqual(expected);
});

test('QUEUE-06: who works on failed work has nowhere else to send it', () => {
  const resources = { ...queue(redrive()), ...queue({}, 'Failed'), ...consumer(FAILED) };
  expect(verdicts('QUEUE-06', resources)).toEqual([]);
});

test('QUEUE-06 is an assurance: development does not give it', () => {
  const findings = judged({ ...queue(), ...consumer() }, {}, { profile: 'development' });
  expect(findings.find(({ ruleId }) => ruleId === 'QUEUE-06')?.weight).toBe('relaxed');
});

const allow = (redrivePermission: unknown, sourceQueueArns?: unknown) => ({
  RedriveAllowPolicy: { redrivePermission, sourceQueueArns },
});

test.each<[string, object, object, string[]]>([
  ['standard for standard', {}, {}, []],
  ['FIFO for FIFO', { FifoQueue: true }, { FifoQueue: 'true' }, []],
  ['standard, said so', { FifoQueue: false }, {}, []],
  ['standard for FIFO', { FifoQueue: true }, {}, ['fail Queue']],
  ['FIFO for standard', {}, { FifoQueue: true }, ['fail Queue']],
  ['FIFO by parameter', { FifoQueue: { Ref: 'P' } }, {}, ['unknown Queue']],
  ['its FIFO by parameter', {}, { FifoQueue: { Ref: 'P' } }, ['unknown Queue']],
  ['open to all', {}, allow('allowAll'), []],
  ['open by default', {}, { RedriveAllowPolicy: {} }, []],
  ['open to it', {}, allow('byQueue', [ARN]), []],
  ['open to it by name', { QueueName: 'jobs' }, allow('byQueue', ['arn:aws:sqs:us-east-1:111111111111:jobs']), []],
  ['open to nobody', {}, allow('denyAll'), ['fail Queue']],
  ['open to another', {}, allow('byQueue', ['arn:aws:sqs:us-east-1:111111111111:other']), ['fail Queue']],
  ['open to an empty list', {}, allow('byQueue'), ['fail Queue']],
  ['open to a parameter', {}, allow('byQueue', [{ Ref: 'P' }]), ['unknown Queue']],
  ['permission by parameter', {}, allow({ Ref: 'P' }), ['unknown Queue']],
  ['all of it by parameter', {}, { RedriveAllowPolicy: { Ref: 'P' } }, ['unknown Queue']],
  ['something else', {}, allow('some'), ['fail Queue']],
])('QUEUE-07 dead letters: %s', (_, source, target, expected) => {
  const resources = { ...queue({ ...redrive(), ...source }), ...queue(target, 'Failed') };
  const env = { account: '111111111111', region: 'us-east-1' };
  expect(verdicts('QUEUE-07', resources, P, env)).toEqual(expected);
});

test.each<[string, object]>([
  ['no redrive policy', {}],
  ['a target elsewhere', redrive({ deadLetterTargetArn: 'arn:aws:sqs:us-east-1:111111111111:other' })],
  ['a target by parameter', redrive({ deadLetterTargetArn: { Ref: 'P' } })],
  ['a policy by parameter', { RedrivePolicy: { Ref: 'P' } }],
])('QUEUE-07: nothing is known of the other one: %s', (_, source) => {
  expect(verdicts('QUEUE-07', { ...queue({ FifoQueue: true, ...source }), ...queue({}, 'Failed') }, P)).toEqual([]);
});

test.each<[string, (cfn: CfnQueue) => void, string[]]>([
  ['as it is', () => undefined, []],
  ['set to nothing', (cfn) => void (cfn.redrivePolicy = undefined), ['QUEUE-06 Stack/Queue/Resource']],
  [
    'overridden',
    (cfn) => cfn.addPropertyOverride('RedrivePolicy.maxReceiveCount', 99),
    ['QUEUE-06 Stack/Queue/Resource'],
  ],
  ['made FIFO', (cfn) => cfn.addPropertyOverride('FifoQueue', true), ['QUEUE-07 Stack/Queue/Resource']],
])('constructs: %s', (_, change, expected) => {
  const stack = newStack();
  const secure = new SecureQueue(stack, 'Queue');
  const fn = new SecureFunction(stack, 'Function', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => 1;'),
  });
  fn.addEventSource(new SqsEventSource(secure, { maxConcurrency: 5, reportBatchItemFailures: true }));
  change(secure.node.defaultChild as CfnQueue);
  expect(blocking(stack)).toEqual(expected);
});

test.each<[string, object, object, string[]]>([
  ['nothing set, and nobody seen to work on it', {}, {}, ['fail Queue']],
  ['nothing set, with a consumer, for which QUEUE-06 asks', {}, consumer(), []],
  ['a dead-letter queue', redrive(), {}, []],
  ['a dead-letter queue, as text', { RedrivePolicy: '{"deadLetterTargetArn":"arn:x","maxReceiveCount":3}' }, {}, []],
  ['a policy without a queue', { RedrivePolicy: {} }, {}, ['fail Queue']],
  ['a policy of the deployment', { RedrivePolicy: { Ref: 'P' } }, {}, []],
  [
    'in one branch',
    { RedrivePolicy: { 'Fn::If': ['C', redrive().RedrivePolicy, { Ref: 'AWS::NoValue' }] } },
    {},
    ['fail Queue'],
  ],
  ['it takes what others give up', { RedriveAllowPolicy: { redrivePermission: 'allowAll' } }, {}, []],
  ['its name says so', { QueueName: 'orders-dlq' }, {}, []],
  [
    'another queue gives up into it',
    {},
    queue({ RedrivePolicy: { deadLetterTargetArn: ARN, maxReceiveCount: 3 } }, 'Source'),
    [],
  ],
  [
    'a topic that delivers is no consumer',
    {},
    { Sub: { Type: 'AWS::SNS::Subscription', Properties: { Endpoint: ARN } } },
    ['fail Queue'],
  ],
])('QUEUE-09 keeps what fails: %s', (_, properties, beside, expected) => {
  expect(verdicts('QUEUE-09', { ...queue(properties), ...beside }, P)).toEqual(expected);
});

test('QUEUE-09 knows a queue for failures by its logical id', () => {
  expect(verdicts('QUEUE-09', queue({}, 'RefundsFailed'))).toEqual([]);
  expect(verdicts('QUEUE-09', queue({}, 'OrderDeadLetters'))).toEqual([]);
});
