import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { itemsOf, saysSame } from '../settings';

/** What the setting of the account says counts for a cluster that says nothing; nobody here sees it. */
export const watchClusters: Rule = {
  id: 'STORE-41',
  types: ['AWS::ECS::Cluster'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a cluster of containers has container insights',
  why: 'Restarts, memory and network of single tasks are not measured: a crash loop, or a task that mines coins, looks like load.',
  fix: 'set containerInsightsV2 to ContainerInsights.ENHANCED, or ENABLED',
  topics: ['monitoring'],
  controls: ['G2', 'FSBP ECS.12', 'AwsSolutions-ECS4'],
  migration: 'in-place',
  reaches: [],
  check,
};

const AT = 'Properties.ClusterSettings';

function check(cluster: Resource): Judgement {
  const settings = itemsOf(cluster.get('ClusterSettings'));
  if (!settings || settings.some((one) => isUnknown(one) || isUnknown(one?.Name)))
    return unknown('settings only known at deployment', AT);
  const value: unknown = settings.find((one) => saysSame(one?.Name, 'containerInsights'))?.Value;
  if (isUnknown(value)) return unknown('containerInsights only known at deployment', AT);
  if (['enabled', 'enhanced'].some((on) => saysSame(value, on))) return PASS;
  return fail(value === undefined ? 'containerInsights not set' : `containerInsights ${String(value)}`, AT);
}
