import { CfnResource, Stack, Tokenization } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Types of policy resources → the property that names what they are about. */
export type PolicySubjects = Readonly<Record<string, string>>;

/** The policies in a resource's stack that are about it: of several, one is in force, and nobody can tell which. */
export function policiesBeside(subject: CfnResource, types: PolicySubjects): CfnResource[] {
  const stack = Stack.of(subject);
  const ref = JSON.stringify(stack.resolve(subject.ref));
  return stack.node
    .findAll()
    .filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType in types)
    .filter((policy) =>
      [propertyOf(policy, types[policy.cfnResourceType]) ?? []].flat().some((one) => JSON.stringify(one) === ref),
    );
}

/** Adds statements to a policy that is there, each once. What cannot be read here is left alone. */
export function extendPolicy(policy: CfnResource, statements: readonly PolicyStatement[]): void {
  const typed = policy as CfnResource & { policyDocument?: unknown };
  if (typed.policyDocument instanceof PolicyDocument) return void typed.policyDocument.addStatements(...statements);
  const before = propertyOf(policy, DOCUMENT);
  if (typeof before !== 'object' || before === null || isOpen(before) || isOpen(before.Statement)) return;
  const there: unknown[] = [before.Statement ?? []].flat();
  const known = new Set(there.map((one) => JSON.stringify(one)));
  const ours = statements.map((one) => Stack.of(policy).resolve(one.toStatementJson()));
  const all = [...there, ...ours.filter((one) => !known.has(JSON.stringify(one)))];
  if (isTyped(policy, DOCUMENT)) typed.policyDocument = { Version: '2012-10-17', ...before, Statement: all };
  else policy.addPropertyOverride(`${DOCUMENT}.Statement`, all);
}

const DOCUMENT = 'PolicyDocument';

/** A property now, resolved: of a typed resource, or of a generic one with what was overridden so far. */
export function propertyOf(resource: CfnResource, property: string): any {
  const stack = Stack.of(resource);
  if (isTyped(resource, property)) return stack.resolve((resource as any)[lowerFirst(property)]);
  const { Resources } = stack.resolve((resource as any)._toCloudFormation());
  return Object.values<any>(Resources)[0].Properties?.[property];
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const isTyped = (resource: CfnResource, property: string): boolean =>
  !Object.is(resource.constructor, CfnResource) && lowerFirst(property) in resource;

/** A value that only CloudFormation knows: nothing can be laid into it. */
const isOpen = (value: unknown): boolean =>
  Tokenization.isResolvable(value) ||
  (typeof value === 'object' &&
    value !== null &&
    Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::')));
