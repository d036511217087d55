import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnStateMachine, DefinitionBody, Pass } from 'aws-cdk-lib/aws-stepfunctions';
import { Attack, resourcesOf } from '../mutate';
import { allow, Area, KEEP, logRows, Row } from './table';
import { SecureStateMachine } from '../../../lib';

const MACHINE = 'AWS::StepFunctions::StateMachine';

const ROWS: Row[] = [
  [MACHINE, 'Machine', 'LoggingConfiguration'],
  [MACHINE, 'Machine', 'LoggingConfiguration.Level', 'OFF', 'FATAL'],
  [MACHINE, 'Machine', 'LoggingConfiguration.Destinations', []],
  [MACHINE, 'Machine', 'TracingConfiguration'],
  [MACHINE, 'Machine', 'TracingConfiguration.Enabled', false, 'false'],
  [MACHINE, 'Machine', 'EncryptionConfiguration'],
  [MACHINE, 'Machine', 'EncryptionConfiguration.KmsKeyId', 'alias/aws/states'],
  [MACHINE, 'Machine', 'EncryptionConfiguration.Type', KEEP, 'AWS_OWNED_KEY'],
  [
    MACHINE,
    'Machine',
    'DefinitionString',
    KEEP,
    '{"States":{"A":{"Parameters":{"Password":"correct-horse-battery"}}}}',
  ],
  ['AWS::IAM::Role', 'Machine', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  ['AWS::IAM::Policy', 'Machine/Role/DefaultPolicy', 'PolicyDocument.Statement.0.Action', '*', 'logs:*'],
  ['AWS::IAM::Policy', 'Machine/Role/DefaultPolicy', 'PolicyDocument.Statement.2.Resource', '*'],
  ['AWS::IAM::Policy', 'Machine/KeyPolicy', 'PolicyDocument.Statement.0.Action', 'kms:*'],
  ['AWS::IAM::Policy', 'Machine/KeyPolicy', 'PolicyDocument.Statement.0.Resource', '*'],
  ...logRows('Machine/Logs'),
];

const machineIn = (stack: Parameters<Attack['apply']>[0]) => resourcesOf(stack, MACHINE)[0] as CfnStateMachine;

const ATTACKS: Attack[] = [
  {
    name: 'data of executions in a log group without a key',
    apply: (s) => {
      machineIn(s).addPropertyOverride('LoggingConfiguration.IncludeExecutionData', true);
      resourcesOf(s, 'AWS::Logs::LogGroup', 'Machine')[0].addPropertyDeletionOverride('KmsKeyId');
    },
  },
  {
    name: 'a secret in a substitution',
    apply: (s) => machineIn(s).addPropertyOverride('DefinitionSubstitutions', { DbPassword: 'correct-horse-battery' }),
  },
  {
    name: 'an L1 property set to nothing',
    apply: (s) => void (machineIn(s).loggingConfiguration = undefined),
  },
  {
    name: 'the log delivery of every account let into the key',
    apply: (s) =>
      resourcesOf(s, 'AWS::KMS::Key', 'Data')[0].addPropertyOverride('KeyPolicy.Statement.9', {
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: 'kms:Decrypt*',
        Resource: '*',
      }),
  },
  {
    name: 'a policy beside, that lets its role do anything',
    apply: (s) =>
      new CfnPolicy(s, 'X', {
        policyName: 'x',
        policyDocument: allow({ Action: '*', Resource: '*' }),
        roles: [s.resolve((resourcesOf(s, 'AWS::IAM::Role', 'Machine')[0] as CfnPolicy).ref)],
      }),
  },
];

export const WORKFLOW: Area = {
  build: (stack) =>
    void new SecureStateMachine(stack, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Do')),
    }),
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    [`${MACHINE}.RoleArn`]: 'names the role; without one the deployment fails',
    'AWS::KMS::Key.*': 'the key of the ring, whose rows the bucket has',
    'AWS::IAM::Policy.PolicyName': 'a name',
    'AWS::IAM::Policy.Roles': 'names its subject: taken away, the role may do less',
    'AWS::Logs::LogGroup.LogGroupName': 'a name',
    [`${MACHINE}.Tags`]: 'the class it states asks for a key; nobody guesses one that is not stated',
  },
};
