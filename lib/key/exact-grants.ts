import { IResource, Stack } from 'aws-cdk-lib';
import {
  Effect,
  Grant,
  IGrantable,
  IResourceWithPolicyV2,
  PolicyStatement,
  PrincipalPolicyFragment,
  PrincipalWithConditions,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';

/** Something with a policy of its own, and the key it is encrypted with. */
export interface EncryptedTarget {
  readonly resource: IResource & IResourceWithPolicyV2;
  readonly arn: string;
  readonly key?: IKey;
  /** As in `kms:ViaService`. */
  readonly endpoint: 'kinesis' | 'sqs' | 'sns';
}

/** What a grant method gives, action by action. */
export interface Access {
  readonly actions: readonly string[];
  /** What the key has to allow for that. */
  readonly onKey: readonly string[];
}

/**
 * Grants exact actions: to identities in their own policies, so that no other policy names them; to services in the
 * policy of the target and of its key, for this account's resources only.
 */
export function grantExactly(target: EncryptedTarget, grantee: IGrantable, access: Access): Grant {
  const { resource, arn } = target;
  useKey(target, grantee, access.onKey);
  return Grant.addToPrincipalOrResource({
    grantee: withSource(grantee, resource),
    resource,
    resourceArns: [arn],
    actions: [...access.actions],
  });
}

/** The key's part of a grant; nothing where there is no key. */
export function useKey(
  { resource, key, endpoint }: EncryptedTarget,
  grantee: IGrantable,
  actions: readonly string[],
): Grant | undefined {
  if (!key || actions.length === 0) return undefined;
  const service = serviceOf(grantee);
  const { account, region } = Stack.of(resource);
  if (service) {
    key.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(service)],
        actions: [...actions],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    return undefined;
  }
  return Grant.addToPrincipal({
    grantee,
    actions: [...actions],
    resourceArns: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${endpoint}.${region}.amazonaws.com` } },
  });
}

/** A service acts for all its customers: it says for which account. The name of a bucket alone can pass to another one. */
function withSource(grantee: IGrantable, resource: IResource): IGrantable {
  if (!serviceOf(grantee)) return grantee;
  const { conditions } = grantee.grantPrincipal.policyFragment;
  const keys = Object.values(conditions).flatMap((one) => Object.keys(one as object));
  if (keys.some((key) => /^aws:Source(Account|Org)/i.test(key))) return grantee;
  return new PrincipalWithConditions(grantee.grantPrincipal, {
    StringEquals: {
      ...(conditions.StringEquals as object | undefined),
      'aws:SourceAccount': Stack.of(resource).account,
    },
  });
}

/** The one service a grant is for, if it is for one. */
function serviceOf(grantee: IGrantable): string | undefined {
  const services = fragmentOf(grantee)?.principalJson.Service;
  return services?.length === 1 ? services[0] : undefined;
}

/** The principal of an imported resource is not known, and throws. */
function fragmentOf({ grantPrincipal }: IGrantable): PrincipalPolicyFragment | undefined {
  try {
    return grantPrincipal.policyFragment;
  } catch {
    return undefined;
  }
}
