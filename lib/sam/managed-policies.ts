import { isIntrinsic, managedPolicy } from './intrinsic-shapes';

/** AWS' managed policies that do not lie at the root, as far as functions and state machines use them. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  'service-role': [
    ...['AWSLambdaBasicExecutionRole', 'AWSLambdaBasicDurableExecutionRolePolicy', 'AWSLambdaDynamoDBExecutionRole'],
    ...['AWSLambdaENIManagementAccess', 'AWSLambdaKinesisExecutionRole', 'AWSLambdaMSKExecutionRole', 'AWSLambdaRole'],
    ...['AWSLambdaSQSQueueExecutionRole', 'AWSLambdaVPCAccessExecutionRole', 'AWSCodeDeployRoleForLambda'],
    ...['AmazonS3ObjectLambdaExecutionRolePolicy', 'AmazonAPIGatewayPushToCloudWatchLogs', 'AWSBatchServiceRole'],
    ...['AmazonEC2ContainerServiceRole', 'AmazonECSTaskExecutionRolePolicy', 'AWSGlueServiceRole', 'AWSConfigRole'],
    ...['AWSAppSyncPushToCloudWatchLogs', 'AWSTransferLoggingAccess', 'AmazonSNSRole'],
  ],
  'job-function': [
    ...['Billing', 'DataScientist', 'DatabaseAdministrator', 'NetworkAdministrator', 'SupportUser'],
    ...['SystemAdministrator', 'ViewOnlyAccess'],
  ],
};

const PATH_OF = new Map(Object.entries(PATHS).flatMap(([path, names]) => names.map((name) => [name, path] as const)));

/** The ARN of what a policy names: by the name of a managed policy of AWS, or by its own ARN. */
export function managedPolicyArn(named: unknown): unknown {
  if (typeof named !== 'string' || isIntrinsic(named) || named.startsWith('arn:')) return named;
  const path = PATH_OF.get(named);
  return managedPolicy(path === undefined ? named : `${path}/${named}`);
}
