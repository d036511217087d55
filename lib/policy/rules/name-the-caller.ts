import type { Resource } from '../../core/assembly';
import { bindings, isOwn, Principal, Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { isUnknown, OWN_ACCOUNT, readable, splitText } from '../../core/text';
import { allows } from '../judge-statements';

export const nameTheCaller: Rule = {
  id: 'POLICY-09',
  types: ['AWS::Lambda::Permission', 'AWS::Lambda::ResourcePolicy'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a function takes calls of the callers that were declared, not of all that the account has',
  why: 'A step that everybody in the account may call can be called out of turn: whatever came before it, checks and payment too, is skipped.',
  fix: 'name the role as principal (or grantInvoke it), and for a service the sourceArn of the one resource that calls',
  topics: ['least-privilege', 'confused-deputy'],
  controls: ['A10', 'A7', 'B4'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) =>
    allows(resource, (statement) =>
      invokes(statement)
        ? worstOfAll((statement.principals ?? []).map((one) => judge(one, statement, resource)))
        : PASS,
    ),
};

const invokes = ({ actions = [] }: Statement): boolean => actions.some((one) => /^lambda:(Invoke|\*)/i.test(one));

/**
 * These call for many resources, or say no ARN at all: "Rotation function permissions" (Secrets Manager), "Custom Lambda rules"
 * (AWS Config) and "Invoke Lambda function action" (SES) give the account alone.
 */
const WHOLE_ACCOUNT = ['secretsmanager.amazonaws.com', 'config.amazonaws.com', 'ses.amazonaws.com'];

function judge(principal: Principal, statement: Statement, { template }: Resource): Judgement {
  const { kind, value } = principal;
  const sources = bindings(statement).filter(({ key }) => /arn$/.test(key));
  const isNamed = sources.some(({ values }) => values.every((one) => !coversAll(one)));
  if (kind === 'AWS') {
    const isAccount = value === OWN_ACCOUNT || /^\d{12}$/.test(value) || splitText(value, ':')[5] === 'root';
    // another account is POLICY-02's matter
    return isAccount && !isNamed && isOwn(principal, template) !== false
      ? fail('every identity of the account', statement.at)
      : PASS;
  }
  if (kind !== 'Service' || WHOLE_ACCOUNT.includes(value) || isNamed) return PASS;
  // nobody named at all is POLICY-03's matter; an organization is more than the account
  const broad = bindings(statement).find(({ key }) => /^aws:source(arn|account|owner)$/.test(key));
  if (!broad) return PASS;
  const seen = sources[0] ? `for ${readable(sources[0].values[0])}` : 'for whatever the account has';
  return fail(`${value} ${seen}`, statement.at);
}

/** `arn:aws:events:…:rule/*`, `arn:aws:execute-api:…:*`: a kind of resource, none by name. */
function coversAll(arn: string): boolean {
  if (isUnknown(arn)) return false;
  const rest = splitText(arn, ':').slice(5).join(':');
  return /^[*?]/.test(rest) || /^[a-z-]+[:/][*?:/]*$/i.test(rest);
}
