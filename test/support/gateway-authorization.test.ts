import { Gateway, type ApiRequest, type AuthorizerCode } from './gateway';
import { apiTemplate, cognitoAuthorizer, lambdaAuthorizer, own, permission, statements } from './gateway-sample';

const get = (path: string, more: Partial<ApiRequest> = {}): ApiRequest => ({ method: 'GET', path, ...more });

/** The function that was reached, or the status. */
const answer = async (gateway: Gateway, request: ApiRequest) => {
  const { outcome, type, reached } = await gateway.send(request);
  return outcome === 'integration' ? reached : `${outcome} ${type}`;
};

describe('AWS_IAM', () => {
  const role = (Statement?: object) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: statements({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
      Policies: Statement ? [{ PolicyName: 'p', PolicyDocument: statements(Statement) }] : [],
    },
  });
  const reads = { 'Fn::Sub': 'arn:aws:execute-api:us-east-1:111111111111:${Api}/prod/GET/orders' };
  const gateway = Gateway.of(
    apiTemplate(
      { 'GET /orders': { AuthorizationType: 'AWS_IAM' }, 'DELETE /orders': { AuthorizationType: 'AWS_IAM' } },
      { more: { Reader: role({ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: reads }), Nobody: role() } },
    ),
  );

  test.each<[string, Partial<ApiRequest>, string]>([
    ['unsigned', {}, '403 MISSING_AUTHENTICATION_TOKEN'],
    ['signed by a role that may', { signedBy: 'Reader' }, 'Handler'],
    ['signed by a role that may not', { signedBy: 'Nobody' }, '403 ACCESS_DENIED'],
    ['another verb', { signedBy: 'Reader', method: 'DELETE' }, '403 ACCESS_DENIED'],
    ['an administrator of another account', { signedBy: { account: '999999999999' } }, '403 ACCESS_DENIED'],
  ])('%s', async (_what, more, expected) => {
    expect(await answer(gateway, get('/orders', more))).toBe(expected);
  });

  test('API Gateway’s own text names account and API, until a gateway response says less', async () => {
    const leaking = await gateway.send(get('/orders', { signedBy: 'Nobody' }));
    expect(leaking.body).toMatch(/arn:aws:execute-api:us-east-1:\*{8}1111:Stack-Api/);
    const quiet = apiTemplate(
      { 'GET /orders': { AuthorizationType: 'AWS_IAM' } },
      {
        more: {
          Nobody: role(),
          Quiet: own('GatewayResponse', {
            ResponseType: 'DEFAULT_4XX',
            ResponseTemplates: { 'application/json': '{"message":"$context.error.responseType"}' },
          }),
        },
      },
    );
    expect(await Gateway.of(quiet).send(get('/orders', { signedBy: 'Nobody' }))).toMatchObject({
      outcome: 403,
      body: '{"message":"ACCESS_DENIED"}',
    });
  });
});

describe('COGNITO_USER_POOLS', () => {
  const method = (more = {}) => ({
    AuthorizationType: 'COGNITO_USER_POOLS',
    AuthorizerId: { Ref: 'Authorizer' },
    ...more,
  });
  const gatewayWith = (authorizer = {}) =>
    Gateway.of(
      apiTemplate(
        { 'GET /me': method(), 'GET /orders': method({ AuthorizationScopes: ['orders/read', 'orders/all'] }) },
        { more: cognitoAuthorizer(authorizer) },
      ),
    );
  const plain = gatewayWith();
  const checked = gatewayWith({ IdentityValidationExpression: '^(web|app)$' });
  const id = { pool: 'Pool', use: 'id', client: 'web' } as const;
  const access = { pool: 'Pool', use: 'access', client: 'web', scopes: ['orders/read'] } as const;

  test.each<[string, Gateway, string, ApiRequest['token'], string]>([
    ['no token', plain, '/me', undefined, '401 UNAUTHORIZED'],
    ['an ID token', plain, '/me', id, 'Handler'],
    ['an expired one', plain, '/me', { ...id, expired: true }, '401 UNAUTHORIZED'],
    ['a forged one', plain, '/me', { ...id, forged: true }, '401 UNAUTHORIZED'],
    ['one of another pool', plain, '/me', { ...id, pool: 'OtherPool' }, '401 UNAUTHORIZED'],
    ['an access token where no scope is asked', plain, '/me', access, '401 UNAUTHORIZED'],
    ['an ID token of another client, which nobody looks at', plain, '/me', { ...id, client: 'evil' }, 'Handler'],
    [
      'an ID token of another client, with an expression',
      checked,
      '/me',
      { ...id, client: 'evil' },
      '401 UNAUTHORIZED',
    ],
    ['an ID token of a known client', checked, '/me', { ...id, client: 'app' }, 'Handler'],
    ['an access token with a scope', plain, '/orders', access, 'Handler'],
    [
      'an access token with another scope',
      plain,
      '/orders',
      { ...access, scopes: ['orders/write'] },
      '401 UNAUTHORIZED',
    ],
    ['an ID token where a scope is asked', plain, '/orders', { ...id, scopes: ['orders/read'] }, '401 UNAUTHORIZED'],
    [
      'an access token of another client, which nobody looks at',
      plain,
      '/orders',
      { ...access, client: 'evil' },
      'Handler',
    ],
    ['an access token under an expression: it has no aud', checked, '/orders', access, '401 UNAUTHORIZED'],
  ])('%s', async (_what, gateway, path, token, expected) => {
    expect(await answer(gateway, get(path, { token }))).toBe(expected);
  });

  test('an expression that AWS may read in two ways is no proof', async () => {
    const loose = gatewayWith({ IdentityValidationExpression: 'web' });
    await expect(loose.send(get('/me', { token: { ...id, client: 'web-of-evil' } }))).rejects.toThrow('anchor it');
  });
});

