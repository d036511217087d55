import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { mentioning } from '../../core/mentions';
import { fail, PASS, Rule } from '../../core/rule';

export const alarmHasReceiver: Rule = {
  id: 'TOPIC-03',
  types: ['AWS::SNS::Topic'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a topic that alarms go to has a receiver',
  why: 'An alarm that nobody hears is no alarm.',
  fix: 'add a subscription: AlarmTopic.of(stack).topic()?.addSubscription(new EmailSubscription(…)), or a queue, chat or pager',
  topics: ['monitoring'],
  controls: ['G10', 'G2'],
  migration: 'none',
  reaches: [],
  check: (topic, { assembly }) => {
    const subscribed =
      assembly.about(topic, 'AWS::SNS::Subscription').length > 0 || isPresent(topic.get('Subscription'));
    return subscribed || !takesAlarms(topic) ? PASS : fail('no subscription');
  },
};

const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];
const ALARMS = { 'AWS::CloudWatch::Alarm': ACTIONS, 'AWS::CloudWatch::CompositeAlarm': ACTIONS };

const takesAlarms = (topic: Resource): boolean =>
  mentioning(topic, ALARMS).some(
    (alarm) =>
      alarm.exists() &&
      ACTIONS.flatMap((action) => alarm.get(action) ?? []).some(
        (arn) => topic.assembly.find(arn, topic.type) === topic,
      ),
  );
