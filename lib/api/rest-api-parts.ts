import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

export const REST_API = 'AWS::ApiGateway::RestApi';
export const METHOD = 'AWS::ApiGateway::Method';
export const AUTHORIZER = 'AWS::ApiGateway::Authorizer';
export const STAGE = 'AWS::ApiGateway::Stage';
export const DEPLOYMENT = 'AWS::ApiGateway::Deployment';
const PATH_PART = 'AWS::ApiGateway::Resource';

/** The API a method, stage, deployment or anything else with a `RestApiId` belongs to, if it lies in the assembly. */
export const apiOf = (part: Resource): Resource | undefined => part.assembly.find(part.get('RestApiId'), REST_API);

/** The parts of one type that belong to an API and exist under the current choices. */
export const partsOf = (api: Resource, type: string): Resource[] =>
  api.assembly.about(api, type).filter((part) => apiOf(part) === api);

/** `POST`, or what stands in its place. */
export const verbOf = (method: Resource): string => String(method.get('HttpMethod') ?? '');

/** What a browser asks before the request: answered by API Gateway itself, it reaches nobody. */
export function isPreflight(method: Resource): boolean {
  return verbOf(method) === 'OPTIONS' && method.get('Integration.Type') === 'MOCK';
}

/** `/orders/{orderId}`; `undefined` when a part of it is not known here. */
export function pathOf(method: Resource): string | undefined {
  return pathBelow(method.get('ResourceId'), method, 0);
}

/** Deeper than API Gateway lets a path be. */
const DEEPEST = 100;

function pathBelow(id: unknown, method: Resource, depth: number): string | undefined {
  if (typeof id !== 'string' || isUnknown(id) || depth > DEEPEST) return undefined;
  if (/\.RootResourceId⟩$/.test(id)) return '/';
  const resource = method.assembly.find(id, PATH_PART);
  if (!resource) return undefined;
  const above = pathBelow(resource.get('ParentId'), method, depth + 1);
  const part = resource.get('PathPart');
  if (above === undefined || typeof part !== 'string' || isUnknown(part)) return undefined;
  return `${above === '/' ? '' : above}/${part}`;
}

/** The authorizer a method names, if it lies in the assembly. */
export const authorizerOf = (method: Resource): Resource | undefined =>
  method.assembly.find(method.get('AuthorizerId'), AUTHORIZER);

/** The endpoint types; `undefined` when they are not known here. API Gateway makes an edge-optimized API of one without. */
export function endpointTypes(api: Resource): readonly string[] | undefined {
  const types = api.get('EndpointConfiguration.Types') ?? api.get('Parameters.endpointConfigurationTypes');
  if (types === undefined) return ['EDGE'];
  const list = Array.isArray(types) ? types.map(String) : [String(types)];
  return list.some(isUnknown) ? undefined : list;
}

/** Whether the API can be reached through VPC endpoints only. */
export const isPrivate = (api: Resource): boolean | undefined => endpointTypes(api)?.includes('PRIVATE');
