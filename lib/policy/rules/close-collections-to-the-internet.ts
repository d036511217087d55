import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';

const AT = 'Properties.Policy';

export const closeCollectionsToTheInternet: Rule = {
  id: 'POLICY-06',
  types: ['AWS::OpenSearchServerless::SecurityPolicy'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'collections of OpenSearch Serverless are reached through endpoints of your own',
  why: 'Open to the internet, the data of a collection, and its dashboards, are one stolen credential away from anybody.',
  fix: 'set AllowFromPublic to false and name SourceVPCEs, or SourceServices such as bedrock.amazonaws.com',
  topics: ['public-access'],
  controls: ['E3', 'C4'],
  migration: 'breaks-callers',
  reaches: [],
  check: (policy) => {
    const kind = is(policy.get('Type'), 'network');
    return kind === 'fail' ? PASS : judge(policy);
  },
};

function judge(policy: Resource): Judgement {
  const text = policy.get('Policy');
  const rules = typeof text === 'string' ? listOf(text) : undefined;
  if (!rules) return unknown('a network policy that cannot be read here', AT);
  return worstOfAll(
    rules.map((one, index) => {
      const open = is(one?.AllowFromPublic, true);
      if (open === 'fail') return PASS;
      const at = `${AT}.${index}`;
      return open === 'pass' ? fail('AllowFromPublic', at) : unknown('AllowFromPublic not known here', at);
    }),
  );
}

function listOf(text: string): any[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
