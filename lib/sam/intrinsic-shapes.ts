/** Shapes of a template before anything is resolved. */

export type Properties = Record<string, any>;

export const isMap = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{ Ref: … }`, `{ 'Fn::…': … }`: a value that only CloudFormation knows. */
export function isIntrinsic(value: unknown): value is Properties {
  if (!isMap(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0] === 'Condition' || keys[0].startsWith('Fn::'));
}

/** A map whose keys can be read: not what a function makes of it. */
export const isPlainMap = (value: unknown): value is Properties => isMap(value) && !isIntrinsic(value);

/** YAML's empty property counts as none. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

export const isNoValue = (value: unknown): boolean => isMap(value) && value.Ref === 'AWS::NoValue';

/** The three parts of an `Fn::If`. */
export function partsOfIf(value: unknown): readonly [string, any, any] | undefined {
  const parts = isIntrinsic(value) ? value['Fn::If'] : undefined;
  return Array.isArray(parts) && parts.length === 3 && typeof parts[0] === 'string'
    ? (parts as [string, any, any])
    : undefined;
}

export const ref = (logicalId: string): Properties => ({ Ref: logicalId });
export const getAtt = (logicalId: string, attribute: string): Properties => ({ 'Fn::GetAtt': [logicalId, attribute] });
export const sub = (text: string, variables?: Properties): Properties => ({
  'Fn::Sub': variables ? [text, variables] : text,
});
export const when = (condition: string, value: unknown): Properties => ({
  'Fn::If': [condition, value, ref('AWS::NoValue')],
});

/** `${Function.Arn}`, `${Alias}`: a reference inside of `Fn::Sub`. */
export const inText = (reference: Properties): string =>
  `\${${reference.Ref ?? (reference['Fn::GetAtt'] as string[]).join('.')}}`;

/** The logical id that a Ref or GetAtt names. */
export function namedBy(value: unknown): string | undefined {
  if (!isIntrinsic(value)) return undefined;
  if (typeof value.Ref === 'string') return value.Ref;
  const attribute = value['Fn::GetAtt'];
  if (Array.isArray(attribute)) return typeof attribute[0] === 'string' ? attribute[0] : undefined;
  return typeof attribute === 'string' ? attribute.split('.')[0] : undefined;
}

/** Without what is not set. */
export const compact = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => isGiven(value)));

export const pick = (properties: Properties, names: readonly string[]): Properties =>
  compact(Object.fromEntries(names.map((name) => [name, properties[name]])));

/** CloudFormation's list of tags. */
export const tagList = (tags: Properties): Properties[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value: isGiven(Value) ? Value : '' }));

export const managedPolicy = (path: string): Properties => sub(`arn:\${AWS::Partition}:iam::aws:policy/${path}`);

export const POLICY_VERSION = '2012-10-17';

/** Lets one service take a role. */
export const trustIn = (service: string): Properties => ({
  Version: POLICY_VERSION,
  Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
});

/** An inline policy of a role. */
export const allow = (name: string, Action: string, Resource: unknown): Properties => ({
  PolicyName: name,
  PolicyDocument: { Statement: [{ Action, Effect: 'Allow', Resource }] },
});
