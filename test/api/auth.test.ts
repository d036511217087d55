import { Duration, Stack } from 'aws-cdk-lib';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Code, Function as LambdaFunction, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Auth, Owner, SecureApi, SecurityGate, StepUp } from '../../lib/index';
import { CognitoToken, Gateway } from '../support/gateway';
import { ENV, newStack } from '../support/judging';

interface Parts {
  readonly stack: Stack;
  readonly api: SecureApi;
  readonly pool: UserPool;
  readonly web: UserPoolClient;
  readonly mobile: UserPoolClient;
  readonly handler: IFunction;
}

function parts(): Parts {
  const stack = newStack();
  const pool = new UserPool(stack, 'Pool');
  return {
    stack,
    pool,
    web: pool.addClient('Web'),
    mobile: pool.addClient('Mobile'),
    api: new SecureApi(stack, 'Api'),
    handler: new LambdaFunction(stack, 'Handler', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ statusCode: 204 });'),
    }),
  };
}

const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const ofType = (template: any, type: string): any[] =>
  Object.values<any>(template.Resources).filter(({ Type }) => Type === `AWS::ApiGateway::${type}`);
const gateway = (template: any) => Gateway.of({ ...ENV, stackName: 'Stack', template });

describe('Auth.cognito', () => {
  const { stack, api, pool, web, mobile, handler } = parts();
  const both = Auth.cognito(pool, { clients: [web, mobile] });
  api.addRoute('GET /by-id', { handler, auth: both });
  api.addRoute('GET /by-id/again', { handler, auth: Auth.cognito(pool, { clients: [mobile, web] }) });
  api.addRoute('GET /web-only', { handler, auth: Auth.cognito(pool, { clients: [web] }) });
  const reading = { clients: [web], scopes: ['orders/read', 'orders/admin', 'orders/read'] };
  api.addRoute('GET /by-scope', { handler, auth: Auth.cognito(pool, reading) });
  api.addRoute('GET /by-other-scope', { handler, auth: Auth.cognito(pool, { clients: [mobile], scopes: ['x/y'] }) });
  const template = rendered(stack);
  const ids = Object.keys(template.Resources);
  const idOf = (start: string): string => ids.find((id) => id.startsWith(start) && !id.includes('Role'))!;
  const token = (change: Partial<CognitoToken>): CognitoToken => ({
    pool: idOf('PoolD'),
    use: 'id',
    client: 'web',
    ...change,
  });
  const send = async (path: string, change: Partial<CognitoToken>) =>
    (await gateway(template).send({ method: 'GET', path, token: token(change) })).outcome;
  const [webId, mobileId] = ['PoolWeb', 'PoolMobile'].map(idOf);

  test('ID tokens: the audience is one of the clients, and nothing around it', () => {
    const expressions = ofType(template, 'Authorizer').map((one) => one.Properties.IdentityValidationExpression);
    expect(expressions).toEqual([
      { 'Fn::Join': ['', ['^(', { Ref: mobileId }, '|', { Ref: webId }, ')$']] },
      { 'Fn::Join': ['', ['^(', { Ref: webId }, ')$']] },
      undefined,
    ]);
  });

  test('one authorizer for each pool, kind of token and clients; none keeps an answer', () => {
    const authorizers = ofType(template, 'Authorizer').map(({ Properties }) => Properties);
    expect(authorizers).toHaveLength(3);
    for (const one of authorizers) {
      expect(one).toMatchObject({
        Type: 'COGNITO_USER_POOLS',
        AuthorizerResultTtlInSeconds: 0,
        IdentitySource: 'method.request.header.Authorization',
        ProviderARNs: [{ 'Fn::GetAtt': [idOf('PoolD'), 'Arn'] }],
      });
    }
  });

  test('access tokens: the method lists the scopes', () => {
    const scopes = ofType(template, 'Method').map(({ Properties }) => Properties.AuthorizationScopes);
    expect(scopes).toEqual([undefined, undefined, undefined, ['orders/read', 'orders/admin'], ['x/y']]);
  });

  test('API Gateway takes what it should, and refuses the rest', async () => {
    // the identifiers that the template gets once it is deployed
    const [webClient, mobileClient] = [webId, mobileId].map((id) => clientId(template, id));
    expect(await send('/by-id', { client: webClient })).toBe('integration');
    expect(await send('/by-id', { client: mobileClient })).toBe('integration');
    expect(await send('/by-id/again', { client: mobileClient })).toBe('integration');
    expect(await send('/by-id', { client: `${webClient}x` })).toBe(401);
    expect(await send('/by-id', { client: 'other' })).toBe(401);
    expect(await send('/web-only', { client: mobileClient })).toBe(401);
    expect(await send('/by-id', { client: webClient, use: 'access', scopes: ['orders/read'] })).toBe(401);
    expect(await send('/by-id', { client: webClient, forged: true })).toBe(401);
    expect(await send('/by-id', { client: webClient, expired: true })).toBe(401);
    const access = { use: 'access', client: webClient } as const;
    expect(await send('/by-scope', { ...access, scopes: ['orders/admin'] })).toBe('integration');
    expect(await send('/by-scope', { ...access, scopes: ['orders/rea'] })).toBe(401);
    expect(await send('/by-scope', { ...access, scopes: ['aws.cognito.signin.user.admin'] })).toBe(401);
    expect(await send('/by-scope', { client: webClient, scopes: ['orders/read'] })).toBe(401);
    expect(await send('/by-other-scope', { ...access, scopes: ['orders/read'] })).toBe(401);
  });

  test('an id with signs of a regular expression stands for itself', () => {
    const one = parts();
    const client = UserPoolClient.fromUserPoolClientId(one.stack, 'Known', 'a.b+c');
    one.api.addRoute('GET /', { handler: one.handler, auth: Auth.cognito(one.pool, { clients: [client] }) });
    const [{ Properties }] = ofType(rendered(one.stack), 'Authorizer');
    expect(Properties.IdentityValidationExpression).toBe('^(a\\.b\\+c)$');
  });

  test('another pool has another authorizer', () => {
    const one = parts();
    const other = new UserPool(one.stack, 'Other');
    const staff = other.addClient('Staff');
    one.api.addRoute('GET /a', {
      handler: one.handler,
      auth: Auth.cognito(one.pool, { clients: [one.web], scopes: ['a/b'] }),
    });
    one.api.addRoute('GET /b', {
      handler: one.handler,
      auth: Auth.cognito(other, { clients: [staff], scopes: ['a/b'] }),
    });
    const pools = ofType(rendered(one.stack), 'Authorizer').map(
      ({ Properties }) => Properties.ProviderARNs[0]['Fn::GetAtt'][0],
    );
    expect(new Set(pools).size).toBe(2);
  });

  test.each([
    ['no clients', [], undefined, /^API-13: expected the clients whose tokens are taken, got none; /],
    ['an empty list of scopes', undefined, [], /^API-13: expected scopes .* got none; /],
    ['an empty scope', undefined, ['orders/read', ''], /^API-13: expected scopes .* got ''; /],
    ['two scopes in one', undefined, ['orders/read orders/write'], /got 'orders\/read orders\/write'; /],
    [
      'the scope of every signed-in user',
      undefined,
      ['aws.cognito.signin.user.admin'],
      /^API-13: .* got 'aws\.cognito/,
    ],
    ['openid', undefined, ['openid'], /^API-13: .* got 'openid'/],
    ['email beside a scope of the team', undefined, ['orders/read', 'email'], /^API-13: .* got 'email'/],
    ['profile and phone', undefined, ['profile', 'phone'], /^API-13: .* got 'profile'/],
  ])('refuses %s', (_, clients, scopes, message) => {
    expect(() => Auth.cognito(pool, { clients: clients ?? [web], scopes })).toThrow(message);
  });
});

