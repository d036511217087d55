import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

export const API = 'AWS::ApiGatewayV2::Api';
export const ROUTE = 'AWS::ApiGatewayV2::Route';
export const STAGE = 'AWS::ApiGatewayV2::Stage';
export const AUTHORIZER = 'AWS::ApiGatewayV2::Authorizer';
export const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
export const DEPLOYMENT = 'AWS::ApiGatewayV2::Deployment';
/** What changes the stage, route and integration that quick create makes. */
export const OVERRIDES = 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides';

/** The API that a route, stage or anything else with an `ApiId` belongs to, if it lies in the assembly. */
export const apiOf = (part: Resource): Resource | undefined => part.assembly.find(part.get('ApiId'), API);

/** The parts of one type that belong to an API and exist under the current choices. */
export const partsOf = (api: Resource, type: string): Resource[] =>
  api.assembly.about(api, type).filter((part) => apiOf(part) === api);

/** An API without a word is an HTTP API, since only these are imported from a definition. */
export const isWebSocket = (api: Resource): boolean => api.get('ProtocolType') === 'WEBSOCKET';

/** Whether a route belongs to a WebSocket API. Of one that lies elsewhere the key tells, or who answers. */
export function isMessageRoute(route: Resource): boolean {
  const api = apiOf(route);
  if (api) return isWebSocket(api);
  const key = String(route.get('RouteKey'));
  if (key !== '$default') return !key.includes(' ') && !isUnknown(key);
  // only integrations of HTTP APIs have a payload format
  return route.assembly.find(route.get('Target'), INTEGRATION)?.get('PayloadFormatVersion') === undefined;
}

/** The authorizer that a route names, if it lies in the assembly. */
export const authorizerOf = (route: Resource): Resource | undefined =>
  route.assembly.find(route.get('AuthorizerId'), AUTHORIZER);
