import { Duration, Stack } from 'aws-cdk-lib';
import { Rule as EventRule, Schedule as EventSchedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { S3EventSource, SnsEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DataClass } from '../../lib/key/data-class';
import { SecureFunction } from '../../lib/function/secure-function';
import { FailureQueues } from '../../lib/queue/failure-queues';
import { blocking, ENV, newStack } from '../support/judging';
import { deployed, logicalIdOf, newFunction, templateOf } from './building';

const CONFIG = 'AWS::Lambda::EventInvokeConfig';
const configs = (stack: Stack): any[] =>
  Object.values<any>(templateOf(stack).findResources(CONFIG)).map(({ Properties }) => Properties);
const ofFunctions = (stack: Stack) => blocking(stack).filter((one) => /FUNCTION|ROLE/.test(one) && one.includes('/Fn'));

describe('an asynchronous function keeps what it fails at', () => {
  test.each<[string, (stack: Stack, fn: SecureFunction) => unknown]>([
    [
      'a bucket',
      (stack, fn) => new Bucket(stack, 'B').addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(fn)),
    ],
    [
      'a bucket as event source',
      (stack, fn) =>
        fn.addEventSource(new S3EventSource(new Bucket(stack, 'B'), { events: [EventType.OBJECT_CREATED] })),
    ],
    ['a topic', (stack, fn) => fn.addEventSource(new SnsEventSource(new Topic(stack, 'T')))],
    [
      'a rule',
      (stack, fn) =>
        new EventRule(stack, 'R', {
          schedule: EventSchedule.rate(Duration.hours(1)),
          targets: [new LambdaFunction(fn)],
        }),
    ],
    [
      'a schedule',
      (stack, fn) =>
        new Schedule(stack, 'S', {
          schedule: ScheduleExpression.rate(Duration.hours(1)),
          target: new LambdaInvoke(fn),
        }),
    ],
    [
      'a permission',
      (_, fn) =>
        fn.addPermission('P', { principal: new ServicePrincipal('iot.amazonaws.com'), sourceAccount: ENV.account }),
    ],
    [
      'logs of a region',
      (_, fn) =>
        fn.addPermission('P', {
          principal: new ServicePrincipal('logs.eu-west-1.amazonaws.com'),
          sourceAccount: ENV.account,
        }),
    ],
  ])('when %s calls', (_, connect) => {
    const stack = newStack();
    const fn = newFunction(stack);
    connect(stack, fn);
    expect(ofFunctions(stack)).toEqual([]);
    expect(configs(stack)).toMatchObject([
      { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 3600, Qualifier: '$LATEST' },
    ]);
  });

  test('when it says so, and may send to that queue only', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { asynchronous: true, dataClass: DataClass.SECRET });
    const queue = FailureQueues.of(stack).queue(DataClass.SECRET) as Queue;
    const other = FailureQueues.of(stack).queue(DataClass.PERSONAL) as Queue;
    expect(ofFunctions(stack)).toEqual([]);
    expect(configs(stack)[0].DestinationConfig.OnFailure.Destination).toEqual({
      'Fn::GetAtt': [logicalIdOf(queue), 'Arn'],
    });
    const account = deployed(stack);
    const may = (action: string, on: Queue) => account.can({ as: logicalIdOf(fn), action, on: logicalIdOf(on) });
    expect(may('sqs:SendMessage', queue)).toBe('allowed');
    expect(may('sqs:ReceiveMessage', queue)).toBe('implicitly-denied');
    expect(may('sqs:SendMessage', other)).toBe('implicitly-denied');
    const key = account.logicalIds('AWS::KMS::Key').find((id) => id.includes('Data'))!;
    const encrypts = (service: string) =>
      account.can({
        as: logicalIdOf(fn),
        action: 'kms:GenerateDataKey',
        on: key,
        context: { 'kms:ViaService': `${service}.us-east-1.amazonaws.com` },
      });
    expect(encrypts('sqs')).toBe('allowed');
    expect(encrypts('s3')).toBe('implicitly-denied');
  });

  test('when its events are passed to its constructor', () => {
    const stack = newStack();
    newFunction(stack, 'Fn', { events: [new SnsEventSource(new Topic(stack, 'T'))] });
    expect(ofFunctions(stack)).toEqual([]);
    expect(configs(stack)).toHaveLength(1);
  });

  test('once, whatever many call', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { asynchronous: true, retryAttempts: 2 });
    for (const id of ['T', 'U']) fn.addEventSource(new SnsEventSource(new Topic(stack, id)));
    expect(ofFunctions(stack)).toEqual([]);
    expect(configs(stack)).toMatchObject([{ MaximumRetryAttempts: 2 }]);
  });
});

