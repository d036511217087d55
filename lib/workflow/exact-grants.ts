import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Lets somebody look at a machine and its executions, and at nothing else: CDK's `grantRead` describes every machine and
 * activity of the account. The key is granted by identity only.
 */
export function grantLook(machine: StateMachine, grantee: IGrantable, key: IKey | undefined): Grant {
  const executions = Stack.of(machine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return together([
    Grant.addToPrincipal({
      grantee,
      actions: ['states:DescribeStateMachine', 'states:ListExecutions'],
      resourceArns: [machine.stateMachineArn],
    }),
    Grant.addToPrincipal({
      grantee,
      actions: ['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'],
      resourceArns: [executions],
    }),
    ...useKey(machine, grantee, key, ['kms:Decrypt']),
  ]);
}

/** What a call of Step Functions needs of the machine's key: only through Step Functions, only for this machine. */
export function useKey(machine: StateMachine, grantee: IGrantable, key: IKey | undefined, actions: string[]): Grant[] {
  if (!key) return [];
  const conditions = {
    StringEquals: {
      'kms:ViaService': `states.${Stack.of(machine).region}.amazonaws.com`,
      'kms:EncryptionContext:aws:states:stateMachineArn': machine.stateMachineArn,
    },
  };
  return [Grant.addToPrincipal({ grantee, actions, resourceArns: [key.keyArn], conditions })];
}

export const together = ([first, ...rest]: Grant[]): Grant => rest.reduce((all, one) => all.combine(one), first);
