import type { Template } from '../../core/assembly';
import { fail, Judgement, Rule, TEMPLATE, worstOfAll } from '../../core/rule';
import { NamedText, namedTexts, Reading, secretOf } from '../named-texts';

/** It names the place and the kind of secret, never its value. */
export const noSecretBesideResources: Rule = {
  id: 'SECRET-11',
  types: [TEMPLATE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no secret is written into metadata, mappings or custom resources',
  why: 'They are part of the template: whoever may describe the stack reads them, and NoEcho does not hide them.',
  fix: 'keep it in Secrets Manager and hand on its ARN',
  topics: ['secrets'],
  controls: ['D1', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check: (_, template) => worstOfAll(judge(template)),
};

/** A dynamic reference is not resolved in any of these: it stays what it is. */
const REFERENCE = /^\{\{resolve:(secretsmanager|ssm-secure):/;

function judge({ body }: Template): Judgement[] {
  const { Mappings, Metadata, Resources = {} } = body;
  return [
    ...found(Mappings, 'Mappings', 'value'),
    ...found(withoutOwn(Metadata), 'Metadata', 'value'),
    ...Object.entries<any>(Resources).flatMap(([id, resource]) => [
      ...found(withoutOwn(resource?.Metadata), `Resources.${id}.Metadata`, 'script'),
      ...(isCustom(resource) ? found(withoutOwn(resource.Properties), `Resources.${id}.Properties`, 'value') : []),
    ]),
  ];
}

const isCustom = (resource: any): boolean => {
  const type = String(resource?.Type);
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
};

/** What CDK writes about its own work: paths, assets, hashes. Nearly every resource has it, and nothing else. */
const BY_CDK = /^(aws:(cdk|asset):|cdk_nag$|ServiceToken$|ServiceTimeout$|SourceObjectKeys$)/;

function withoutOwn(value: any): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const others = Object.entries(value).filter(([key]) => !BY_CDK.test(key));
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

function found(value: unknown, place: string, reading: Reading): Judgement[] {
  if (value === undefined) return [];
  return [...namedTexts(value, '', place)]
    .filter(({ text }) => !REFERENCE.test(text))
    .flatMap((one) => {
      const secret = secretOf(one, 'value') ?? (reading === 'value' ? undefined : inScript(one));
      return secret ? [fail(secret, one.at)] : [];
    });
}

const inScript = (one: NamedText): string | undefined => (/[\s=]/.test(one.text) ? secretOf(one, 'script') : undefined);
