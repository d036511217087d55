import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { allow, Area, KEEP, logRows, Row } from './table';
import { ApiGatewayAccount } from '../../../lib';
import { resourcesOf } from '../mutate';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const FUNCTION = 'AWS::Lambda::Function';
const ADMINISTRATOR = ['arn:aws:iam::aws:policy/AdministratorAccess'];

const ROWS: Row[] = [
  ...['LogRole', 'Setter'].flatMap((of): Row[] => [
    [ROLE, of, 'AssumeRolePolicyDocument.Statement.0.Principal', '*', { AWS: '*' }, { AWS: '222222222222' }],
    [ROLE, of, 'ManagedPolicyArns', KEEP, ADMINISTRATOR],
  ]),
  [ROLE, 'LogRole', 'Policies.0.PolicyDocument.Statement.0.Action', 'logs:*', '*'],
  [ROLE, 'LogRole', 'Policies.1', KEEP, { PolicyName: 'x', PolicyDocument: allow({ Action: '*', Resource: '*' }) }],
  [POLICY, '', 'PolicyDocument.Statement.1.Resource', '*'],
  [POLICY, '', 'PolicyDocument.Statement.2.Action', 'apigateway:*', '*'],
  [POLICY, '', 'PolicyDocument.Statement.2.Resource', '*'],
  [POLICY, '', 'PolicyDocument.Statement.3.Resource', '*', 'arn:aws:iam::111111111111:role/*'],
  [FUNCTION, '', 'Timeout'],
  [FUNCTION, '', 'TracingConfig'],
  [FUNCTION, '', 'LoggingConfig'],
  [FUNCTION, '', 'RecursiveLoop', KEEP, 'Allow'],
  [FUNCTION, '', 'Runtime', KEEP, 'nodejs16.x'],
  ...logRows('Setter'),
];

export const ACCOUNT: Area = {
  build: (stack) => void ApiGatewayAccount.shared(stack),
  rows: ROWS,
  attacks: [
    {
      name: 'more for the function that sets the role',
      apply: (stack) =>
        new CfnPolicy(stack, 'X', {
          policyName: 'x',
          roles: [resourcesOf(stack, ROLE, 'Setter')[0].ref],
          policyDocument: allow({ Action: 'apigateway:*', Resource: '*' }),
        }),
    },
    {
      name: 'more for the role of the logs',
      apply: (stack) =>
        new CfnPolicy(stack, 'X', {
          policyName: 'x',
          roles: [resourcesOf(stack, ROLE, 'LogRole')[0].ref],
          policyDocument: allow({ Action: 's3:*', Resource: '*' }),
        }),
    },
  ],
  harmless: {
    'AWS::IAM::Role.Description': 'a name',
    'AWS::IAM::Policy.PolicyName': 'a name',
    'AWS::IAM::Policy.Roles': 'names its subject',
    'AWS::Lambda::Function.*': 'as it is with a function',
    'AWS::CloudWatch::Alarm.*': 'a function without an alarm warns only (FUNCTION-13)',
    'AWS::SNS::Topic.*': 'as it is with a function',
    'AWS::SNS::TopicPolicy.*': 'as it is with a function',
    'AWS::KMS::Key.*': 'the operations key, as it is with a function',
    'Custom::ApiGatewayAccount.ServiceToken': 'names its subject',
    'Custom::ApiGatewayAccount.ServiceTimeout': 'how long a deployment waits',
  },
  spared: [
    [
      ['Custom::ApiGatewayAccount', '', 'RoleArn', KEEP, 'arn:aws:iam::111111111111:role/other'],
      'its function may pass one role only, which its policy says',
    ],
    [
      [ROLE, 'LogRole', '@DeletionPolicy', 'Delete'],
      'then logs end with the stack; no rule is about roles that are kept',
    ],
    [
      [ROLE, 'LogRole', 'AssumeRolePolicyDocument.Statement.0.Principal', KEEP, { AWS: '111111111111' }],
      'identities of the own account need a policy of their own for it',
    ],
    [
      [POLICY, '', 'PolicyDocument.Statement.3.Condition'],
      'it still passes that one role only, which trusts API Gateway alone',
    ],
    [
      [ROLE, 'LogRole', 'Policies.0.PolicyDocument.Statement.0.Resource', KEEP, '*'],
      'the construct waives ROLE-02 for it: it writes the logs of every API anyway',
    ],
  ],
};
