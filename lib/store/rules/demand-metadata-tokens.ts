import { fail, PASS, Rule } from '../../core/rule';
import { hasNoMetadata, METADATA_TYPES, tokensPath } from '../metadata';
import { hasAny } from '../settings';

/** Advice: images of today and a setting of the account may demand tokens by themselves, which no template shows. */
export const demandMetadataTokens: Rule = {
  id: 'STORE-22',
  types: METADATA_TYPES,
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a machine says that its metadata asks for a session token',
  why: 'Whether the credentials of the machine can be had with one forged request (IMDSv1) is left to its image and to the account.',
  fix: 'set requireImdsv2 to true, or httpTokens to required',
  topics: ['auth'],
  controls: ['A5', 'FSBP EC2.8', 'FSBP EC2.170', 'FSBP AutoScaling.3'],
  migration: 'in-place',
  reaches: [],
  check: (machine) => {
    const path = tokensPath(machine);
    // a launch template is judged where it is declared
    if (hasNoMetadata(machine) || hasAny(machine, [path, 'LaunchTemplate'])) return PASS;
    return fail(`${path} not set`, `Properties.${path}`);
  },
};
