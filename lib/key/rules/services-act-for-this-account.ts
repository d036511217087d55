import type { Template } from '../../core/assembly';
import { bindings, Condition, isOwn, Statement, statementsOf } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknown, worst, worstOfAll } from '../../core/rule';
import { readable } from '../../core/text';

export const servicesActForThisAccount: Rule = {
  id: 'KEY-03',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'services may use the key only on behalf of this account',
  why: 'A service principal is the same for every AWS customer: without a source condition others can have the service use your key.',
  fix: 'add a condition to the statement: aws:SourceAccount or aws:SourceArn, for CloudWatch Logs kms:EncryptionContext:aws:logs:arn',
  topics: ['confused-deputy', 'cross-account'],
  controls: ['A7', 'B4'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (key, template) => {
    const statements = statementsOf(key, 'KeyPolicy');
    if (!statements) return unknown('a key policy that cannot be read here', 'Properties.KeyPolicy');
    return worstOfAll(statements.filter(letsServiceIn).map((one) => judgement(one, template)));
  },
};

const letsServiceIn = ({ effect, principals }: Statement): boolean =>
  effect === 'Allow' && Boolean(principals?.some(({ kind }) => kind === 'Service'));

/** Which keys say for whom the service acts. `kms:ViaService` names the service only: it counts beside the caller's account. */
const SOURCES: ReadonlySet<string> = new Set([
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceowner',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
]);

function judgement(statement: Statement, template: Template): Judgement {
  const { at, principals = [] } = statement;
  const services = principals.filter(({ kind }) => kind === 'Service').map(({ value }) => readable(value));
  const sources = bindings({ ...statement, conditions: statement.conditions.map(asSource) });
  const viaService = statement.conditions.some(({ key }) => key === 'kms:viaservice');
  const naming = sources.filter(({ key }) => SOURCES.has(key) || (viaService && key === 'kms:calleraccount'));
  if (naming.length === 0) return fail(`${services.join(', ')} for any account`, at);
  const judged = naming.map((one) => ofSource(one, services, at, template));
  return (
    judged.find(({ verdict }) => verdict === 'pass') ?? judged.find(({ verdict }) => verdict === 'unknown') ?? judged[0]
  );
}

/** An encryption context that is an ARN says whose data it is, as a source ARN does. */
function asSource(condition: Condition): Condition {
  const isArn =
    condition.key.startsWith('kms:encryptioncontext:') && condition.values.every((one) => /^(arn:|⟨)/.test(one));
  return isArn ? { ...condition, key: 'aws:sourcearn' } : condition;
}

function ofSource({ key, values }: Condition, services: readonly string[], at: string, template: Template): Judgement {
  return worst(
    values.map((value) => {
      // an organisation is one's own, a bucket's ARN names no account, and what is not known here somebody chose
      if (key.startsWith('aws:sourceorg') || isOwn({ value }, template) !== false || namesNoAccount(value)) return PASS;
      return fail(`${services.join(', ')} on behalf of ${readable(value)}`, at);
    }),
  );
}

const namesNoAccount = (value: string): boolean => /^arn:[^:]*:[^:]*:[^:]*::/.test(value.replace(/⟨[^⟩]*⟩/g, 'x'));
