import { CfnOutput, CfnParameter, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import { CfnIdentityPool, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnAccessKey } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';

/** Users whom anybody can be, and secrets that everybody can read. */
export function addSignIn(stack: Stack): void {
  const users = new UserPool(stack, 'Users', {
    mfa: Mfa.OFF, // IDENTITY-01
    passwordPolicy: { minLength: 6 }, // IDENTITY-03
    deletionProtection: false, // IDENTITY-05
  });
  users.addClient('Web', {
    oAuth: {
      flows: { implicitCodeGrant: true }, // IDENTITY-09
      callbackUrls: ['http://localhost:3000'], // IDENTITY-10
    },
    preventUserExistenceErrors: false, // IDENTITY-12
    accessTokenValidity: Duration.days(1), // IDENTITY-13
    enableTokenRevocation: false, // IDENTITY-14
  });
  new CfnIdentityPool(stack, 'Guests', {
    allowUnauthenticatedIdentities: true, // IDENTITY-15
  });
  new Secret(stack, 'Database', {
    secretStringValue: SecretValue.unsafePlainText('hunter2'), // SECRET-01
    encryptionKey: undefined, // SECRET-02
  });
  new StringParameter(stack, 'DatabasePassword', {
    stringValue: 'hunter2', // SECRET-05
  });
  new CfnParameter(stack, 'AdminPassword', {
    default: 'hunter2', // SECRET-06
    noEcho: false, // SECRET-07
  });
  const key = new CfnAccessKey(stack, 'DeployKey', { userName: 'deployer' });
  new CfnOutput(stack, 'DeploySecret', {
    value: key.attrSecretAccessKey, // SECRET-08
  });
}
