import type { Resource } from '../../core/assembly';
import { accountOf, bindings, Condition, isOwn, Principal, Statement } from '../../core/policy';
import { advise, fail, Judgement, PASS, Rule, unknown, unknownName, worstOfAll } from '../../core/rule';
import { isSymbolic, isUnknown, PLACEHOLDER } from '../../core/text';
import { isAssumedByLambda, trustOf } from '../trust';

const ASSUMING: ReadonlySet<string> = new Set(
  [
    'AssumeRole',
    'AssumeRoleWithWebIdentity',
    'AssumeRoleWithSAML',
    'TagSession',
    'SetSourceIdentity',
    'SetContext',
  ].map((name) => `sts:${name.toLowerCase()}`),
);

export const trustSomebodyNamed: Rule = {
  id: 'ROLE-05',
  types: ['AWS::IAM::Role'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the trust policy names services, roles or bound identity providers',
  why: 'Whoever may take the role has all of its permissions; "*", a foreign account or an unbound provider lets strangers in.',
  fix:
    'name the service or role in assumedBy; bind a foreign account with sts:ExternalId or aws:PrincipalOrgID, ' +
    'and an identity provider by its :aud and :sub',
  topics: ['auth', 'cross-account', 'public-access'],
  controls: ['A9', 'A7'],
  migration: 'breaks-callers',
  reaches: [],
  check: (role) => {
    if (role.get('AssumeRolePolicyDocument') === undefined) return fail('no trust policy', 'Properties');
    const statements = trustOf(role);
    if (!statements) return unknown('a trust policy that cannot be read here', 'Properties.AssumeRolePolicyDocument');
    return worstOfAll(statements.filter(({ effect }) => effect !== 'Deny').map((one) => judgeStatement(role, one)));
  },
};

function judgeStatement(role: Resource, statement: Statement): Judgement {
  const { actions, principals, notPrincipals, at } = statement;
  if (notPrincipals !== undefined) return fail('everybody but some', at);
  if (!principals?.length) return fail('a statement without principals', at);
  const other = (actions ?? ['every action']).find((action) => !ASSUMING.has(action.toLowerCase()));
  if (other !== undefined) return isUnknown(other) ? unknown(`action ${other}`, at) : fail(`action ${other}`, at);
  return worstOfAll(principals.map((one) => judgePrincipal(role, statement, one)));
}

function judgePrincipal(role: Resource, statement: Statement, principal: Principal): Judgement {
  const { kind, value } = principal;
  const { at } = statement;
  if (kind === 'Service') return /^[a-z0-9-]+\.\S+$/i.test(value) ? PASS : fail(`service ${value}`, at);
  if (kind === 'Federated') return judgeProvider(statement, value);
  if (kind === 'AWS') return judgeIdentity(role, statement, principal);
  if (kind === 'any') return judgeEverybody(role, statement, value === '*' ? 'anybody' : value);
  if (!isUnknown(value)) return fail(`principal ${value}`, at);
  return isBound(statement) ? PASS : unknownName(value, `principal ${value}`, at);
}

/** Everybody, with a condition: of the own account it is as good as a name, of an organisation nobody can see whose it is. */
function judgeEverybody(role: Resource, statement: Statement, who: string): Judgement {
  const bound = bindings(statement);
  const isOfUs = ({ key, values }: Condition): boolean =>
    /^aws:principal(account|arn)$/.test(key) && values.every((value) => isOwn({ value }, role.template) === true);
  if (bound.some(isOfUs)) return PASS;
  const judged = fail([who, ...bound.map(({ key }) => key)].join(' with '), statement.at);
  return bound.some(({ key }) => /^aws:principalorg(id|paths)$/.test(key)) ? advise(judged) : judged;
}

/** An ARN with a foreign account: the account decides who is behind it, so the request has to bring something it cannot make up. */
function judgeIdentity(role: Resource, statement: Statement, principal: Principal): Judgement {
  const { value } = principal;
  const { at } = statement;
  const name = value.split(':').pop() ?? '';
  const isAccount = accountOf(value) === value || name === 'root';
  const own = isOwn(principal, role.template);
  if (own === undefined) return isBound(statement) ? PASS : unknownName(value, `principal ${value}`, at);
  if (!own) return isBound(statement) ? PASS : fail(`${value} of another account, without a binding condition`, at);
  if (isAccount) return isAssumedByLambda(role) ? fail('every identity of the account beside Lambda', at) : PASS;
  if (/^user\//.test(name)) return fail(`${value}, a user with lasting credentials`, at);
  return isSymbolic(value) || value.startsWith('arn:') ? PASS : fail(`principal ${value}`, at);
}

/** Who is behind a foreign account chooses its identities itself: keys that only say again who comes bind nothing. */
const REPEATED = /^aws:(principalaccount|principalarn|userid)$/;

const isBound = (statement: Statement): boolean =>
  bindings(statement).some(({ key }) => !REPEATED.test(key)) ||
  statement.conditions.some((one) => one.key === 'sts:externalid' && demands(one));

/** `…:aud` says for which application the token was made, `…:sub` for whom. GitHub gives every repository the same audience. */
function judgeProvider({ conditions, at }: Statement, provider: string): Judgement {
  const says = (suffix: string) => conditions.some((one) => one.key.endsWith(suffix) && demands(one));
  // a provider of the app is a reference: then the keys say whose it is
  if ([provider, ...conditions.map(({ key }) => key)].some((one) => SHARED_AUDIENCE.test(one))) {
    const owner = conditions.some((one) => one.key.endsWith(':sub') && demands(one) && one.values.every(namesOwner));
    return owner ? PASS : fail(`${provider} without a condition on :sub`, at);
  }
  return says(':aud') || says(':sub') || says(':oaud')
    ? PASS
    : fail(`${provider} without a condition on :aud or :sub`, at);
}

/** Providers where everybody's pipeline, or every pod of a cluster, gets the same audience. */
const SHARED_AUDIENCE =
  /token\.actions\.githubusercontent\.com|gitlab|app\.terraform\.io|agent\.buildkite\.com|api\.pulumi\.com|oidc\.eks\./;

/**
 * `repo:acme*` is also the repositories of acme-evil: no wildcard before the owner's name ends, which is at the first slash or
 * at the second colon (`organization:acme:project:*`).
 */
const namesOwner = (value: string): boolean => !/[*?]/.test(/^[^:/]*(:[^:/]*)?/.exec(filledIn(value))![0]);

/** What the deployment fills in is a name, and no wildcard. */
const filledIn = (value: string): string => value.replace(PLACEHOLDER, 'x');

/** Demands the key, with a value that begins with something. */
const demands = ({ operator, values }: Condition): boolean =>
  /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/i.test(operator) &&
  values.length > 0 &&
  values.every((value) => !/^([a-z_]+:)?[*?]|\$\{/i.test(filledIn(value)));
