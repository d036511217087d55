import type { StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import { is, isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';

export const keepDataOutOfLogs: Rule<StateMachineProps> = {
  id: 'WORKFLOW-02',
  types: ['AWS::StepFunctions::StateMachine'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'logs hold no input and output of states, unless a customer key encrypts them',
  why: 'Whatever the workflow works on lies readable in the log group, for everybody who may read logs and as long as they are kept.',
  fix: 'leave includeExecutionData false, or log to a SecureLogGroup, which is encrypted with KeyRing.of(this).operations()',
  topics: ['logging', 'encryption'],
  controls: ['G3', 'D4', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (machine) => {
    const included = machine.get('LoggingConfiguration.IncludeExecutionData');
    const level: unknown = machine.get('LoggingConfiguration.Level');
    if (level === 'OFF' || included === undefined || is(included, false) === 'pass') return PASS;
    const at = 'Properties.LoggingConfiguration.IncludeExecutionData';
    const destinations: unknown = machine.get('LoggingConfiguration.Destinations');
    const groups = (Array.isArray(destinations) ? destinations : []).map((one) =>
      machine.assembly.find(one?.CloudWatchLogsLogGroup?.LogGroupArn, 'AWS::Logs::LogGroup'),
    );
    if (groups.length > 0 && groups.every((one) => one && isPresent(one.get('KmsKeyId')))) return PASS;
    if (is(included, true) !== 'pass') return unknown('IncludeExecutionData is not known', at);
    return groups.some((one) => one && !isPresent(one.get('KmsKeyId')))
      ? fail('IncludeExecutionData, to a log group without a key', at)
      : unknown('IncludeExecutionData, to a log group that is not seen here', at);
  },
};
