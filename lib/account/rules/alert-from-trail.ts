import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

export const alertFromTrail: Rule = {
  id: 'ACCOUNT-09',
  types: ['AWS::CloudTrail::Trail'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a trail also writes to a log group, for alarms to hear of it',
  why: 'Files in a bucket are read after the damage; metric filters on a log group raise an alarm while it happens.',
  fix: 'set sendToCloudWatchLogs to true, or CloudWatchLogsLogGroupArn and its role',
  topics: ['monitoring', 'logging'],
  controls: ['G2', 'G4', 'FSBP CloudTrail.5'],
  migration: 'in-place',
  reaches: [],
  check: (trail) =>
    isPresent(trail.get('CloudWatchLogsLogGroupArn'))
      ? PASS
      : fail('CloudWatchLogsLogGroupArn not set', 'Properties.CloudWatchLogsLogGroupArn'),
};
