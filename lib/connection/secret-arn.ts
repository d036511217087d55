import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

/** An imported secret may be known without the six signs that Secrets Manager appends. */
export function arnInPolicies(secret: ISecret): string {
  if (secret.secretFullArn) return secret.secretFullArn;
  const { secretArn } = secret;
  if (Token.isUnresolved(secretArn) || secretArn.startsWith('arn:')) return `${secretArn}-??????`;
  return Stack.of(secret).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${secretArn}-??????`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
