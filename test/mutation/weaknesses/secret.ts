import { CfnOutput, CfnParameter, SecretValue, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, AnyPrincipal, CfnAccessKey, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { allow, Area, childOf, KEEP, keyRows, Row } from './table';
import { SecureSecret } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const SECRET = 'AWS::SecretsManager::Secret';
const ROWS: Row[] = [
  [SECRET, 'Stack/Secret', 'KmsKeyId', 'alias/aws/secretsmanager', ''],
  [SECRET, 'Stack/Secret', 'SecretString', KEEP, 'hunter2', '{"password":"hunter2"}'],
  [
    SECRET,
    'Stack/Secret',
    'GenerateSecretString',
    KEEP,
    { SecretStringTemplate: '{"password":"hunter2"}', GenerateStringKey: 'x' },
  ],
  ...keyRows('Data'),
];

const secretOf = (stack: Stack) => childOf<SecureSecret>(stack, 'Secret');
const readers = (principal: AnyPrincipal | AccountPrincipal) =>
  new PolicyStatement({ principals: [principal], actions: ['secretsmanager:GetSecretValue'], resources: ['*'] });

const ATTACKS: Attack[] = [
  {
    name: 'a public policy through the L2',
    apply: (s) => secretOf(s).addToResourcePolicy(readers(new AnyPrincipal())),
  },
  {
    name: 'a policy for a foreign account',
    apply: (s) => secretOf(s).addToResourcePolicy(readers(new AccountPrincipal('222222222222'))),
  },
  {
    name: 'a public policy beside',
    apply: (s) =>
      new CfnResourcePolicy(s, 'X', {
        secretId: secretOf(s).secretArn,
        resourcePolicy: allow({ Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' }),
      }),
  },
  {
    name: 'an L1 property set to nothing',
    apply: (s) => void ((resourcesOf(s, SECRET)[0] as CfnSecret).kmsKeyId = undefined),
  },
  {
    name: 'a value through the L1',
    apply: (s) => {
      const secret = resourcesOf(s, SECRET)[0] as CfnSecret;
      secret.generateSecretString = undefined;
      secret.secretString = SecretValue.unsafePlainText('hunter2').unsafeUnwrap();
    },
  },
  { name: 'the value put out', apply: (s) => new CfnOutput(s, 'X', { value: secretOf(s).secretValue.unsafeUnwrap() }) },
  {
    name: 'the key of a user put out',
    apply: (s) =>
      new CfnOutput(s, 'Out', { value: new CfnAccessKey(s, 'X', { userName: 'deployer' }).attrSecretAccessKey }),
  },
  {
    name: 'a password as the default of a parameter',
    apply: (s) => new CfnParameter(s, 'Password', { noEcho: true, default: 'hunter2' }),
  },
  { name: 'a password typed in for all to see', apply: (s) => new CfnParameter(s, 'Password') },
];

export const SECRET_AREA: Area = {
  build: (stack) => void new SecureSecret(stack, 'Secret', { rotation: 'each quarter by the platform team' }),
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::SecretsManager::Secret.Tags':
      'statements for people and reports; a class of internal data is a statement too',
    'AWS::KMS::Key.Description': 'a name',
  },
  spared: [
    [
      [SECRET, 'Stack/Secret', '@DeletionPolicy', 'Delete'],
      'a warning: Secrets Manager itself gives a deleted secret back for some time',
    ],
    [[SECRET, 'Stack/Secret', '@UpdateReplacePolicy', 'Delete'], 'the same'],
  ],
};
