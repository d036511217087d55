import { fail, PASS, Rule } from '../../core/rule';

const OPTION = 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption';

/** It only warns: what an application does is in its own hands. */
export const logAnalytics: Rule = {
  id: 'STREAM-10',
  types: ['AWS::KinesisAnalyticsV2::Application'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'an application on a stream logs what it does',
  why: 'Managed Flink restarts what failed without a word: only the log says which record stopped it.',
  fix: `add an ${OPTION} with a log stream, or use the L2 of the application, which does`,
  topics: ['logging'],
  controls: ['G1'],
  migration: 'in-place',
  reaches: [],
  check: (application) =>
    application.assembly.about(application, OPTION).length > 0 ? PASS : fail('no log stream', 'Properties'),
};
