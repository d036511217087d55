import type { PolicyDocument } from './policy-document';

const WRITE_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

function granting(actions: readonly string[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } };
}

/** The text of managed policies is not in a template: one that is not listed here cannot be judged. */
export const AWS_MANAGED_POLICIES: Readonly<Record<string, PolicyDocument>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': granting(WRITE_LOGS),
  'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole': granting([
    ...WRITE_LOGS,
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ]),
  'arn:aws:iam::aws:policy/AdministratorAccess': granting(['*']),
};
