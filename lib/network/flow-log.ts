import { Stack } from 'aws-cdk-lib';
import { CfnFlowLog, Vpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';

/** Ten minutes: what VPC takes when nothing is said, and the cheaper of its two intervals. */
const INTERVAL_SECONDS = 600;

/**
 * Logs all traffic of a VPC. CDK's `FlowLog` also lets the role pass itself on, and trusts the service for every account ("IAM
 * role for publishing flow logs to CloudWatch Logs", VPC user guide, which asks for the two source conditions).
 */
export function logFlows(vpc: Vpc): void {
  const group = new SecureLogGroup(vpc, 'FlowLogs');
  partOfParent(group);
  const { account } = Stack.of(vpc);
  const flowLogs = Stack.of(vpc).formatArn({ service: 'ec2', resource: 'vpc-flow-log', resourceName: '*' });
  const role = new Role(vpc, 'FlowLogRole', {
    assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': flowLogs } },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: [group.logGroupArn],
    }),
  );
  const flowLog = new CfnFlowLog(vpc, 'FlowLog', {
    resourceType: 'VPC',
    resourceId: vpc.vpcId,
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    logGroupName: group.logGroupName,
    deliverLogsPermissionArn: role.roleArn,
    maxAggregationInterval: INTERVAL_SECONDS,
  });
  flowLog.node.addDependency(role); // with its policy, which is tried at once
}
