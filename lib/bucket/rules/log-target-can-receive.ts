import { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { Condition, covers, Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { isUnknown, reference } from '../../core/text';
import { arnOf, bucketStatements, named } from '../bucket-policies';
import { LOG_DELIVERY, logSourcesOf } from '../log-targets';

/** "Enabling Amazon S3 server access logging", S3 user guide: what a destination bucket has to be. */
export const logTargetCanReceive: Rule<BucketProps> = {
  id: 'BUCKET-13',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a bucket that others send their access logs to can receive them',
  why: 'S3 drops logs that it cannot deliver, without an error anywhere.',
  fix: 'use a bucket in the same region and account with BucketEncryption.S3_MANAGED, no default Object Lock retention, and a policy that lets in logging.s3.amazonaws.com, such as LogBucket.of(this).bucket',
  topics: ['logging'],
  controls: ['G1', 'FSBP S3.9'],
  migration: 'manual',
  reaches: ['construct'],
  check,
};

function check(target: Resource): Judgement {
  const sources = logSourcesOf(target);
  if (sources.length === 0) return PASS;
  const rules = target.get('BucketEncryption.ServerSideEncryptionConfiguration');
  const algorithm = [rules].flat().find((one) => one?.ServerSideEncryptionByDefault)
    ?.ServerSideEncryptionByDefault.SSEAlgorithm;
  if (isUnknown(rules) || isUnknown(algorithm)) return unknown('encryption that is only known at deployment');
  if (algorithm !== undefined && algorithm !== 'AES256') return fail(`default encryption ${algorithm}`);
  if (target.get('ObjectLockConfiguration.Rule') !== undefined) return fail('a default Object Lock retention');
  if (target.get('AccessControl') === 'LogDeliveryWrite') return PASS;
  const statements = bucketStatements(target);
  if (!statements) return unknown('a bucket policy that cannot be read here');
  return worst(sources.map((source) => ofSource(source, target, statements)));
}

function ofSource(source: Resource, target: Resource, statements: readonly Statement[]): Judgement {
  for (const place of ['region', 'account'] as const) {
    const [from, to] = [source.template[place], target.template[place]];
    if (from !== to && from !== undefined && to !== undefined)
      return fail(`logs from ${source.logicalId} in ${place} ${from}`);
  }
  const prefix = source.get('LoggingConfiguration.LogFilePrefix') ?? '';
  const isLetIn = statements.some(
    ({ effect, principals, actions, resources, conditions }) =>
      effect === 'Allow' &&
      principals?.some(({ kind, value }) => kind === 'Service' && value === LOG_DELIVERY) &&
      covers(actions, 's3:PutObject') &&
      covers(
        resources?.map((one) => named(one, target)),
        `${arnOf(target)}/${prefix}log`,
      ) &&
      conditions.every((one) => isMetBy(source, one)),
  );
  return isLetIn ? PASS : fail(`a policy that does not let in ${LOG_DELIVERY} for ${source.logicalId}`);
}

function isMetBy(source: Resource, { key, values }: Condition): boolean {
  if (key === 'aws:sourceaccount') return values.some((one) => isUnknown(one) || source.template.isOwnAccount(one));
  if (key !== 'aws:sourcearn') return true;
  return (
    values.some((one) => isUnknown(one) || one === reference(source.key, 'Arn')) ||
    covers(
      values.map((one) => named(one, source)),
      arnOf(source),
    )
  );
}
