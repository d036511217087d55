import { Condition, Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { trustOf } from '../trust';

const PROVIDER = 'cognito-identity.amazonaws.com';

export const guestsStayOut: Rule = {
  id: 'ROLE-09',
  types: ['AWS::IAM::Role'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a role for an identity pool is for users who signed in',
  why: 'Without a condition on :amr the guests of the pool may take the role as well, and a guest is anybody on the internet.',
  fix: 'add the condition ForAnyValue:StringLike cognito-identity.amazonaws.com:amr authenticated to the trust policy',
  topics: ['auth', 'public-access'],
  controls: ['C2', 'A7'],
  migration: 'breaks-callers',
  reaches: [],
  check: (role) => worstOfAll((trustOf(role) ?? []).filter(({ effect }) => effect === 'Allow').map(judge)),
};

function judge({ principals, conditions, at }: Statement): Judgement {
  if (!principals?.some(({ kind, value }) => kind === 'Federated' && value === PROVIDER)) return PASS;
  const methods = conditions.filter(({ key }) => key === `${PROVIDER}:amr`);
  if (methods.some(({ values }) => values.some((one) => /^unauth/i.test(one)))) return fail('guests', at);
  return methods.some(asksForSignIn) ? PASS : fail('no condition on :amr', at);
}

/** `authenticated`, or the provider by which they signed in. */
const asksForSignIn = ({ operator, values }: Condition): boolean =>
  /^(ForAnyValue:)?String(Equals|Like)$/i.test(operator) &&
  values.length > 0 &&
  values.every((one) => !/^[*?]/.test(one));