/** What the evaluator of templates calls a client. */
function clientId(template: any, logicalId: string): string {
  const probe = {
    ...template,
    Resources: {
      ...template.Resources,
      Probe: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { ID: { Ref: logicalId } } } } },
    },
  };
  return gateway(probe).environmentOf('Probe').ID;
}

describe('Auth.iam and Auth.public', () => {
  test('IAM asks for a signature', async () => {
    const { stack, api, handler } = parts();
    api.addRoute('GET /jobs/{jobId}', { handler, auth: Auth.iam() });
    const template = rendered(stack);
    expect(ofType(template, 'Method').map(({ Properties }) => Properties.AuthorizationType)).toEqual(['AWS_IAM']);
    expect((await gateway(template).send({ method: 'GET', path: '/jobs/1' })).outcome).toBe(403);
  });

  test('public is a waiver with the reason, on that method alone', () => {
    const { stack, api, handler } = parts();
    const reason = 'the health page says nothing about anybody';
    const everybody = Auth.public(reason);
    expect(everybody._waivers()).toEqual([{ ruleId: 'API-01', reason }]);
    api.addRoute('GET /health', { handler, auth: everybody });
    api.addRoute('GET /jobs', { handler, auth: Auth.iam() });
    const findings = SecurityGate.findingsOf(stack.node.root).filter(({ ruleId }) => ruleId === 'API-01');
    expect(findings.map(({ status, path }) => [status, path])).toEqual([
      ['waived', 'Stack/Api/Default/health/GET/Resource'],
    ]);
  });

  test.each([
    ['Auth.public', () => Auth.public('because')],
    ['Owner.checkedByHandler', () => Owner.checkedByHandler('')],
    ['Owner.notOwned', () => Owner.notOwned('not owned')],
    ['StepUp.checkedByHandler', () => StepUp.checkedByHandler('a b c')],
  ])('%s wants a reason that says something', (_, make) => {
    expect(make).toThrow(/^GATE-06: /);
  });
});

