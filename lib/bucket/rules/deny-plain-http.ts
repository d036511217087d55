import { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { Condition, statementsOf } from '../../core/policy';
import { advise, fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { policiesOf, refuses } from '../bucket-policies';

const OLDEST = 1.2;

export const denyPlainHttp: Rule<BucketProps> = {
  id: 'BUCKET-03',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the bucket policy denies everybody plain HTTP and TLS below 1.2',
  why: 'S3 also answers plain HTTP: objects and signed URLs can be read and changed on the way.',
  fix: 'set enforceSSL to true and minimumTLSVersion to 1.2; a bucket has one policy only, so add other statements by addToResourcePolicy',
  topics: ['transport'],
  controls: ['E2', 'FSBP S3.5', 'AwsSolutions-S10'],
  migration: 'breaks-callers',
  reaches: ['construct', 'mixin'],
  secure: {
    // the L2 throws on a minimum without enforceSSL
    props: ({ given }) => (given.enforceSSL === false ? {} : { enforceSSL: true, minimumTLSVersion: OLDEST }),
  },
  check,
};

function check(bucket: Resource): Judgement {
  const policies = policiesOf(bucket);
  if (policies.length === 0) return fail('no bucket policy');
  // of several policies only the last one deployed is in force, so each has to hold
  return worst(policies.map((policy) => ofPolicy(policy, bucket)));
}

function ofPolicy(policy: Resource, bucket: Resource): Judgement {
  const statements = statementsOf(policy);
  if (!statements) return unknown(`a bucket policy that cannot be read here (${policy.logicalId})`);
  const everything = { action: 's3:*', targets: ['bucket', 'objects'] as const };
  if (!refuses(statements, bucket, { ...everything, meets: isMetByPlainHttp })) {
    return fail(`plain HTTP is not denied to everybody by ${policy.logicalId}`);
  }
  return refuses(statements, bucket, { ...everything, meets: isMetByOldTls })
    ? PASS
    : advise(fail(`TLS below ${OLDEST} is not denied to everybody by ${policy.logicalId}`)); // S3 itself takes nothing older any more
}

const isMetByPlainHttp = ({ operator, key, values }: Condition): boolean =>
  key === 'aws:securetransport' && /^Bool(IfExists)?$/.test(operator) && values.join().toLowerCase() === 'false';

const isMetByOldTls = ({ operator, key, values }: Condition): boolean =>
  key === 's3:tlsversion' &&
  /^NumericLessThan(IfExists)?$/.test(operator) &&
  values.some((one) => Number(one) >= OLDEST);
