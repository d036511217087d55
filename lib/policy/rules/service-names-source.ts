import type { Resource } from '../../core/assembly';
import type { Statement } from '../../core/policy';
import { advise, fail, Judgement, PASS, Rule } from '../../core/rule';
import { allows } from '../judge-statements';
import { POLICY_TYPES } from '../resource-policies';
import { needsNoSource, sourcesOf } from '../service-sources';

export const serviceNamesSource: Rule = {
  id: 'POLICY-03',
  types: POLICY_TYPES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a service is let in only on behalf of a named account or resource',
  why: 'A service acts for all its customers: without a source condition anybody can make it come here with their own resource (confused deputy). The name of a bucket can pass to another account, so S3 has to name the account as well before it invokes a function.',
  fix: 'add conditions on aws:SourceArn and aws:SourceAccount; for a Lambda permission set sourceArn and sourceAccount',
  topics: ['confused-deputy'],
  controls: ['A7', 'B4', 'FSBP Lambda.1'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => allows(resource, (statement) => judge(statement, resource)),
};

function judge(statement: Statement, resource: Resource): Judgement {
  const services = (statement.principals ?? []).filter(
    ({ kind, value }) => kind === 'Service' && !needsNoSource(value, statement, resource),
  );
  if (services.length === 0) return PASS;
  const sources = new Set(sourcesOf(statement).map(({ key }) => key));
  const { value } = services[0];
  if (sources.size === 0) return fail(`${value} without a source condition`, statement.at);
  const invokes = statement.actions?.some((action) => /^lambda:/i.test(action)) ?? false;
  if (!invokes || !services.some((one) => one.value === 's3.amazonaws.com')) return PASS;
  const missing = ['aws:sourcearn', 'aws:sourceaccount'].find((key) => !sources.has(key));
  return missing
    ? advise(
        fail(`s3.amazonaws.com without ${missing === 'aws:sourcearn' ? 'SourceArn' : 'SourceAccount'}`, statement.at),
      )
    : PASS;
}
