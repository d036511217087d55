import { CfnResource, Lazy, Mixin, Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { profileOf } from './profile';
import type { Rule } from './rule';

/** Makes rules hold on a resource that exists already. Whoever uses it decides which rules. */
export abstract class RuleMixin extends Mixin {
  /** @internal */
  protected abstract readonly _rules: readonly Rule[];

  /** Whether the construct is a resource of a type that this mixin hardens. */
  public supports(construct: IConstruct): boolean {
    return (
      CfnResource.isCfnResource(construct) && this._rules.some(({ types }) => types.includes(construct.cfnResourceType))
    );
  }

  /** Hardens the resource in place. Values that are secure already, and everything no rule is about, stay. */
  public applyTo(construct: IConstruct): void {
    if (CfnResource.isCfnResource(construct)) harden(this._rules, construct);
  }
}

/** Lays the secure properties of every rule that a mixin may apply below the resource's own. */
export function harden(rules: readonly Rule[], resource: CfnResource): void {
  const profile = profileOf(resource).name;
  for (const rule of rules) {
    if (!rule.types.includes(resource.cfnResourceType) || !rule.reaches.includes('mixin')) continue;
    const wanted = rule.secure?.cfn?.({ profile });
    if (wanted) for (const [property, value] of Object.entries(wanted)) lay(resource, property, value);
  }
}

/** Typed properties keep what is added to them later; a generic resource only has overrides. */
function lay(resource: CfnResource, property: string, secure: unknown): void {
  const key = lowerFirst(property);
  const isTyped = !Object.is(resource.constructor, CfnResource) && key in resource;
  if (!isTyped) {
    for (const [path, value] of leaves(secure, property)) resource.addPropertyOverride(path, value);
    return;
  }
  const typed = resource as unknown as Record<string, unknown>;
  const before = typed[key];
  const stack = Stack.of(resource);
  if (isLiteral(secure)) typed[key] = secure;
  else if (Tokenization.isResolvable(before)) {
    typed[key] = Lazy.any({ produce: () => merged(stack.resolve(before), camel(secure)) });
  } else typed[key] = merged(before, camel(secure));
}

const isLiteral = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Secure leaves win; the rest of what was there stays, in whichever casing it came. */
function merged(before: any, secure: any): any {
  if (isLiteral(secure) || Array.isArray(secure)) return secure;
  const result: Record<string, unknown> = isStructure(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(secure)) {
    const present = [key, upperFirst(key)].find((one) => one in result) ?? key;
    result[present] = merged(result[present], value);
  }
  return result;
}

/** Nothing can be laid into `Fn::If` or a reference: the secure value takes its place. */
const isStructure = (value: any): boolean =>
  !isLiteral(value) &&
  !Array.isArray(value) &&
  !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));

const camel = (value: any): any => {
  if (Array.isArray(value)) return value.map(camel);
  if (isLiteral(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [lowerFirst(key), camel(one)]));
};

const leaves = (value: any, path: string): [string, unknown][] =>
  isLiteral(value) || Array.isArray(value)
    ? [[path, value]]
    : Object.entries(value).flatMap(([key, one]) => leaves(one, `${path}.${key}`));

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
