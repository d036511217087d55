import { FailureQueues, SecureQueue, SecurityGate } from '../../lib';
import { newStack, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const ARN = { 'Fn::GetAtt': ['Dead', 'Arn'] };
const DEAD: Raw = { Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } } };
const by = (Type: string, Properties: Raw): Raw => ({ ...DEAD, By: { Type, Properties } });
const queue = (RedrivePolicy: unknown): Raw => by('AWS::SQS::Queue', { RedrivePolicy });
const alarm = (Properties: Raw): Raw => ({
  ...queue({ deadLetterTargetArn: ARN }),
  A: { Type: 'AWS::CloudWatch::Alarm', Properties },
});
const watched = (Value: unknown): Raw => ({ Namespace: 'AWS/SQS', Dimensions: [{ Name: 'QueueName', Value }] });

describe('QUEUE-08: an alarm watches a queue that keeps failed work', () => {
  test.each<[string, string[], Raw]>([
    ['a dead-letter queue', ['fail Dead'], queue({ deadLetterTargetArn: ARN, maxReceiveCount: 3 })],
    ['as text', ['fail Dead'], queue({ 'Fn::Sub': '{"deadLetterTargetArn":"${Dead.Arn}","maxReceiveCount":3}' })],
    ['of a subscription', ['fail Dead'], by('AWS::SNS::Subscription', { RedrivePolicy: { deadLetterTargetArn: ARN } })],
    ['of a function', ['fail Dead'], by('AWS::Lambda::Function', { DeadLetterConfig: { TargetArn: ARN } })],
    [
      'of asynchronous calls',
      ['fail Dead'],
      by('AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnFailure: { Destination: ARN } } }),
    ],
    [
      'of a rule',
      ['fail Dead'],
      by('AWS::Events::Rule', { Targets: [{ Id: 'a', Arn: 'x', DeadLetterConfig: { Arn: ARN } }] }),
    ],
    ['of a schedule', ['fail Dead'], by('AWS::Scheduler::Schedule', { Target: { DeadLetterConfig: { Arn: ARN } } })],
    ['an alarm on another queue', ['fail Dead'], alarm(watched('orders'))],
    ['an alarm by reference', [], alarm(watched({ 'Fn::GetAtt': ['Dead', 'QueueName'] }))],
    ['an alarm by name', [], alarm(watched('dead'))],
    [
      'an alarm on a sum',
      [],
      alarm({ Metrics: [{ Id: 'm', MetricStat: { Metric: watched({ 'Fn::GetAtt': ['Dead', 'QueueName'] }) } }] }),
    ],
    ['a queue that work goes to', [], by('AWS::Events::Rule', { Targets: [{ Id: 'a', Arn: ARN }] })],
    [
      'where success is told',
      [],
      by('AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnSuccess: { Destination: ARN } } }),
    ],
    ['nobody gives anything up', [], DEAD],
  ])('%s', (_, expected, resources) => expect(verdicts('QUEUE-08', resources)).toEqual(expected));
});

test('the failure queues of the library, FIFO ones too, have their alarm', () => {
  const stack = newStack();
  new SecureQueue(stack, 'Orders');
  new SecureQueue(stack, 'Ordered', { fifo: true });
  FailureQueues.of(stack).queue();
  expect(SecurityGate.findingsOf(stack.node.root).filter(({ ruleId }) => ruleId === 'QUEUE-08')).toEqual([]);
});
