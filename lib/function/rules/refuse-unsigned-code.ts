import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

const PATH = 'CodeSigningPolicies.UntrustedArtifactOnDeployment';

/** It only warns: whoever begins to sign, begins with a warning ("Code signing", AWS Lambda developer guide). */
export const refuseUnsignedCode: Rule = {
  id: 'FUNCTION-18',
  types: ['AWS::Lambda::CodeSigningConfig'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'code that nobody trusted has signed is not deployed',
  why: 'Unless told to enforce it, Lambda writes a warning that nobody reads and runs the changed or unsigned code.',
  fix: 'set untrustedArtifactOnDeployment to UntrustedArtifactOnDeployment.ENFORCE',
  topics: ['supply-chain'],
  controls: ['H4'],
  migration: 'breaks-callers',
  reaches: [],
  check: (config) => {
    const action: unknown = config.get(PATH);
    const at = `Properties.${PATH}`;
    if (isUnknown(action)) return unknown('what happens to unsigned code is only known at deployment', at);
    if (action === 'Enforce') return PASS;
    return fail(action === undefined ? 'a warning only, since nothing is said' : readable(action), at);
  },
};