describe('a function that answers', () => {
  test.each<[string, (stack: Stack, fn: SecureFunction) => unknown]>([
    ['nobody', () => undefined],
    [
      'an API',
      (_, fn) =>
        fn.addPermission('P', {
          principal: new ServicePrincipal('apigateway.amazonaws.com'),
          sourceArn: 'arn:aws:execute-api:us-east-1:111111111111:api/*',
        }),
    ],
    ['a queue', (stack, fn) => fn.addEventSource(new SqsEventSource(new Queue(stack, 'Q')))],
    ['another function', (stack, fn) => fn.grantInvoke(newFunction(stack, 'Caller'))],
  ])('to %s has no configuration', (_, connect) => {
    const stack = newStack();
    connect(stack, newFunction(stack));
    expect(blocking(stack).filter((one) => one.startsWith('FUNCTION'))).toEqual([]);
    expect(configs(stack)).toEqual([]);
  });
});

describe('what the caller says', () => {
  test('no retries', () => {
    const stack = newStack();
    newFunction(stack, 'Fn', { retryAttempts: 0 });
    expect(ofFunctions(stack)).toEqual([]);
    expect(configs(stack)).toMatchObject([{ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 3600 }]);
  });

  test('a destination of his own', () => {
    const stack = newStack();
    const queue = new Queue(stack, 'Q');
    newFunction(stack, 'Fn', { onFailure: new SqsDestination(queue) });
    expect(ofFunctions(stack)).toEqual([]);
    expect(configs(stack)).toMatchObject([
      {
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [logicalIdOf(queue), 'Arn'] } } },
      },
    ]);
    templateOf(stack).resourceCountIs('AWS::SQS::Queue', 1);
  });

  test('a destination for success only', () => {
    const stack = newStack();
    newFunction(stack, 'Fn', { onSuccess: new SqsDestination(new Queue(stack, 'Q')) });
    expect(ofFunctions(stack)).toEqual([]);
    expect(Object.keys(configs(stack)[0].DestinationConfig).sort()).toEqual(['OnFailure', 'OnSuccess']);
  });

  test('a dead-letter queue', () => {
    const stack = newStack();
    newFunction(stack, 'Fn', { deadLetterQueue: new Queue(stack, 'Q') });
    expect(ofFunctions(stack)).toEqual([]);
    expect(configs(stack)).toMatchObject([{ MaximumRetryAttempts: 1 }]);
    expect(configs(stack)[0].DestinationConfig).toBeUndefined();
  });

  test('a configuration later, before and after a source', () => {
    const stack = newStack();
    const before = newFunction(stack, 'Fn1');
    before.configureAsyncInvoke({ retryAttempts: 2 });
    before.addEventSource(new SnsEventSource(new Topic(stack, 'T')));
    const after = newFunction(stack, 'Fn2', { asynchronous: true });
    after.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: Duration.minutes(5) });
    expect(ofFunctions(stack)).toEqual([]);
    expect(configs(stack)).toMatchObject([
      { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 },
      { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 300 },
    ]);
    expect(() => after.configureAsyncInvoke({})).toThrow(/already been configured/);
  });

  test('an alias that is called asynchronously needs its own, and the gate says so', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    fn.addAlias('live').addPermission('P', {
      principal: new ServicePrincipal('sns.amazonaws.com'),
      sourceAccount: ENV.account,
    });
    expect(ofFunctions(stack)).toEqual(['FUNCTION-10 Stack/Fn/Resource']);
  });
});
