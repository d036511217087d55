import type { Resource } from '../core/assembly';
import { isPresent } from '../core/compare';
import { isUnknown } from '../core/text';
import { readSchemaText, Schema } from './schema-text';

export const API = 'AWS::AppSync::GraphQLApi';
export const EVENT_API = 'AWS::AppSync::Api';
export const NAMESPACE = 'AWS::AppSync::ChannelNamespace';
export const SCHEMA = 'AWS::AppSync::GraphQLSchema';
export const RESOLVER = 'AWS::AppSync::Resolver';
export const FUNCTION = 'AWS::AppSync::FunctionConfiguration';
export const DATA_SOURCE = 'AWS::AppSync::DataSource';
export const API_KEY = 'API_KEY';
export const COGNITO = 'AMAZON_COGNITO_USER_POOLS';

/** One way in, with what is configured for it. */
export interface Mode {
  readonly type: string;
  /** The configuration of OIDC, Lambda or Cognito that belongs to the type. */
  readonly oidc?: any;
  readonly lambda?: any;
  readonly at: string;
}

/** The default way in, the others behind it; of an Event API, all. `undefined`: they cannot be read here. */
export function modesOf(api: Resource): readonly Mode[] | undefined {
  const isEvents = api.type === EVENT_API;
  const path = isEvents ? 'EventConfig.AuthProviders' : 'AdditionalAuthenticationProviders';
  const listed = api.get(path);
  if (isUnknown(listed)) return undefined;
  const modes = [listed ?? []].flat().map((one: any, index: number): Mode | undefined => {
    const type = one?.AuthenticationType ?? one?.AuthType;
    if (typeof type !== 'string' || isUnknown(type)) return undefined;
    const at = `Properties.${path}.${index}`;
    return { type, oidc: one.OpenIDConnectConfig, lambda: one.LambdaAuthorizerConfig, at };
  });
  if (!isEvents) modes.unshift(ofDefault(api));
  return modes.every((one) => one !== undefined) ? (modes as Mode[]) : undefined;
}

function ofDefault(api: Resource): Mode | undefined {
  const type = api.get('AuthenticationType');
  if (typeof type !== 'string' || isUnknown(type)) return undefined;
  const [oidc, lambda] = [api.get('OpenIDConnectConfig'), api.get('LambdaAuthorizerConfig')];
  return { type, oidc, lambda, at: 'Properties.AuthenticationType' };
}

/** The parts of one type that belong to an API and exist under the current choices. */
export const partsOf = (api: Resource, type: string): Resource[] =>
  api.assembly.about(api, type).filter((part) => api.assembly.find(part.get('ApiId'), api.type) === api);

/** The schema of an API. `elsewhere`: the app has none for it; `unreadable`: it lies in S3, or only the deployment knows it. */
export function schemaOf(api: Resource): Schema | 'elsewhere' | 'unreadable' {
  const [schema] = partsOf(api, SCHEMA);
  if (!schema) return 'elsewhere';
  const text: unknown = schema.get('Definition');
  if (!isPresent(text) || typeof text !== 'string' || isUnknown(text)) return 'unreadable';
  return parsed(text);
}

/** Several rules ask for the same one. */
const read = new Map<string, Schema | 'unreadable'>();

function parsed(text: string): Schema | 'unreadable' {
  const known = read.get(text);
  if (known) return known;
  const schema = readSchemaText(text) ?? 'unreadable';
  if (read.size > 50) read.clear();
  read.set(text, schema);
  return schema;
}