describe('owner and step-up', () => {
  const { api, pool, web, handler } = parts();
  const user = Auth.cognito(pool, { clients: [web] });
  const mine = Owner.pathMatchesClaim('orderId');
  const byHandler = Owner.checkedByHandler('the handler reads by user and order');
  const fresh = StepUp.freshLogin(Duration.minutes(5));
  test.each([
    [
      'an id without an owner',
      'GET /a/{orderId}',
      { auth: user },
      /^API-15: .* got GET \/a\/\{orderId\} without owner; /,
    ],
    ['a greedy path without an owner', 'GET /b/{rest+}', { auth: user }, /^API-15: .* without owner; /],
    ['a deletion without a step-up', 'DELETE /c', { auth: user }, /^API-16: .* got DELETE \/c without stepUp; /],
    [
      'a claim nobody compares',
      'GET /d/{orderId}',
      { auth: user, owner: mine },
      /^API-15: .* got Auth\.cognito for GET/,
    ],
    ['a login nobody looks at', 'DELETE /e', { auth: user, stepUp: fresh }, /^API-16: .* got Auth\.cognito for DELETE/],
    ['a factor nobody looks at', 'DELETE /f', { auth: user, stepUp: StepUp.mfa() }, /^API-16: .* got Auth\.cognito/],
    ['claims of a signature', 'GET /g/{orderId}', { auth: Auth.iam(), owner: mine }, /^API-15: .* got Auth\.iam/],
  ])('refuses %s', (_, route, props, message) => {
    expect(() => api.addRoute(route, { handler, ...props })).toThrow(message);
  });

  test.each([
    ['', 'sub'],
    ['{orderId}', 'sub'],
    ['orderId', ''],
    ['order id', 'sub'],
  ])('refuses names that are none: %j and %j', (parameter, claim) => {
    expect(() => Owner.pathMatchesClaim(parameter, claim)).toThrow(/^API-15: /);
  });

  test.each([Duration.millis(0), Duration.millis(500), Duration.days(2)])('refuses a login of %s', (age) => {
    expect(() => StepUp.freshLogin(age)).toThrow(/^API-16: /);
  });

  test('refuses a factor without a name', () => {
    expect(() => StepUp.mfa('')).toThrow(/^API-16: /);
  });

  test('reasons become waivers of their rules', () => {
    const asked = StepUp.checkedByHandler('the handler asks for the password again');
    expect(
      [user, byHandler, asked, Owner.notOwned('a catalogue that everybody reads'), mine, fresh].map((one) =>
        one._waivers(),
      ),
    ).toEqual([
      [],
      [{ ruleId: 'API-15', reason: 'the handler reads by user and order' }],
      [{ ruleId: 'API-16', reason: 'the handler asks for the password again' }],
      [{ ruleId: 'API-15', reason: 'a catalogue that everybody reads' }],
      [],
      [],
    ]);
    expect(() =>
      api.addRoute('DELETE /h/{orderId}', { handler, auth: user, owner: byHandler, stepUp: asked }),
    ).not.toThrow();
  });

  test('a service may read by id and delete', () => {
    expect(() => api.addRoute('DELETE /i/{orderId}', { handler, auth: Auth.iam() })).not.toThrow();
  });
});
