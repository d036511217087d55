import type { StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

const ENOUGH = ['ALL', 'ERROR'];

export const logExecutions: Rule<StateMachineProps> = {
  id: 'WORKFLOW-01',
  types: ['AWS::StepFunctions::StateMachine'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a state machine logs its executions, their errors at least',
  why: 'An express workflow leaves no other trace, and the history of a standard one is gone after 90 days and in no search.',
  fix: 'use SecureStateMachine, or set logs: { destination, level: LogLevel.ALL }',
  topics: ['logging'],
  controls: ['G1', 'FSBP StepFunctions.1', 'AwsSolutions-SF1'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (machine) => {
    const config: any = machine.get('LoggingConfiguration');
    const at = 'Properties.LoggingConfiguration';
    if (isUnknown(config) || isUnknown(config?.Level)) return unknown('logging only known at deployment', at);
    if (!ENOUGH.includes(config?.Level)) return fail(config?.Level ? `Level ${config.Level}` : 'no logging', at);
    return isPresent(config.Destinations) ? PASS : fail('no Destinations', at);
  },
};
