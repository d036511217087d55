import { Duration, Stack } from 'aws-cdk-lib';
import {
  ApiKeySourceType,
  AuthorizationType,
  CfnRestApi,
  CfnStage,
  EndpointType,
  JsonSchema,
  JsonSchemaType,
  MethodLoggingLevel,
  MockIntegration,
  RestApiProps,
  SecurityPolicy,
  StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Function } from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import { maybe, some } from './cases';
import {
  ApiClientProps,
  Auth,
  Exposure,
  JwtAuthorizer,
  JwtIssuer,
  Owner,
  RouteProps,
  SecureApi,
  SecureApiProps,
  StepUp,
  StrictCors,
  Throttle,
  Waf,
} from '../../lib';

/** Of the other side of a property: what it gives is asked of the template. */
export const POOL = 'arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_abcdefghi';
export const CLIENT = '3n4b5urk1ft4fl3mg5e62d9ado';
export const ENDPOINT = 'vpce-0123456789abcdef0';

/** Mostly what somebody in his senses would write: where everything is odd, nothing is ever built. */
const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: 8 }, { arbitrary: odd, weight: 1 });
const seldom = <T>(odd: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => mostly(fc.constant(undefined), odd);

const rate = mostly(fc.constantFrom(2, 20, 500), fc.constantFrom(-1, 0, 1000, 5000));
const throttle = fc.record<Throttle>({ rateLimit: rate, burstLimit: mostly(fc.constantFrom(2, 20), rate) });

const stageOptions = some<StageOptions>({
  stageName: maybe(fc.constantFrom('prod', 'v1')),
  throttlingRateLimit: maybe(rate),
  throttlingBurstLimit: maybe(rate),
  tracingEnabled: mostly<boolean | undefined>(fc.constantFrom(true, undefined), fc.constant(false)),
  dataTraceEnabled: seldom(fc.boolean()),
  metricsEnabled: maybe(fc.boolean()),
  loggingLevel: maybe(fc.constantFrom(...Object.values(MethodLoggingLevel))),
  cachingEnabled: seldom(fc.boolean()),
  cacheDataEncrypted: maybe(fc.boolean()),
  methodOptions: seldom(
    fc.constantFrom<NonNullable<StageOptions['methodOptions']>>(
      { '/orders/GET': { throttlingRateLimit: 5 } },
      { '/*/GET': {} },
    ),
  ),
});

/** What any API of CDK takes. */
export const plainProps = some<RestApiProps>({
  restApiName: maybe(fc.constant('orders')),
  deployOptions: maybe(stageOptions),
  cloudWatchRole: maybe(fc.boolean()),
  endpointTypes: seldom(fc.constantFrom([EndpointType.REGIONAL], [EndpointType.EDGE], [EndpointType.PRIVATE])),
  disableExecuteApiEndpoint: maybe(fc.boolean()),
  defaultMethodOptions: seldom(
    fc.constantFrom({ authorizationType: AuthorizationType.NONE }, { authorizationType: AuthorizationType.IAM }),
  ),
  defaultCorsPreflightOptions: seldom(
    fc.constantFrom({ allowOrigins: ['*'] }, { allowOrigins: ['*'], allowCredentials: true }),
  ),
  apiKeySourceType: maybe(fc.constantFrom(...Object.values(ApiKeySourceType))),
  retainDeployments: maybe(fc.boolean()),
  failOnWarnings: maybe(fc.boolean()),
  description: maybe(fc.constant('text')),
  parameters: seldom(
    fc.constantFrom<Record<string, string>>({ endpointConfigurationTypes: 'PRIVATE' }, { basepath: 'ignore' }),
  ),
  binaryMediaTypes: maybe(fc.constant(['*/*'])),
});

const cors = mostly(
  fc.constantFrom<StrictCors>(
    { allowOrigins: ['https://shop.example.com'] },
    { allowOrigins: ['https://shop.example.com', 'https://app.example.com'], allowCredentials: true },
  ),
  fc.constantFrom<StrictCors>(
    { allowOrigins: ['*'] },
    { allowOrigins: [] },
    { allowOrigins: ['http://localhost:3000'] },
  ),
);

export type Exposed = 'public' | 'private' | 'nowhere';
export type Guard = 'shared' | 'imported' | 'elsewhere' | undefined;

/** What only our own takes, as plain data: some of it needs a stack to be made in. */
export const ownProps = fc.record({
  exposed: mostly<Exposed | undefined>(fc.constantFrom('public', 'private', undefined), fc.constant('nowhere')),
  throttle: maybe(throttle),
  guard: maybe(fc.constantFrom<Guard>('shared', 'imported', 'elsewhere')),
  cors: maybe(cors),
  executionLogs: maybe(fc.boolean()),
});
export interface OwnProps {
  readonly exposed?: Exposed;
  readonly throttle?: Throttle;
  readonly guard?: Guard;
  readonly cors?: StrictCors;
  readonly executionLogs?: boolean;
}

export function ownPropsIn(stack: Stack, { exposed, guard, ...rest }: OwnProps): Partial<SecureApiProps> {
  const endpoint = () =>
    InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: ENDPOINT, port: 443 });
  const exposures: Record<Exposed, () => Exposure> = {
    public: () => Exposure.public(),
    private: () => Exposure.private([endpoint()]),
    nowhere: () => Exposure.private([]),
  };
  const guards: Record<NonNullable<Guard>, () => Waf> = {
    shared: () => Waf.shared(stack),
    imported: () => Waf.imported('arn:aws:wafv2:us-east-1:111111111111:regional/webacl/own/1'),
    elsewhere: () => Waf.managedElsewhere('Firewall Manager puts one before every stage of the account.'),
  };
  return { ...rest, exposure: exposed && exposures[exposed](), waf: guard && guards[guard]() };
}

