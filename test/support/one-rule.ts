import { fail, PASS, Rule } from '../../lib/core/rule';

/** One rule is enough to see what the gate does with it: buckets keep versions. */
export const ONE_RULE: Rule = {
  id: 'TEST-01',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'versioning is on',
  why: 'why',
  fix: 'set versioned to true',
  topics: ['gate'],
  controls: [],
  migration: 'in-place',
  reaches: [],
  check: (resource) => (resource.get('VersioningConfiguration.Status') === 'Enabled' ? PASS : fail('versioning off')),
};
