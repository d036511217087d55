import { Stack } from 'aws-cdk-lib';
import { JsonSchema, JsonSchemaType, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Function, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Auth } from '../../lib/api/auth';
import type { RouteProps } from '../../lib/api/route';
import { SecureApi } from '../../lib/api/secure-api';
import { SecureApiProps } from '../../lib/api/secure-api-props';
import { Waf } from '../../lib/edge/waf';
import { CODE, templateOf } from '../function/building';
import { Gateway } from '../support/gateway';
import { newStack } from '../support/judging';

export { logicalIdOf, templateOf } from '../function/building';

/** A plain function: what a route reaches is not what these tests are about. */
export const newHandler = (scope: Construct, id = 'Fn'): IFunction => new Function(scope, id, CODE);

export const NAME: JsonSchema = { type: JsonSchemaType.STRING, maxLength: 20 };

/** `{ "name": "…" }` and nothing else. */
export const ORDER: JsonSchema = {
  type: JsonSchemaType.OBJECT,
  additionalProperties: false,
  required: ['name'],
  properties: { name: NAME },
};

export interface Built {
  readonly stack: Stack;
  readonly api: SecureApi;
  /** Adds a route with our handler, signed unless said otherwise. */
  route(text: string, props?: Partial<RouteProps>): void;
}

/** The shared one has tests of its own. */
const OWN_WEB_ACL = Waf.imported('arn:aws:wafv2:us-east-1:111111111111:regional/webacl/own/1');

/** An API in a stack of its own. */
export function build(props: SecureApiProps = {}, scope: Construct = newStack()): Built {
  const stack = Stack.of(scope);
  const api = new SecureApi(scope, 'Api', { waf: OWN_WEB_ACL, ...props });
  let made: IFunction | undefined;
  const handler = () => (made ??= newHandler(scope));
  const route = (text: string, more: Partial<RouteProps> = {}) =>
    void api.addRoute(text, { auth: Auth.iam(), ...more, handler: more.handler ?? handler() });
  return { stack, api, route };
}

/** Every template of the app, as written. */
export function gatewayOf(stack: Stack): Gateway {
  const stacks = stack.node.root.node.findAll().filter((one): one is Stack => Stack.isStack(one));
  return Gateway.of(stacks.map((one) => ({ stackName: one.stackName, template: templateOf(one).toJSON() })));
}

/** The properties of all resources of a type. */
export const propertiesOf = (stack: Stack, type: string): any[] =>
  Object.values<any>(templateOf(stack).findResources(`AWS::${type}`)).map(({ Properties }) => Properties);

export const deploymentId = (stack: Stack): string =>
  Object.keys(templateOf(stack).findResources('AWS::ApiGateway::Deployment')).join();

/** A method that any API needs to be one. */
export const addPing = (api: RestApi): void => void api.root.addMethod('GET');
