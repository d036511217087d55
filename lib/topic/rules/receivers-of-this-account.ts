import type { Template } from '../../core/assembly';
import { accountOf, isOwn } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { readable } from '../../core/text';
import { Receiver, receiversIn } from '../subscriptions';

export const receiversOfThisAccount: Rule = {
  id: 'TOPIC-06',
  types: ['AWS::SNS::Subscription', 'AWS::SNS::Topic'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'queues, functions and streams that messages are delivered to are of this account',
  why: 'Every message is copied to the other account, whose administrators decide who reads it. No policy of yours says so.',
  fix: 'deliver to a queue of this account and let a role of this account pass on what the other one needs',
  topics: ['cross-account'],
  controls: ['A7'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource, template) => worstOfAll(receiversIn(resource).map((one) => judge(one, template))),
};

function judge({ endpoint, at }: Receiver, template: Template): Judgement {
  // an address of the web or of a person has no account; a value of the deployment was named by whoever deploys
  if (typeof endpoint !== 'string' || accountOf(endpoint) === undefined) return PASS;
  const own = isOwn({ value: endpoint }, template);
  if (own) return PASS;
  const got = `endpoint ${readable(endpoint)}`;
  return own === undefined ? unknown(got, `${at}.Endpoint`) : fail(got, `${at}.Endpoint`);
}
