import { CfnStage, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { stageNameOf } from './private-policy';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';

/** API Gateway would make the group itself with the first request: without a key of ours, and kept for ever. */
export function prepareExecutionLogs(api: RestApi): void {
  const group = new SecureLogGroup(api, 'ExecutionLogs', {
    logGroupName: `API-Gateway-Execution-Logs_${api.restApiId}/${stageNameOf(api)}`,
  });
  partOfParent(group);
  (api.deploymentStage.node.defaultChild as CfnStage).node.addDependency(group);
}
