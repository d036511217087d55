/** Parts of templates with HTTP and WebSocket APIs. */
export type Resources = Record<string, unknown>;
export type Case = [name: string, expected: string[], resources: Resources, rest?: Resources];

export const api = (Properties: object = {}) => ({
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP', ...Properties } },
});
export const ws = (Properties: object = {}) => api({ ProtocolType: 'WEBSOCKET', ...Properties });
export const route = (Properties: object, id = 'Route') => ({
  [id]: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /orders', Target: 'integrations/abc', ...Properties },
  },
});
export const authorizer = (Properties: object, id = 'Authorizer') => ({
  [id]: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, Name: 'a', ...Properties } },
});
export const connect = (Properties: object = {}) => route({ RouteKey: '$connect', ...Properties }, 'Connect');
export const definition = (operation: object, rest: object = {}, path = '/orders', verb = 'get') =>
  api({ Body: { openapi: '3.0.1', paths: { [path]: { [verb]: operation } }, ...rest } });
export const schemes = (scheme: object) => ({ components: { securitySchemes: { users: scheme } } });
export const JWT = { type: 'jwt', jwtConfiguration: { audience: ['orders'], issuer: 'https://login.example.com' } };
export const users = (extra: object = JWT) => schemes({ type: 'oauth2', 'x-amazon-apigateway-authorizer': extra });
export const SECURED = { security: [{ users: [] }] };
