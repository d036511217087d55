import type { Resource } from '../core/assembly';
import { Statement, statementsOf } from '../core/policy';

const TRUST = 'AssumeRolePolicyDocument';

/** Who may take the role. `undefined`: the policy cannot be read here. */
export const trustOf = (role: Resource): readonly Statement[] | undefined => statementsOf(role, TRUST);

/** Whether Lambda may run functions as this role. */
export const isAssumedByLambda = (role: Resource): boolean =>
  (trustOf(role) ?? []).some(({ principals }) =>
    principals?.some(({ kind, value }) => kind === 'Service' && value.startsWith('lambda.')),
  );
