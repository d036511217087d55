import type { Template } from '../../core/assembly';
import { accountOf, bindings, Condition, isOwn, Principal, Statement, statementsOf } from '../../core/policy';
import { advise, fail, Judgement, PASS, Rule, unknown, unknownName, worst, worstOfAll } from '../../core/rule';
import { readable } from '../../core/text';

export const closedToOtherAccounts: Rule = {
  id: 'KEY-02',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the key policy lets in nobody outside of the account',
  why: 'Whoever may use the key reads everything it encrypts, and an account that is let in decides itself who of it comes.',
  fix: 'name the account root or roles of this account as principals; for another account name its role, and waive this with the reason',
  topics: ['public-access', 'cross-account'],
  controls: ['A7', 'FSBP KMS.5'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (key, template) => {
    const statements = statementsOf(key, 'KeyPolicy');
    if (!statements) return unknown('a key policy that cannot be read here', 'Properties.KeyPolicy');
    const allowing = statements.filter(({ effect }) => effect === 'Allow');
    return worstOfAll(allowing.map((one) => judgement(one, template, namesOneAccount(allowing))));
  },
};

/** KMS refuses a policy that locks out its own account: the only one that is named in full has to be that. */
function namesOneAccount(statements: readonly Statement[]): boolean {
  const named = statements.flatMap(({ principals = [] }) => principals.map(({ value }) => accountOf(value)));
  return new Set(named.filter((one) => one !== undefined)).size === 1;
}

function judgement(statement: Statement, template: Template, isAlone: boolean): Judgement {
  const { at, principals, notPrincipals } = statement;
  if (notPrincipals) return fail('everybody but those in NotPrincipal', at);
  if (!principals || principals.length === 0) return unknown('a statement without a principal', at);
  return worst(principals.map((one) => ofPrincipal(one, statement, template, isAlone)));
}

function ofPrincipal(principal: Principal, statement: Statement, template: Template, isAlone: boolean): Judgement {
  const { at } = statement;
  const { kind, value } = principal;
  const who = readable(value);
  switch (kind) {
    case 'Service': // what it does for whom is KEY-03's
      return PASS;
    case 'any': {
      const bound = bindings(statement);
      if (bound.length === 0) return fail(`'${who}': anybody`, at);
      return best(bound.map((one) => ofBinding(one, statement, template)));
    }
    case 'AWS': {
      const own = isOwn(principal, template);
      if (own) return PASS;
      if (own !== undefined) return fail(`'${who}'`, at);
      const judged = unknownName(value, `'${who}', of an account that is not known here`, at);
      return isAlone ? advise(judged) : judged;
    }
    case 'unknown':
      return unknownName(value, `'${who}'`, at);
    default:
      return fail(`${kind} '${who}'`, at);
  }
}

/** Conditions hold together: one that keeps to the account is enough. */
const best = (judgements: readonly Judgement[]): Judgement =>
  judgements.find(({ verdict }) => verdict === 'pass') ??
  judgements.find(({ verdict }) => verdict === 'unknown') ??
  judgements[0];

function ofBinding({ key, values }: Condition, { at }: Statement, template: Template): Judgement {
  return worst(
    values.map((value) => {
      const own = /org|vpc|userid/.test(key) ? false : isOwn({ value }, template);
      if (own) return PASS;
      const got = `anybody with ${key} ${readable(value)}`;
      return own === undefined ? unknownName(value, got, at) : fail(got, at);
    }),
  );
}
