import { expandSam } from '../../lib/sam/expand-sam';

export const TRANSFORM = 'AWS::Serverless-2016-10-31';

/** A function with what SAM needs at least. */
export const fn = (properties: object = {}, attributes: object = {}) => ({
  Type: 'AWS::Serverless::Function',
  Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', InlineCode: '0', ...properties },
  ...attributes,
});

export const typed = (type: string, properties: object = {}, attributes: object = {}) => ({
  Type: `AWS::Serverless::${type}`,
  Properties: properties,
  ...attributes,
});

export interface Expanded {
  readonly resources: Record<string, any>;
  readonly types: Record<string, string>;
  readonly body: any;
  readonly unexpanded: readonly string[];
  readonly origins: ReadonlyMap<string, { readonly logicalId: string; readonly at?: string }>;
}

/** What becomes of a template; fails when it was touched. */
export function expanded(resources: Record<string, unknown>, rest: Record<string, unknown> = {}): Expanded {
  const source = { Transform: TRANSFORM, ...rest, Resources: resources };
  const before = JSON.stringify(source);
  const { body, unexpanded, origins } = expandSam(source)!;
  expect(JSON.stringify(source)).toBe(before);
  const all: [string, any][] = Object.entries(body.Resources);
  return {
    resources: body.Resources,
    types: Object.fromEntries(all.map(([id, { Type }]) => [id, Type])),
    body,
    unexpanded,
    origins,
  };
}

/** The same when nothing may be left over. */
export function whole(resources: Record<string, unknown>, rest: Record<string, unknown> = {}): Expanded {
  const result = expanded(resources, rest);
  expect(result.unexpanded).toEqual([]);
  return result;
}

export const BASIC = 'service-role/AWSLambdaBasicExecutionRole';

/** The managed policies of a role, without what all ARNs begin with. */
export const managedOf = (role: any): string[] =>
  role.Properties.ManagedPolicyArns.map((one: any) =>
    String(one['Fn::Sub'] ?? one).replace('arn:${AWS::Partition}:iam::aws:policy/', ''),
  ).sort();
