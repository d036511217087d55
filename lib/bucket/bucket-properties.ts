import { CfnResource, Lazy, Stack, Tokenization } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';

/** Writes a property's name as the resource at hand does: typed ones say `rules`, templates say `Rules`. */
export type Cased = (name: string) => string;

/** A property as it will be, given what it is now. */
export type Change = (before: any, cased: Cased) => any;

const lowerFirst: Cased = (name) => name.charAt(0).toLowerCase() + name.slice(1);

const isTyped = (resource: CfnResource): boolean =>
  resource instanceof CfnBucket || resource instanceof CfnBucketPolicy;

/** A property now, in the resource's own casing. */
export function propertyOf(resource: CfnResource, property: string): any {
  if (isTyped(resource)) return Stack.of(resource).resolve((resource as any)[lowerFirst(property)]);
  return rendered(resource)[property];
}

/**
 * Changes a property of a resource that is there already. A typed one is changed when it is rendered, so that what is
 * added to it later counts; of a generic one only overrides are left.
 */
export function changeProperty(resource: CfnResource, property: string, change: Change): void {
  if (!isTyped(resource)) {
    resource.addPropertyOverride(
      property,
      change(rendered(resource)[property], (name) => name),
    );
    return;
  }
  const typed = resource as unknown as Record<string, unknown>;
  const key = lowerFirst(property);
  const before = typed[key];
  typed[key] = Tokenization.isResolvable(before)
    ? Lazy.any({ produce: () => change(Stack.of(resource).resolve(before), lowerFirst) })
    : change(before, lowerFirst);
}

/** A value that only CloudFormation knows, such as an `Fn::If`: nothing can be laid into it. */
export const isOpen = (value: any): boolean =>
  Tokenization.isResolvable(value) ||
  (typeof value === 'object' &&
    value !== null &&
    Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::')));

/** The properties of a generic resource, with what was overridden so far. */
function rendered(resource: CfnResource): Record<string, any> {
  const { Resources } = Stack.of(resource).resolve((resource as any)._toCloudFormation());
  return Object.values<any>(Resources)[0].Properties ?? {};
}
