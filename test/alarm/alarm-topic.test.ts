import { NestedStack, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { AlarmTopic } from '../../lib/alarm/alarm-topic';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, newStack } from '../support/judging';

const OWN = '111111111111';
const PROFILES = [
  SecurityProfile.production(),
  SecurityProfile.regulated(),
  SecurityProfile.development({ accounts: [OWN] }),
];

const rendered = (stack: Stack): any[] =>
  Object.values<any>(stack.resolve((stack as any)._toCloudFormation()).Resources ?? {});
const only = (stack: Stack, type: string): any[] => rendered(stack).filter(({ Type }) => Type === type);
const alarmIn = (scope: Stack, topic: ITopic): void =>
  new Alarm(scope, 'Alarm', {
    metric: new Metric({ namespace: 'n', metricName: 'm' }),
    threshold: 1,
    evaluationPeriods: 1,
  }).addAlarmAction(new SnsAction(topic));

test.each(
  PROFILES.flatMap((profile) => [{}, RECOMMENDED_FLAGS].map((flags) => ({ profile, flags, name: profile.name }))),
)('$name: the topic passes the gate, and so do the alarms of a nested stack', ({ profile, flags, name }) => {
  const stack = newStack({ flags });
  profile.applyTo(stack.node.root);
  const nested = new NestedStack(stack, 'Nested');
  const topic = AlarmTopic.of(nested).topic();
  expect(topic === undefined).toBe(name === 'development');
  if (topic) {
    expect(Stack.of(topic)).toBe(stack);
    expect(AlarmTopic.of(stack).topic()).toBe(topic);
    alarmIn(nested, topic);
  }
  expect(only(stack, 'AWS::SNS::Topic')).toHaveLength(name === 'development' ? 0 : 1);
  SecurityGate.enforce(stack.node.root);
  expect(blocking(stack)).toEqual([]);
});

test('a topic of its own without a receiver warns once an alarm goes to it', () => {
  const warnings = (build: (topic: ITopic, stack: Stack) => void) => {
    const stack = newStack();
    build(AlarmTopic.of(stack).topic()!, stack);
    const found = SecurityGate.findingsOf(stack.node.root).filter(({ ruleId }) => ruleId !== 'DATA-01');
    return found.map(({ ruleId, status }) => `${status} ${ruleId}`);
  };
  expect(warnings(() => {})).toEqual([]);
  expect(warnings((topic, stack) => alarmIn(stack, topic))).toEqual(['warning TOPIC-03']);
});

describe('provide', () => {
  const imported = (stack: Stack): ITopic => Topic.fromTopicArn(stack, 'Mine', `arn:aws:sns:us-east-1:${OWN}:mine`);

  test('is used in every profile', () => {
    for (const profile of PROFILES) {
      const stack = newStack();
      profile.applyTo(stack.node.root);
      const topic = imported(stack);
      AlarmTopic.provide(stack.node.root, topic);
      expect(AlarmTopic.of(stack).topic()).toBe(topic);
      expect(rendered(stack)).toEqual([]);
    }
  });

  test('a topic of the app, and its key, are told to let CloudWatch in', () => {
    const stack = newStack();
    const key = new Key(stack, 'Key', { enableKeyRotation: true });
    const topic = new Topic(stack, 'Topic', { masterKey: key, enforceSSL: true });
    AlarmTopic.provide(stack, topic);
    alarmIn(stack, AlarmTopic.of(stack).topic()!);
    SecurityGate.enforce(stack.node.root);
    expect(blocking(stack)).toEqual([]);
  });

  test('too late it throws', () => {
    const stack = newStack();
    AlarmTopic.of(stack).topic();
    expect(() => AlarmTopic.provide(stack, imported(stack))).toThrow(
      "TOPIC-04: expected it before the first use, got it after 'Stack' made its own; call AlarmTopic.provide first thing on the App, a Stage or a stack",
    );
  });
});
