import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { IVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { AccountRootPrincipal, AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

const INVOKE = { actions: ['execute-api:Invoke'] };
/** API Gateway puts its own ARN before it. The ARN itself would make the API refer to itself. */
const EVERYTHING = ['execute-api:/*'];

/** Shuts an API to whoever comes through no VPC endpoint of ours, and opens it to identities of its account that may call it. */
export function admitEndpointsOnly(api: RestApi, endpoints: readonly IVpcEndpoint[], hasPolicy: boolean): void {
  api.addToResourcePolicy(
    new PolicyStatement({
      ...INVOKE,
      sid: 'OurVpcEndpointsOnly',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      resources: EVERYTHING,
      conditions: { StringNotEquals: { 'aws:SourceVpce': endpoints.map(({ vpcEndpointId }) => vpcEndpointId) } },
    }),
  );
  if (hasPolicy) return;
  // an Allow for everybody would let in every signed request, of any account and without an identity policy
  api.addToResourcePolicy(
    new PolicyStatement({
      ...INVOKE,
      sid: 'IdentitiesOfThisAccount',
      principals: [new AccountRootPrincipal()],
      resources: EVERYTHING,
    }),
  );
}

/** Requests with a token instead of a signature are anonymous to IAM: the policy lets them on to the authorizer of the route. */
export function admitToAuthorizer(api: RestApi, method: string, path: string): void {
  const everyParameter = path.replace(/\{[^}]*\}/g, '*');
  api.addToResourcePolicy(
    new PolicyStatement({
      ...INVOKE,
      principals: [new AnyPrincipal()],
      resources: [`execute-api:/${api.deploymentStage ? stageNameOf(api) : '*'}/${method}${everyParameter}`],
    }),
  );
}

/** As written: a reference to the stage would make the API wait for what waits for it. */
export function stageNameOf({ deploymentStage }: RestApi): string {
  const resource = deploymentStage?.node.defaultChild as { stageName?: string } | undefined;
  return resource?.stageName ?? '*';
}
