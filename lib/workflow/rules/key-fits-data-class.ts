import type { StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import type { Judgement } from '../../core/rule';
import { fail, PASS, Rule } from '../../core/rule';
import { keyFitsStatedClass, statedClass } from '../../core/stated-class';
import type { Resource } from '../../core/assembly';

/** Step Functions encrypts with a key of AWS when nothing is said: only what a machine states about its data asks for more. */
export const machineKeyFitsDataClass: Rule<StateMachineProps> = {
  id: 'WORKFLOW-04',
  types: ['AWS::StepFunctions::StateMachine'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'executions with personal or secret data are encrypted with a customer key',
  why: 'The history keeps what every state took and gave for 90 days; with a key of AWS everybody with states:GetExecutionHistory reads it.',
  fix: 'use SecureStateMachine, set encryptionConfiguration with a key, or correct the tag data-class',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(machine: Resource): Judgement {
  const judged = keyFitsStatedClass(machine, 'EncryptionConfiguration.KmsKeyId');
  const stated = statedClass(machine);
  if (judged.verdict !== 'pass' || stated === undefined || stated === 'internal') return judged;
  const type: unknown = machine.get('EncryptionConfiguration.Type');
  return type === 'AWS_OWNED_KEY' ? fail(`Type ${type}`, 'Properties.EncryptionConfiguration.Type') : PASS;
}
