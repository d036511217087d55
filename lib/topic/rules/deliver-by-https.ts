import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { Receiver, receiversIn } from '../subscriptions';

export const deliverByHttps: Rule = {
  id: 'TOPIC-05',
  types: ['AWS::SNS::Subscription', 'AWS::SNS::Topic'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no message is delivered by plain HTTP',
  why: 'Messages, and the link that confirms or ends the subscription, cross the internet readable, whatever key the topic has.',
  fix: 'set Protocol to https and give an https endpoint: new UrlSubscription("https://…")',
  topics: ['transport'],
  controls: ['E2'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => worstOfAll(receiversIn(resource).map(judge)),
};

function judge({ protocol, endpoint, at }: Receiver): Judgement {
  if (protocol === 'http' || /^http:/i.test(String(endpoint ?? ''))) return fail('protocol http', `${at}.Protocol`);
  return isUnknown(protocol) && !/^https:/i.test(String(endpoint ?? ''))
    ? unknown('a protocol that is only known at deployment', `${at}.Protocol`)
    : PASS;
}
