import { CfnGraphQLApi, FieldLogLevel, LogConfig } from 'aws-cdk-lib/aws-appsync';
import { Grant, IRoleRef, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';

/**
 * Logs without content, into a group that is there before the first request. CDK's `logConfig` makes no group: it sets the
 * retention of AppSync's own by a custom resource, without a key, and takes a managed policy that writes to every group.
 */
export function logRequestsOf(api: Construct, apiId: string, said: LogConfig = {}): ILogGroup {
  // AppSync writes to the group of this name and to no other ("Monitoring and logging", AppSync developer guide)
  const logGroupName = `/aws/appsync/apis/${apiId}`;
  const group = new SecureLogGroup(api, 'Logs', { logGroupName, retention: said.retention });
  partOfParent(group);
  (api.node.defaultChild as CfnGraphQLApi).logConfig = {
    cloudWatchLogsRoleArn: (said.role ?? writerOf(api, group)).roleRef.roleArn,
    excludeVerboseContent: said.excludeVerboseContent ?? true,
    fieldLogLevel: said.fieldLogLevel ?? FieldLogLevel.ERROR,
  };
  return group;
}

/** May write into this group, and make none. */
function writerOf(api: Construct, group: ILogGroup): IRoleRef {
  const grantee = new Role(api, 'ApiLogsRole', { assumedBy: new ServicePrincipal('appsync.amazonaws.com') });
  // the ARN of a group ends with `:*`, which is its streams
  const resourceArns = [group.logGroupArn];
  Grant.addToPrincipal({ grantee, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resourceArns });
  return grantee;
}
