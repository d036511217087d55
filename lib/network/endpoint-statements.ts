import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/**
 * Identities of this account on resources of this account, whatever they may do there: their own policies say that. The
 * principal has to be `*` for gateways, and a condition then names it ("Control access to VPC endpoints using endpoint
 * policies", AWS PrivateLink guide).
 */
export function ownOnly(scope: IConstruct): PolicyStatement {
  const { account } = Stack.of(scope);
  return new PolicyStatement({
    sid: 'OwnIdentitiesOnOwnResources',
    principals: [new StarPrincipal()],
    actions: ['*'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
  });
}
