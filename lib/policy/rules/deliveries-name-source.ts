import type { Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { allows } from '../judge-statements';
import { sourcesOf } from '../service-sources';

/** Services whose guide shows a source condition for the bucket they deliver to, by the page that does. */
const SHOWN_WITH_SOURCE: Readonly<Record<string, string>> = {
  'cloudtrail.amazonaws.com': 'Amazon S3 bucket policy for CloudTrail, CloudTrail user guide',
  'config.amazonaws.com': 'Permissions for the Amazon S3 bucket for the delivery channel, AWS Config developer guide',
  'delivery.logs.amazonaws.com': 'Logs sent to Amazon S3, CloudWatch Logs user guide',
};

/** It only warns: the folder in the resource already names the account. Without it, POLICY-03 blocks. */
export const deliveriesNameSource: Rule = {
  id: 'POLICY-10',
  types: ['AWS::S3::BucketPolicy'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'services that deliver logs and records to a bucket are told for whom',
  why: 'The service writes for every customer: only the name of a folder keeps those of others out, and of your own account every trail may write.',
  fix: 'add conditions on aws:SourceArn (the trail) or aws:SourceAccount, as the guide of the service shows',
  topics: ['confused-deputy', 'logging'],
  controls: ['A7', 'G9'],
  migration: 'in-place',
  reaches: [],
  check: (policy) => allows(policy, judge),
};

function judge(statement: Statement): Judgement {
  const writes = (statement.actions ?? []).some((one) => /^s3:(\*|put)/i.test(one) || one === '*');
  const service = (statement.principals ?? []).find(
    ({ kind, value }) => kind === 'Service' && value in SHOWN_WITH_SOURCE,
  );
  if (!writes || !service || sourcesOf(statement).length > 0) return PASS;
  return fail(`${service.value} without a source condition`, statement.at);
}
