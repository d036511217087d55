import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { arnInPolicies } from '../connection/secret-arn';

/** A group that exists already needs no `CreateLogGroup`. */
export const writeLogs = (logGroupArn: string): PolicyStatement =>
  new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] });

/** For a function that was told to use Lambda's default group, which nobody creates for it. */
export function writeDefaultLogs(fn: LambdaFunction): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [arnOfGroup(fn, `/aws/lambda/${fn.functionName}`)],
  });
}

/** In place of CloudWatchLambdaInsightsExecutionRolePolicy, which says the same. */
export const writeInsights = (fn: LambdaFunction): PolicyStatement =>
  new PolicyStatement({
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [arnOfGroup(fn, '/aws/lambda-insights')],
  });

function arnOfGroup(fn: LambdaFunction, name: string): string {
  return Stack.of(fn).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `${name}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** In place of AWSLambdaBasicDurableExecutionRolePolicy, on this function only. */
export const keepState = (fn: LambdaFunction): PolicyStatement =>
  new PolicyStatement({
    actions: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
    resources: [fn.functionArn, `${fn.functionArn}:*`],
  });

const INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * In place of AWSLambdaVPCAccessExecutionRole: Lambda manages interfaces with the function's role, so the role must be allowed
 * to. The function's own code must not: its calls carry `lambda:SourceFunctionArn`, those of the service do not ("Giving Lambda
 * functions access to resources in an Amazon VPC", Lambda developer guide, which denies by the function's ARN; the ARN of the
 * function in its own role's policy would be a circle).
 */
export const useNetworkInterfaces = (): PolicyStatement[] => [
  new PolicyStatement({ actions: INTERFACES, resources: ['*'] }),
  PolicyStatement.fromJson({
    Effect: 'Deny',
    Action: [...INTERFACES, 'ec2:DetachNetworkInterface'],
    Resource: '*',
    Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
  }),
];

/**
 * `GetSecretValue`, and `DescribeSecret` for AWS' caching clients. By identity only: `secret.grantRead` also writes to the key's
 * policy, and across stacks that is a circle.
 */
export function readSecret(secret: ISecret): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      resources: [arnInPolicies(secret)],
    }),
    ...(secret.encryptionKey
      ? [useKey(secret.encryptionKey, ['kms:Decrypt'], 'secretsmanager', secret.env.region)]
      : []),
  ];
}

/** The key, but only in the hands of the service that it is for. */
const useKey = (key: IKey, actions: string[], service: string, region: string): PolicyStatement =>
  new PolicyStatement({
    actions,
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
  });