const NAME: JsonSchema = { type: JsonSchemaType.STRING, maxLength: 20 };
const BODIES: Record<string, JsonSchema> = {
  closed: { type: JsonSchemaType.OBJECT, additionalProperties: false, properties: { name: NAME } },
  'closed list': {
    type: JsonSchemaType.ARRAY,
    maxItems: 5,
    items: { type: JsonSchemaType.OBJECT, additionalProperties: false, properties: { name: NAME } },
  },
  open: { type: JsonSchemaType.OBJECT, properties: { name: NAME } },
  anything: {},
  'open below': {
    type: JsonSchemaType.OBJECT,
    additionalProperties: false,
    properties: { more: { type: JsonSchemaType.OBJECT } },
  },
  'either of two': {
    oneOf: [{ type: JsonSchemaType.STRING }, { type: JsonSchemaType.OBJECT, additionalProperties: true }],
  },
};

export const KINDS = ['id token', 'access token', 'generic scope', 'jwt', 'jwt with scopes', 'iam', 'public'] as const;
type Kind = (typeof KINDS)[number];

export interface RouteInput {
  readonly route: string;
  readonly kind: Kind;
  readonly body?: string;
  readonly noBody?: boolean;
  readonly query?: boolean;
  readonly throttle?: Throttle;
  readonly owner?: 'claim' | 'handler';
  readonly stepUp?: 'login' | 'handler';
  readonly apiKeyRequired?: boolean;
  readonly cors?: StrictCors;
}

/** Only a few kinds are odd by themselves; what a route lacks is for the library to say. */
const routeInput: fc.Arbitrary<RouteInput> = fc
  .record({
    verb: fc.constantFrom('GET', 'GET', 'POST', 'PUT', 'DELETE'),
    path: fc.constantFrom('/', '/orders', '/orders/{id}', '/orders/{id}/items'),
    kind: fc.constantFrom(...KINDS),
    body: mostly(fc.constantFrom('closed', 'closed list', undefined), fc.constantFrom(...Object.keys(BODIES))),
    owner: mostly<RouteInput['owner']>(fc.constantFrom('claim', 'handler'), fc.constant(undefined)),
    stepUp: mostly<RouteInput['stepUp']>(fc.constantFrom('login', 'handler'), fc.constant(undefined)),
    query: maybe(fc.boolean()),
    throttle: seldom(throttle),
    apiKeyRequired: maybe(fc.boolean()),
    cors: seldom(cors),
    odd: seldom(fc.boolean()),
  })
  .map(({ verb, path, body, owner, stepUp, odd, ...rest }) => ({
    route: `${verb} ${path}`,
    // `odd` keeps a body where none belongs, and leaves an owner out where one does
    ...((verb !== 'GET' || odd) && { body, noBody: body === undefined }),
    ...((path.includes('{id}') || odd) && {
      owner: rest.kind.startsWith('jwt') ? owner : owner && ('handler' as const),
    }),
    ...((verb === 'DELETE' || odd) && {
      stepUp: rest.kind.startsWith('jwt') ? stepUp : stepUp && ('handler' as const),
    }),
    ...rest,
  }));
export const routeInputs = fc.array(routeInput, { minLength: 1, maxLength: 3 });

