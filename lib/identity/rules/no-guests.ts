import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';

const AT = 'Properties.AllowUnauthenticatedIdentities';

export const noGuests: Rule = {
  id: 'IDENTITY-15',
  types: ['AWS::Cognito::IdentityPool'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'an identity pool gives AWS credentials to nobody who has not signed in',
  why: 'The id of the pool stands in the page: with it anybody takes the guest role’s credentials and calls AWS by them.',
  fix: 'set allowUnauthenticatedIdentities to false, and let guests call an API',
  topics: ['auth', 'public-access'],
  controls: ['C2', 'A7', 'FSBP Cognito.2', 'AwsSolutions-COG7'],
  migration: 'breaks-callers',
  reaches: [],
  check: (pool) => {
    const verdict = is(pool.get('AllowUnauthenticatedIdentities'), false);
    if (verdict === 'pass') return PASS;
    // the property is required: what is neither true nor false is refused by CloudFormation
    return verdict === 'fail'
      ? fail(`AllowUnauthenticatedIdentities ${pool.get('AllowUnauthenticatedIdentities') ?? 'not set'}`, AT)
      : unknown('guests only known at deployment', AT);
  },
};
