import { FunctionProps, LoggingFormat } from 'aws-cdk-lib/aws-lambda';
import { Rule } from '../../core/rule';

export const jsonLogs: Rule<FunctionProps> = {
  id: 'FUNCTION-07',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'the logs of a function are JSON',
  why: 'Lines of text can be forged by a line break in the input, and no alarm or search can rely on their fields.',
  fix: 'set loggingFormat to LoggingFormat.JSON',
  topics: ['logging'],
  controls: ['G1', 'PureSec SAS-5'],
  // metric filters and parsers that expect text stop matching
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: () => ({ loggingFormat: LoggingFormat.JSON }),
    cfn: () => ({ LoggingConfig: { LogFormat: 'JSON' } }),
  },
};