/** Adds a route as it was drawn. */
export function addRoute(api: SecureApi, input: RouteInput): void {
  const { route, kind, body, noBody, query, throttle: limit, apiKeyRequired, owner, stepUp } = input;
  const stack = Stack.of(api);
  const once = <T>(id: string, make: () => T): T => (stack.node.tryFindChild(id) as T | undefined) ?? make();
  const handler = once('Handler', () =>
    Function.fromFunctionArn(stack, 'Handler', 'arn:aws:lambda:us-east-1:111111111111:function:orders'),
  );
  const pool = once('Pool', () => UserPool.fromUserPoolArn(stack, 'Pool', POOL));
  const clients = [once('Client', () => UserPoolClient.fromUserPoolClientId(stack, 'Client', CLIENT))];
  const issuers = [JwtIssuer.oidc({ issuer: 'https://login.example.com', audience: ['orders'] })];
  const jwt = () => once('Jwt', () => new JwtAuthorizer(stack, 'Jwt', { issuers }));
  const auths: Record<Kind, () => Auth> = {
    'id token': () => Auth.cognito(pool, { clients }),
    'access token': () => Auth.cognito(pool, { clients, scopes: ['orders/write'] }),
    'generic scope': () => Auth.cognito(pool, { clients, scopes: ['orders/write', 'openid'] }),
    jwt: () => Auth.jwt(jwt()),
    'jwt with scopes': () => Auth.jwt(jwt(), { scopes: ['orders/write'] }),
    iam: () => Auth.iam(),
    public: () => Auth.public('Everybody may see what there is to buy here.'),
  };
  const id: JsonSchema = { type: JsonSchemaType.OBJECT, required: ['page'], properties: { page: NAME } };
  const props: RouteProps = {
    handler,
    auth: auths[kind](),
    request: { body: body === undefined ? undefined : BODIES[body], noBody, query: query ? id : undefined },
    throttle: limit,
    owner: owner && { claim: Owner.pathMatchesClaim('id'), handler: Owner.checkedByHandler(HANDLER_CHECKS) }[owner],
    stepUp:
      stepUp &&
      {
        login: StepUp.freshLogin(Duration.minutes(5)),
        handler: StepUp.checkedByHandler(HANDLER_CHECKS),
      }[stepUp],
    apiKeyRequired,
    cors: input.cors,
  };
  api.addRoute(route, props);
}

const HANDLER_CHECKS = 'The handler compares it with the caller before it does anything.';

const stageOf = (api: SecureApi) => api.deploymentStage.node.defaultChild as CfnStage;
const cfnOf = (api: SecureApi) => api.node.defaultChild as CfnRestApi;
const method = (api: SecureApi, path: string) => api.root.resourceForPath(path);

/** What else somebody may do to the API, most of it harmful. */
export const EXTRAS: Record<string, (api: SecureApi) => unknown> = {
  'an open method': (api) =>
    method(api, '/x').addMethod('GET', new MockIntegration(), { authorizationType: AuthorizationType.NONE }),
  'a method as CDK adds it': (api) => method(api, '/y').addMethod('GET', new MockIntegration()),
  'a method with a body that nobody described': (api) => method(api, '/z').addMethod('POST', new MockIntegration()),
  'a client': (api) => api.addClient('Shop'),
  'a client that wants a lot': (api) => api.addClient('Big', { rateLimit: 900, burstLimit: 900 } as ApiClientProps),
  'a plan without limits': (api) => api.addUsagePlan('Plan', { apiStages: [{ api, stage: api.deploymentStage }] }),
  'a policy for everybody': (api) =>
    api.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
      }),
    ),
  'any origin': (api) => method(api, '/w').addCorsPreflight({ allowOrigins: ['*'], allowCredentials: true }),
  'TLS 1.0': (api) => cfnOf(api).addPropertyOverride('SecurityPolicy', 'TLS_1_0'),
  'no limits': (api) => stageOf(api).addPropertyDeletionOverride('MethodSettings'),
  'no logs': (api) => stageOf(api).addPropertyDeletionOverride('AccessLogSetting'),
  'no web ACL': (api) => api.node.tryRemoveChild('WebAcl'),
  'an old domain name': (api) =>
    api.addDomainName('Domain', {
      domainName: 'api.example.com',
      certificate: Certificate.fromCertificateArn(api, 'Cert', 'arn:aws:acm:us-east-1:111111111111:certificate/a'),
      securityPolicy: SecurityPolicy.TLS_1_0,
    }),
};
export const extras = fc.oneof(
  { arbitrary: fc.constant<string[]>([]), weight: 3 },
  { arbitrary: fc.subarray(Object.keys(EXTRAS), { maxLength: 2 }), weight: 3 },
);
