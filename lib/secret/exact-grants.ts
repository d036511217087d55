import { Stack } from 'aws-cdk-lib';
import { Grant, IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

/** What a grant method gives, action by action. */
export interface SecretAccess {
  readonly onSecret: readonly string[];
  /** What the secret's key has to allow for that. */
  readonly onKey: readonly string[];
}

/** `DescribeSecret` is for AWS's caching clients. */
export const READ: SecretAccess = {
  onSecret: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
  onKey: ['kms:Decrypt'],
};
/** "Required permissions" of PutSecretValue, Secrets Manager API reference. CDK's own lets the writer change the key as well. */
export const WRITE: SecretAccess = {
  onSecret: ['secretsmanager:PutSecretValue'],
  onKey: ['kms:Decrypt', 'kms:GenerateDataKey'],
};

/** Grants exact actions on one secret. The key is granted by identity only: its policy names nobody. */
export function grantSecret(
  secret: ISecret,
  arn: string,
  grantee: IGrantable,
  access: SecretAccess,
  stages?: readonly string[],
): Grant {
  const conditions = stages && { 'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': [...stages] } };
  if (secret.encryptionKey) {
    grantee.grantPrincipal.addToPrincipalPolicy?.(
      new PolicyStatement({
        actions: [...access.onKey],
        resources: [secret.encryptionKey.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(secret).region}.amazonaws.com` } },
      }),
    );
  }
  return Grant.addToPrincipalOrResource({
    grantee,
    resource: secret as any,
    actions: [...access.onSecret],
    resourceArns: [arn],
    conditions,
  });
}
