import type { StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import { Rule } from '../../core/rule';

export const traceExecutions: Rule<StateMachineProps> = {
  id: 'WORKFLOW-03',
  types: ['AWS::StepFunctions::StateMachine'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'executions of a state machine are traced',
  why: 'Without a trace nobody can follow a request through the workflow and the functions it calls.',
  fix: 'set tracingEnabled to true',
  topics: ['monitoring'],
  controls: ['G8', 'AwsSolutions-SF2', 'Serverless-StepFunctionStateMachineXray'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint'],
  secure: {
    props: () => ({ tracingEnabled: true }),
    cfn: () => ({ TracingConfiguration: { Enabled: true } }),
  },
};
