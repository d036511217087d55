import { SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { secretIn } from '../../core/secret-detector';
import { isSymbolic } from '../../core/text';

/** It names the property, never the value. A value that the deployment brings along (`NoEcho`, a dynamic reference) is not in the template. */
export const generateTheValue: Rule<SecretProps> = {
  id: 'SECRET-01',
  types: ['AWS::SecretsManager::Secret'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the value of a secret is not written in the template',
  why: 'It would be read in the repository, the pipeline, the assembly and by whoever may see the stack, for ever.',
  fix: 'use generateSecretString, or leave the value out and put it in after the deployment; rotate the one that was written here',
  topics: ['secrets'],
  controls: ['D1', 'D2', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: ['construct'],
  check: (secret) =>
    worstOfAll([
      judgeValue(secret, 'SecretString'),
      judgeTemplate(secret.get('GenerateSecretString.SecretStringTemplate')),
    ]),
};

function judgeValue(secret: Resource, property: string): Judgement {
  const at = `Properties.${property}`;
  const value = secret.get(property);
  if (value === undefined) return PASS;
  if (typeof value !== 'string') return fail(`${property} written out`, at);
  const fields = fieldsOf(value);
  if (fields) return fields.some(isWritten) ? fail(`${property} with ${names(fields)} written out`, at) : PASS;
  return isWritten(['', value]) ? fail(`${property} written out`, at) : PASS;
}

type Field = readonly [name: string, value: unknown];

/** The fields of a JSON object; `undefined` for any other text. */
function fieldsOf(text: string): Field[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.entries(parsed) : undefined;
  } catch {
    return undefined;
  }
}

/** Beside a secret, JSON names what is none: an engine, a host, a port, a user. */
const NO_SECRET =
  /^(engine|host(name)?|endpoint|address|port|proxy|db(name|[-_]?instance[-_]?identifier|cluster[-_]?identifier)?|database(name)?|schema|user(name|id)?|login|email|region|account(id)?|arn|masterarn|client[-_]?id|url|uri|name|type|scope|issuer|audience|version|description)$/i;

function isWritten([name, value]: Field): boolean {
  if (value === null || typeof value === 'boolean' || value === '') return false;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (secretIn(name, text.replace(/\{\{resolve:[^}]*\}\}/g, '')) !== undefined) return true;
  if (isSymbolic(text) || /^\{\{resolve:[^}]*\}\}$/.test(text)) return false;
  return !NO_SECRET.test(name) && !(name !== '' && typeof value === 'number');
}

const names = (fields: readonly Field[]): string =>
  fields
    .filter(isWritten)
    .map(([name]) => name)
    .join(', ');

/** What stands beside the generated value is no secret, unless it looks like one. */
function judgeTemplate(template: unknown): Judgement {
  if (typeof template !== 'string') return PASS;
  const fields = fieldsOf(template) ?? [['', template] as const];
  const found = fields.find(([name, value]) => secretIn(name, String(value)) !== undefined);
  return found
    ? fail(
        `SecretStringTemplate with ${found[0] || 'a secret'}`,
        'Properties.GenerateSecretString.SecretStringTemplate',
      )
    : PASS;
}
