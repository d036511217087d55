/** What the tables about API rules are built of: raw CloudFormation, with one weakness each. */
export type Raw = Record<string, any>;

export const API = { Ref: 'Api' };
const ROOT = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };

export const rest = {
  Parameters: {
    Any: { Type: 'String' },
    Choice: { Type: 'String', AllowedValues: ['a', 'b'] },
  },
  Conditions: { Dev: { 'Fn::Equals': [{ Ref: 'Any' }, 'x'] } },
};
export const ANY = { Ref: 'Any' };
export const NOTHING = { Ref: 'AWS::NoValue' };
export const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['Dev', one, other] });

export const of = (type: string, properties: Raw = {}, attributes: Raw = {}): Raw => ({
  Type: `AWS::ApiGateway::${type}`,
  Properties: properties,
  ...attributes,
});
export const api = (properties: Raw = {}): Raw => ({ Api: of('RestApi', { Name: 'orders', ...properties }) });
export const part = (type: string, properties: Raw = {}, attributes: Raw = {}): Raw =>
  of(type, { RestApiId: API, ...properties }, attributes);
export const method = (properties: Raw = {}, attributes: Raw = {}): Raw =>
  part('Method', { ResourceId: ROOT, HttpMethod: 'GET', ...properties }, attributes);
export const stage = (properties: Raw = {}): Raw => ({
  ...api(),
  Stage: part('Stage', { StageName: 'prod', ...properties }),
});
/** A stage that a deployment makes. */
export const deployed = (description: Raw = {}): Raw => ({
  ...api(),
  Deployment: part('Deployment', { StageName: 'prod', StageDescription: description }),
});
/** Settings for all methods. */
export const forAll = (values: Raw = {}): Raw => ({ HttpMethod: '*', ResourcePath: '/*', ...values });
export const route = (path: string, values: Raw = {}): Raw => ({ HttpMethod: 'GET', ResourcePath: path, ...values });

/** An API that is imported from a definition in the template. */
export const defined = (document: Raw): Raw => api({ Body: document });
/** An OpenAPI 3 definition of one operation. */
export const operation = (definition: Raw, document: Raw = {}, verb = 'get'): Raw =>
  defined({ openapi: '3.0.1', paths: { '/orders': { [verb]: definition } }, ...document });

export const allow = (more: Raw = {}): Raw => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/*',
  ...more,
});
export const deny = (condition: Raw, more: Raw = {}): Raw => allow({ Effect: 'Deny', Condition: condition, ...more });
export const policy = (...statements: Raw[]): Raw => ({ Version: '2012-10-17', Statement: statements });
