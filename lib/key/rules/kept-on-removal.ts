import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

const LEAST_DAYS = 14;

export const keptOnRemoval: Rule = {
  id: 'KEY-04',
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: `the key outlives its stack, and its deletion waits for ${LEAST_DAYS} days or longer`,
  why: 'When the key is gone, everything it encrypted is gone: in buckets, tables, backups and logs that were kept.',
  fix: 'set removalPolicy to RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE or RETAIN, and leave pendingWindow at 30 days',
  topics: ['retention', 'encryption'],
  controls: ['E4', 'FSBP KMS.3'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (key) =>
    worst([
      attribute(key, 'DeletionPolicy', ['Retain', 'RetainExceptOnCreate']),
      attribute(key, 'UpdateReplacePolicy', ['Retain']),
      window(key),
    ]),
};

/** CloudFormation deletes when the attribute is absent. With its language extensions it may hold an intrinsic function. */
function attribute(key: Resource, name: string, wanted: readonly string[]): Judgement {
  const value = key.raw[name];
  if (wanted.includes(value)) return PASS;
  if (typeof value === 'object' && value !== null) return unknown(`${name} is not known`, name);
  return fail(value === undefined ? `${name} not set` : `${name} = ${readable(value)}`, name);
}

function window(key: Resource): Judgement {
  const days = key.get('PendingWindowInDays');
  const at = 'Properties.PendingWindowInDays';
  if (days === undefined || Number(days) >= LEAST_DAYS) return PASS;
  return isUnknown(days)
    ? unknown('PendingWindowInDays is not known', at)
    : fail(`PendingWindowInDays = ${readable(days)}`, at);
}
