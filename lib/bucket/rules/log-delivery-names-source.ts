import { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { bindings, Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { bucketStatements } from '../bucket-policies';
import { LOG_DELIVERY } from '../log-targets';

export const logDeliveryNamesSource: Rule<BucketProps> = {
  id: 'BUCKET-12',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'access logs are taken only from a named account and named buckets',
  why: 'S3 delivers for every customer who knows the name of the bucket: strangers would write into your logs.',
  fix: 'give the statement for logging.s3.amazonaws.com conditions on aws:SourceAccount and aws:SourceArn',
  topics: ['confused-deputy', 'logging'],
  controls: ['A7', 'G1'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(bucket: Resource): Judgement {
  const statements = bucketStatements(bucket);
  if (!statements) return unknown('a bucket policy that cannot be read here');
  return worst(statements.filter(isDelivery).map(judge));
}

const isDelivery = ({ effect, principals }: Statement): boolean =>
  effect === 'Allow' && Boolean(principals?.some(({ kind, value }) => kind === 'Service' && value === LOG_DELIVERY));

function judge(statement: Statement): Judgement {
  // a pattern for every bucket will do here: the account is what keeps strangers out
  const hasArn = statement.conditions.some(
    ({ operator, key, values }) =>
      key === 'aws:sourcearn' &&
      /^(Arn|String)(Like|Equals)$/i.test(operator) &&
      !values.some((one) => /^[*?]*$/.test(one)),
  );
  const hasAccount = bindings(statement).some(({ key }) => key === 'aws:sourceaccount');
  if (hasArn && hasAccount) return PASS;
  return fail(`${LOG_DELIVERY} without ${hasAccount ? 'aws:SourceArn' : 'aws:SourceAccount'}`);
}
