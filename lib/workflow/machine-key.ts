import { Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import {
  CfnStateMachine,
  CustomerManagedEncryptionConfiguration,
  EncryptionConfiguration,
  StateMachine,
} from 'aws-cdk-lib/aws-stepfunctions';
import { keyStatement, logRecordContext } from '../key/edges';

/** Five minutes: what Step Functions takes when nothing is said. */
const REUSE_SECONDS = 300;

/** A key and for how long Step Functions may use a data key made with it. */
export interface MachineKey {
  readonly key: IKey;
  readonly reuseSeconds: number;
}

/** The key that a configuration names; `undefined` for AWS's own. */
export function keyIn(
  configuration: EncryptionConfiguration | undefined,
  ring: IKey | undefined,
): MachineKey | undefined {
  if (configuration instanceof CustomerManagedEncryptionConfiguration) {
    const { kmsKey, kmsDataKeyReusePeriodSeconds: period } = configuration;
    return { key: kmsKey, reuseSeconds: period?.toSeconds() ?? REUSE_SECONDS };
  }
  return configuration === undefined && ring ? { key: ring, reuseSeconds: REUSE_SECONDS } : undefined;
}

/**
 * Encrypts a machine with a key. CDK would do it, but names the machine in its role's policy by `stateMachineName`, which a
 * machine without a name of its own has not: no execution could use the key. And it lets the log delivery of every account
 * decrypt with it. Step Functions warns against `kms:ViaService` in an execution role: the encryption context binds instead.
 */
export function encrypt(machine: StateMachine, { key, reuseSeconds }: MachineKey, logs: boolean): void {
  (machine.node.defaultChild as CfnStateMachine).encryptionConfiguration = {
    type: 'CUSTOMER_MANAGED_KMS_KEY',
    kmsKeyId: key.keyArn,
    kmsDataKeyReusePeriodSeconds: reuseSeconds,
  };
  const resources = [key.keyArn];
  const own = new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources,
    conditions: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': machine.stateMachineArn } },
  });
  // the machine waits for its role's policies, so one that names the machine stands beside them
  const policy = new Policy(machine, 'KeyPolicy', { statements: [own] });
  machine.role.attachInlinePolicy(policy);
  if (!logs) return;
  machine.addToRolePolicy(
    new PolicyStatement({
      actions: ['kms:GenerateDataKey'],
      resources,
      conditions: { StringLike: logRecordContext(Stack.of(machine)) },
    }),
  );
  key.addToResourcePolicy(keyStatement(machine, 'logDelivery'));
}
