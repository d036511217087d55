import { LogGroupProps, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { isPresent } from '../../core/compare';
import type { ProfileName } from '../../core/profile';
import { fail, PASS, Rule } from '../../core/rule';

/** How long logs are kept: long enough to look into what is found late, and in regulated accounts as long as auditors ask. */
const RETENTION: Readonly<Record<ProfileName, RetentionDays>> = {
  development: RetentionDays.TWO_WEEKS,
  production: RetentionDays.ONE_YEAR,
  regulated: RetentionDays.TEN_YEARS,
};

export const stateRetention: Rule<LogGroupProps> = {
  id: 'LOGS-01',
  types: ['AWS::Logs::LogGroup'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'log retention is stated',
  why: 'Without it logs are kept, and paid for, for ever; nobody decided how long data about people may stay.',
  fix: 'set retention',
  topics: ['retention', 'logging'],
  controls: ['E4', 'G1', 'FSBP CloudWatch.16', 'Serverless-CloudWatchLogGroupRetentionPeriod'],
  // events older than the new retention are deleted for good
  migration: 'manual',
  reaches: ['construct'],
  secure: { props: ({ profile }) => ({ retention: RETENTION[profile] }) },
  check: (group) => (isPresent(group.get('RetentionInDays')) ? PASS : fail('RetentionInDays not set', 'Properties')),
};
