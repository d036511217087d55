import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

export const logWithoutCredentials: Rule = {
  id: 'WAF-04',
  types: ['AWS::WAFv2::WebACL'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a web ACL logs what it refuses to an aws-waf-logs- target, without tokens and cookies',
  why: 'Without logs nobody sees an attack or a false alarm; with the headers in them, whoever reads logs can act as every user.',
  fix: 'add an AWS::WAFv2::LoggingConfiguration to a log group named aws-waf-logs-…, with RedactedFields for the headers authorization and cookie',
  topics: ['logging', 'secrets', 'waf'],
  controls: ['G1', 'FSBP WAF.11'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (acl) => {
    const all = acl.assembly.about(acl, LOGGING);
    if (all.length === 0) {
      const open = acl.assembly.ofType(LOGGING).find((one) => one.exists() && isUnknown(one.get('ResourceArn')));
      return open ? unknown(`${open.logicalId}, whose web ACL is not known`) : fail('no logging configuration');
    }
    return worst(all.map((logging) => worst([target(logging), filter(logging), advise(redacted(logging, acl))])));
  },
};

const LOGGING = 'AWS::WAFv2::LoggingConfiguration';
const PREFIX = 'aws-waf-logs-';
const HEADERS = ['authorization', 'cookie'];

/** The property that names what WAF can log to. */
const TARGETS: Readonly<Record<string, string>> = {
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::S3::Bucket': 'BucketName',
};

function target(logging: Resource): Judgement {
  const listed = logging.get('LogDestinationConfigs');
  if (!isPresent(listed)) return fail('no target', `Properties.LogDestinationConfigs`);
  return worst(
    (Array.isArray(listed) ? listed : [listed]).map((one) => {
      const found = logging.assembly.find(one);
      const name = found && TARGETS[found.type] ? found.get(TARGETS[found.type]) : String(one).replace(/^.*[:/]/, '');
      const text = String(name ?? '');
      // what comes behind the prefix may be known later
      if (text.startsWith(PREFIX) || /:aws-waf-logs-[^:]*(:\*)?$/.test(String(one))) return PASS;
      const got = `a target named ${readable(name ?? 'by CloudFormation')}`;
      return isUnknown(text) ? unknown(got) : fail(got, 'Properties.LogDestinationConfigs');
    }),
  );
}

/** A filter may drop what was let through, never what was refused. */
function filter(logging: Resource): Judgement {
  const stated = logging.get('LoggingFilter');
  if (!isPresent(stated)) return PASS;
  if (isUnknown(stated) || isUnknown(stated.DefaultBehavior)) return unknown('a logging filter that is not known');
  const filters: any[] = Array.isArray(stated.Filters) ? stated.Filters : [];
  const speaksOf = (behavior: string) =>
    filters.some((one) => one?.Behavior === behavior && conditionsName(one.Conditions, 'BLOCK'));
  const drops = speaksOf('DROP') || (stated.DefaultBehavior === 'DROP' && !speaksOf('KEEP'));
  return drops ? fail('a filter that drops refused requests', 'Properties.LoggingFilter') : PASS;
}

const conditionsName = (conditions: unknown, action: string): boolean =>
  Array.isArray(conditions) && conditions.some((one) => one?.ActionCondition?.Action === action);

function redacted(logging: Resource, acl: Resource): Judgement {
  const fields = logging.get('RedactedFields');
  const protections = acl.get('DataProtectionConfig.DataProtections');
  const hidden = new Set([...redactedHeaders(fields), ...protectedHeaders(protections)]);
  const open = HEADERS.filter((header) => !hidden.has(header) && !hidden.has('*'));
  if (open.length === 0) return PASS;
  const got = `the ${open.join(' and ')} header${open.length > 1 ? 's' : ''} in its logs`;
  const isOpen = [fields, protections].some((one) => isUnknown(one) || [one].flat().some(isUnknown));
  return isOpen ? unknown(got) : fail(got);
}

function redactedHeaders(fields: unknown): string[] {
  if (!Array.isArray(fields)) return [];
  return fields.map((one) => String(one?.SingleHeader?.Name ?? '').toLowerCase());
}

/** `*` stands for all headers: a type without keys protects all of them. */
function protectedHeaders(protections: unknown): string[] {
  if (!Array.isArray(protections)) return [];
  return protections.flatMap((one) => {
    const { FieldType, FieldKeys } = one?.Field ?? {};
    if (FieldType === 'SINGLE_COOKIE' && !isPresent(FieldKeys)) return ['cookie'];
    if (FieldType !== 'SINGLE_HEADER') return [];
    return Array.isArray(FieldKeys) && FieldKeys.length > 0 ? FieldKeys.map((key) => String(key).toLowerCase()) : ['*'];
  });
}