describe('CUSTOM', () => {
  const custom = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };
  const gatewayWith = (properties = {}, more = {}) =>
    Gateway.of(
      apiTemplate(
        { 'GET /orders/{id}': custom, 'GET /reports': custom },
        { more: { ...lambdaAuthorizer(properties), ...more } },
      ),
    );
  const allow: AuthorizerCode = ({ methodArn }) => ({
    principalId: 'me',
    policyDocument: statements({ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }) as any,
    context: { tenant: 't-1' },
  });
  const deny: AuthorizerCode = () => ({
    principalId: 'me',
    policyDocument: statements({ Effect: 'Deny', Action: '*', Resource: '*' }) as any,
  });
  const thrown =
    (message: string): AuthorizerCode =>
    () => {
      throw new Error(message);
    };
  const authorization = { authorization: 'Bearer x' };

  test.each<[string, Partial<ApiRequest>, string]>([
    ['no identity', { authorizer: allow }, '401 UNAUTHORIZED'],
    ['an empty identity', { authorizer: allow, headers: { Authorization: '' } }, '401 UNAUTHORIZED'],
    ['an Allow', { authorizer: allow, headers: authorization }, 'Handler'],
    ['a Deny', { authorizer: deny, headers: authorization }, '403 ACCESS_DENIED'],
    ['Unauthorized', { authorizer: thrown('Unauthorized'), headers: authorization }, '401 UNAUTHORIZED'],
    ['a crash', { authorizer: thrown('no such key'), headers: authorization }, '500 AUTHORIZER_FAILURE'],
    ['no principal', { authorizer: () => ({}), headers: authorization }, '500 AUTHORIZER_CONFIGURATION_ERROR'],
  ])('%s', async (_what, more, expected) => {
    expect(await answer(gatewayWith(), get('/orders/7', more))).toBe(expected);
  });

  test('the code gets the event of AWS, and its context reaches the function', async () => {
    const events: any[] = [];
    const outcome = await gatewayWith().send(
      get('/orders/7', { headers: { Authorization: 'x' }, authorizer: (event) => (events.push(event), allow(event)) }),
    );
    expect(outcome).toMatchObject({ reached: 'Handler', context: { tenant: 't-1', principalId: 'me' } });
    expect(events).toEqual([
      expect.objectContaining({
        type: 'REQUEST',
        methodArn: 'arn:aws:execute-api:us-east-1:111111111111:Stack-Api/prod/GET/orders/7',
        resource: '/orders/{id}',
        pathParameters: { id: '7' },
      }),
    ]);
  });

  test('with caching, the answer for one route is reused for all', async () => {
    const gateway = gatewayWith({ AuthorizerResultTtlInSeconds: 300 });
    const request = { headers: authorization, authorizer: allow };
    expect(await answer(gateway, get('/orders/7', request))).toBe('Handler');
    expect(await answer(gateway, get('/reports', request))).toBe('403 ACCESS_DENIED');
  });

  test('API Gateway must be allowed to invoke the authorizer, and somebody must say what it does', async () => {
    const mute = gatewayWith({}, { GuardPermission: permission('Guard', 'prod/GET/orders') });
    expect(await answer(mute, get('/reports', { headers: authorization, authorizer: allow }))).toBe(
      '500 AUTHORIZER_CONFIGURATION_ERROR',
    );
    await expect(gatewayWith().send(get('/reports', { headers: authorization }))).rejects.toThrow('Authorizer');
  });
});
