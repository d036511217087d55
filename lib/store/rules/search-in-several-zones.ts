import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { judgeValue } from '../settings';

/** What Security Hub asks for (Opensearch.6). */
const NODES = 3;
const CONFIG: Readonly<Record<string, string>> = {
  'AWS::OpenSearchService::Domain': 'ClusterConfig',
  'AWS::Elasticsearch::Domain': 'ElasticsearchClusterConfig',
};

export const searchInSeveralZones: Rule = {
  id: 'STORE-37',
  types: Object.keys(CONFIG),
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: `a search domain has ${NODES} data nodes or more, in several zones`,
  why: 'With the one node, or the one zone, the indexes are gone or out of reach, and two nodes cannot agree which of them is right.',
  fix: `set capacity.dataNodes to ${NODES} or more and zoneAwareness.enabled to true`,
  topics: ['availability'],
  controls: ['FSBP ES.6', 'FSBP Opensearch.6', 'AwsSolutions-OS7'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(domain: Resource): Judgement {
  const config = CONFIG[domain.type];
  // three zones by definition ("Multi-AZ with standby", OpenSearch developer guide)
  const standby = judgeValue(domain.get(`${config}.MultiAZWithStandbyEnabled`), {
    path: `${config}.MultiAZWithStandbyEnabled`,
    good: [true],
    absent: 'fail',
  });
  if (standby.verdict === 'pass') return PASS;
  return worstOfAll([
    judgeNodes(domain.get(`${config}.InstanceCount`), `${config}.InstanceCount`),
    judgeValue(domain.get(`${config}.ZoneAwarenessEnabled`), {
      path: `${config}.ZoneAwarenessEnabled`,
      good: [true],
      absent: 'fail',
    }),
  ]);
}

function judgeNodes(count: unknown, path: string): Judgement {
  const at = `Properties.${path}`;
  if (isUnknown(count)) return unknown(`${path} only known at deployment`, at);
  if (Number(count) >= NODES) return PASS;
  return fail(count === undefined ? 'one node, since nothing is said' : `${path} ${String(count)}`, at);
}
