import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { JsonSchemaType, JsonSchemaVersion } from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Auth, JwtAuthorizer, JwtIssuer, Owner, SecureApi, SecureFunction, StepUp } from '../../../lib/index';
import { AUDIENCE } from '../attacks';

// npx tsx test/emulated/apps/front-door.ts: context `issuer`, the https address of the OpenID Connect issuer

/** Says that it was reached, by whom it was told, and by which request: in its answer and in its log. */
const ECHO = `exports.handler = async ({ headers = {}, requestContext = {}, pathParameters }) => {
  console.log('reached ' + (headers['x-marker'] || headers['X-Marker']));
  const { authorizer } = requestContext;
  return { statusCode: 200, body: JSON.stringify({ reached: true, authorizer, pathParameters }) };
};`;

const app = new App();
const stack = new Stack(app, 'FrontDoor', {
  env: { account: app.node.tryGetContext('account'), region: app.node.tryGetContext('region') },
});
const handler = new SecureFunction(stack, 'Echo', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline(ECHO),
});
const pool = new UserPool(stack, 'Pool', { removalPolicy: RemovalPolicy.DESTROY });
const client = pool.addClient('Client', { generateSecret: false, authFlows: {} });

const api = new SecureApi(stack, 'Api', { cors: { allowOrigins: ['https://shop.example.com'] } });
const authorizer = new JwtAuthorizer(stack, 'Authorizer', {
  issuers: [JwtIssuer.oidc({ issuer: app.node.tryGetContext('issuer'), audience: [AUDIENCE] })],
});
const jwt = (...scopes: string[]) => Auth.jwt(authorizer, scopes.length > 0 ? { scopes } : {});
const owner = Owner.pathMatchesClaim('userId');

api.addRoute('GET /orders', { handler, auth: jwt('orders/read') });
api.addRoute('POST /orders', {
  handler,
  auth: jwt('orders/write'),
  request: {
    body: {
      schema: JsonSchemaVersion.DRAFT4,
      type: JsonSchemaType.OBJECT,
      required: ['sku', 'quantity'],
      properties: {
        sku: { type: JsonSchemaType.STRING, minLength: 1, maxLength: 16, pattern: '^[a-z-]+$' },
        quantity: { type: JsonSchemaType.INTEGER, minimum: 1, maximum: 50 },
      },
      additionalProperties: false,
    },
  },
  throttle: { rateLimit: 5, burstLimit: 10 },
});
api.addRoute('GET /users/{userId}/orders', { handler, auth: jwt(), owner });
api.addRoute('DELETE /users/{userId}', {
  handler,
  auth: jwt('orders/write'),
  owner,
  stepUp: StepUp.freshLogin(Duration.minutes(5)),
});
api.addRoute('DELETE /cards', { handler, auth: jwt('orders/write'), stepUp: StepUp.mfa() });
api.addRoute('GET /me', { handler, auth: Auth.cognito(pool, { clients: [client] }) });
api.addRoute('GET /shared', { handler, auth: Auth.cognito(pool, { clients: [client], scopes: ['orders/read'] }) });
api.addRoute('GET /reports', { handler, auth: Auth.iam() });
api.addRoute('GET /status', { handler, auth: Auth.public('says only whether the service is up, for everybody') });

for (const [name, value] of Object.entries({
  ApiId: api.restApiId,
  Stage: api.deploymentStage.stageName,
  HandlerLogs: handler.logGroup.logGroupName,
  AuthorizerFunction: authorizer.handler.functionName,
})) {
  new CfnOutput(stack, name, { value });
}
