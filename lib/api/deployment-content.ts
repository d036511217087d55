import { CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import { Deployment, RestApi } from 'aws-cdk-lib/aws-apigateway';

/** What a deployment is a snapshot of. The API itself, with its policy, is in CDK's own digest. */
const CONTENT = new Set(
  ['Resource', 'Method', 'Model', 'Authorizer', 'RequestValidator', 'GatewayResponse'].map(
    (one) => `AWS::ApiGateway::${one}`,
  ),
);

/**
 * Makes the deployment's logical id change with everything that it deploys, as it is rendered. CDK looks at the props of its own
 * methods only: an override, a changed schema or a hardened L1 would pass every check and never go live.
 */
export function deployEveryChange(api: RestApi, deployment: Deployment): void {
  let isRendering = false;
  const produce = () => {
    // a part that names the deployment cannot be in its name
    if (isRendering) return undefined;
    isRendering = true;
    try {
      return contentOf(api);
    } finally {
      isRendering = false;
    }
  };
  // a cached one would keep what somebody saw who asked early
  deployment.addToLogicalId(Lazy.uncachedAny({ produce }));
}

function contentOf(api: RestApi): unknown[] {
  const stack = Stack.of(api);
  const own = JSON.stringify(stack.resolve(api.restApiId));
  return stack.node
    .findAll()
    .filter(
      (one): one is CfnResource =>
        CfnResource.isCfnResource(one) && CONTENT.has(one.cfnResourceType) && one.stack === stack,
    )
    .sort((a, b) => (a.node.path < b.node.path ? -1 : 1))
    .flatMap((one) => Object.values<any>(stack.resolve(one._toCloudFormation()).Resources))
    .filter(({ Properties }) => JSON.stringify(Properties?.RestApiId) === own)
    .map(({ Type, Properties }) => ({ Type, Properties }));
}
