import { ArnFormat, Aws, Fn, Stack } from 'aws-cdk-lib';
import { CfnLogDeliveryConfiguration, UserPool } from 'aws-cdk-lib/aws-cognito';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';

/**
 * Exports what threat protection says of each sign-in, failed ones too, to a log group of the pool's own ("Exporting logs from
 * Amazon Cognito user pools", Cognito developer guide). Below `/aws/vendedlogs/` all groups share one resource policy.
 */
export function keepSignIns(pool: UserPool): void {
  const stack = Stack.of(pool);
  // the group outlives its stack: the stack's own id keeps a second life from meeting the first
  const life = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  const logGroupName = `/aws/vendedlogs/cognito/${stack.stackName}-${pool.node.addr.slice(-8)}-${life}`;
  const group = new SecureLogGroup(pool, 'SignIns', { logGroupName });
  partOfParent(group);
  // Cognito takes the ARN without the `:*` that CloudFormation adds
  const logGroupArn = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: group.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  new CfnLogDeliveryConfiguration(pool, 'SignInLog', {
    userPoolId: pool.userPoolId,
    logConfigurations: [
      { eventSource: 'userAuthEvents', logLevel: 'INFO', cloudWatchLogsConfiguration: { logGroupArn } },
    ],
  });
}
