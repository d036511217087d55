import { App, Duration, Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Code, Function as LambdaFunction, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { parseRouteTable, TABLE_VARIABLE } from '../../lib/api/route-table';
import {
  Auth,
  CognitoTokenUse,
  JwtAuthorizer,
  JwtIssuer,
  Owner,
  SecureApi,
  SecurityGate,
  SecurityProfile,
  StepUp,
} from '../../lib/index';
import { AuthorizerCode, Gateway } from '../support/gateway';
import { ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';
import { at, ecKeys, keySet, signed, trial } from '../runtime/authorizer/issuing';

const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const idOf = (template: any, start: string, type: string): string =>
  Object.keys(template.Resources).find((id) => id.startsWith(start) && template.Resources[id].Type === type)!;

interface Parts {
  readonly stack: Stack;
  readonly api: SecureApi;
  readonly pool: UserPool;
  readonly web: UserPoolClient;
  readonly authorizer: JwtAuthorizer;
  readonly handler: IFunction;
}

function parts(
  issuers: (pool: UserPool, web: UserPoolClient) => JwtIssuer[] = (pool, web) => [JwtIssuer.cognito(pool, [web])],
  stack = newStack(),
): Parts {
  const pool = new UserPool(stack, 'Pool');
  const web = pool.addClient('Web');
  return {
    stack,
    pool,
    web,
    api: new SecureApi(stack, 'Api'),
    authorizer: new JwtAuthorizer(stack, 'Authorizer', { issuers: issuers(pool, web) }),
    handler: new LambdaFunction(stack, 'Handler', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ statusCode: 204 });'),
    }),
  };
}

describe('routes behind a JwtAuthorizer', () => {
  const { stack, api, authorizer, handler } = parts((pool, web) => [JwtIssuer.cognito(pool, [web, web])]);
  const mine = Owner.pathMatchesClaim('userId');
  const reading = Auth.jwt(authorizer, { scopes: ['users/read', 'users/read'] });
  api.addRoute('GET /users/{userId}', { handler, auth: reading, owner: mine });
  api.addRoute('GET /users/{userId}/orders', { handler, auth: reading, owner: mine });
  api.addRoute('GET /orders', { handler, auth: Auth.jwt(authorizer) });
  api.addRoute('GET /open', { handler, auth: Auth.public('this page says nothing about anybody') });
  api.addRoute('DELETE /users/{userId}', {
    handler,
    auth: Auth.jwt(authorizer, { scopes: ['users/delete'] }),
    owner: mine,
    stepUp: StepUp.freshLogin(Duration.minutes(5)),
  });
  api.addRoute('DELETE /orders', { handler, auth: Auth.jwt(authorizer), stepUp: StepUp.mfa('second_factor') });
  const template = rendered(stack);
  const fn = idOf(template, 'AuthorizerFunction', 'AWS::Lambda::Function');
  const gateway = Gateway.of({ ...ENV, stackName: 'Stack', template });
  const text = gateway.environmentOf(fn)[TABLE_VARIABLE];
  const table = parseRouteTable(text);

  test('its table has every route, each policy once, and the names of the deployment', () => {
    expect(table).toMatchObject({
      v: 1,
      policies: [
        { scopes: ['users/read'], owner: ['userId', 'sub'] },
        {},
        { scopes: ['users/delete'], owner: ['userId', 'sub'], login: 300 },
        { mfa: 'second_factor' },
      ],
      routes: {
        'DELETE /orders': 3,
        'DELETE /users/{userId}': 2,
        'GET /orders': 1,
        'GET /users/{userId}': 0,
        'GET /users/{userId}/orders': 0,
      },
    });
    const { Variables } = template.Resources[fn].Properties.Environment;
    expect(Object.keys(Variables)).toEqual([TABLE_VARIABLE]);
    const [, pieces] = Variables[TABLE_VARIABLE]['Fn::Join'];
    expect(pieces.filter((one: unknown) => typeof one === 'object')).toEqual([
      { Ref: idOf(template, 'Pool', 'AWS::Cognito::UserPool') },
      { Ref: idOf(template, 'PoolWeb', 'AWS::Cognito::UserPoolClient') },
    ]);
    expect(table.issuers).toHaveLength(1);
  });

  test('API Gateway asks it each time, and never without a header', () => {
    const authorizers = Object.values<any>(template.Resources).filter(
      ({ Type }) => Type === 'AWS::ApiGateway::Authorizer',
    );
    expect(authorizers.map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({
        Type: 'REQUEST',
        IdentitySource: 'method.request.header.Authorization',
        AuthorizerResultTtlInSeconds: 0,
      }),
    ]);
  });

  test('a request goes through template, authorizer and policy', async () => {
    const [{ pool: poolInTemplate, clients }] = table.issuers as any;
    const pool = 'us-east-1_Abcdefghi'; // ids of the evaluator do not look like Cognito's
    const iss = `https://cognito-idp.us-east-1.amazonaws.com/${pool}`;
    const keys = ecKeys('one');
    const { handler: run } = trial(text.replaceAll(poolInTemplate, pool), {
      [`${iss}/.well-known/jwks.json`]: keySet(keys),
    });
    const claims = { iss, sub: 'u1', token_use: 'access', client_id: clients[0], exp: at(600), auth_time: at(-10) };
    const send = async (method: string, path: string, change?: object) => {
      const headers = change && { Authorization: `Bearer ${signed(keys, { ...claims, ...change })}` };
      return gateway.send({ method, path, headers, authorizer: run as AuthorizerCode });
    };
    const outcomeOf = async (...call: Parameters<typeof send>) => (await send(...call)).outcome;
    const read = { scope: 'users/read' };

    const through = await send('GET', '/users/u1', read);
    expect(through).toMatchObject({
      outcome: 'integration',
      reached: idOf(template, 'Handler', 'AWS::Lambda::Function'),
      context: { principalId: 'u1', sub: 'u1', clientId: clients[0], scope: 'users/read', issuer: iss },
    });
    expect(await outcomeOf('GET', '/users/u1/orders', read)).toBe('integration');
    expect(await outcomeOf('GET', '/orders', {})).toBe('integration');
    expect(await outcomeOf('DELETE', '/users/u1', { scope: 'users/delete' })).toBe('integration');
    expect(await outcomeOf('DELETE', '/orders', { second_factor: true })).toBe('integration');

    expect(await outcomeOf('GET', '/users/u1')).toBe(401);
    expect(await outcomeOf('GET', '/users/u1', { ...read, exp: at(-60) })).toBe(401);
    expect(await outcomeOf('GET', '/users/u1', { ...read, client_id: 'other' })).toBe(401);
    expect(await outcomeOf('GET', '/users/u2', read)).toBe(403);
    expect(await outcomeOf('GET', '/users/%2575%2531', read)).toBe(403);
    expect(await outcomeOf('GET', '/users/u1', {})).toBe(403);
    expect(await outcomeOf('DELETE', '/users/u1', read)).toBe(403);
    expect(await outcomeOf('DELETE', '/users/u1', { scope: 'users/delete', auth_time: at(-900) })).toBe(403);
    expect(await outcomeOf('DELETE', '/orders', { second_factor: false })).toBe(403);
  });

  test('only its API may run it', () => {
    const account = Account.of({ ...ENV, stackName: 'Stack', template });
    const may = (source: string) =>
      account.can({
        as: { service: 'apigateway.amazonaws.com' },
        action: 'lambda:InvokeFunction',
        on: fn,
        context: { 'aws:SourceArn': source, 'aws:SourceAccount': ENV.account },
      });
    const permission = Object.values<any>(template.Resources).filter(
      ({ Type, Properties }) => Type === 'AWS::Lambda::Permission' && Properties.FunctionName['Fn::GetAtt'][0] === fn,
    );
    expect(permission).toHaveLength(1);
    expect(may(`arn:aws:execute-api:${ENV.region}:${ENV.account}:otherapi00/authorizers/abcdef`)).not.toBe('allowed');
    expect(may(`arn:aws:execute-api:${ENV.region}:${ENV.account}:otherapi00/prod/GET/orders`)).not.toBe('allowed');
  });

  test('the gate has nothing to say about it, but for the alarm that counts something else', () => {
    const findings = SecurityGate.findingsOf(stack.node.root).filter(({ path }) =>
      path?.startsWith('Stack/Authorizer'),
    );
    expect(findings.map(({ ruleId, status }) => `${ruleId} ${status}`)).toEqual(['FUNCTION-13 waived']);
  });

  test('401 does not ring the alarm: it counts what failed', () => {
    const ofFunction = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    expect(ofFunction).toHaveLength(1);
    const metrics = ofFunction[0].Properties.Metrics.map((one: any) => one.MetricStat?.Metric.MetricName).filter(
      Boolean,
    );
    expect(metrics).toEqual([expect.stringMatching(/^StackAuthorizer\w+Failures$/), 'Throttles']);
    const [filter] = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::Logs::MetricFilter');
    expect(filter.Properties.MetricTransformations[0].MetricName).toBe(metrics[0]);
    expect(filter.Properties.FilterPattern).toContain('$.message.decision = "failed"');
    expect(filter.Properties.LogGroupName).toEqual({
      Ref: idOf(template, 'AuthorizerFunctionLogs', 'AWS::Logs::LogGroup'),
    });
  });
});

test('in development there is neither alarm nor filter, and no waiver for them', () => {
  const app = new App();
  SecurityGate.enforce(app, { profile: SecurityProfile.development({ accounts: [ENV.account] }) });
  const { stack, api, authorizer, handler } = parts(undefined, new Stack(app, 'Stack', { env: ENV }));
  api.addRoute('GET /', { handler, auth: Auth.jwt(authorizer) });
  const types = Object.values<any>(rendered(stack).Resources).map(({ Type }) => Type);
  expect(types.filter((type) => /Alarm|MetricFilter/.test(type))).toEqual([]);
});

test('an authorizer that no route uses is only a function', () => {
  const { stack } = parts();
  const types = Object.values<any>(rendered(stack).Resources).map(({ Type }) => Type);
  expect(types).not.toContain('AWS::ApiGateway::Authorizer');
});

describe('refuses', () => {
  const LOGIN = { issuer: 'https://login.example.com', audience: ['orders'] };
  const oidc = JwtIssuer.oidc(LOGIN);
  // what is refused leaves nothing behind
  const shared = parts();

  test.each([
    ['no issuers', () => [], /^API-13: expected issuers .* got none; /],
    [
      'an issuer twice',
      () => [oidc, JwtIssuer.oidc({ ...LOGIN, audience: ['x'] })],
      /got 'https:\/\/login\.example\.com' twice; /,
    ],
    [
      'a pool twice',
      (pool: UserPool, web: UserPoolClient) => [JwtIssuer.cognito(pool, [web]), JwtIssuer.cognito(pool, [web])],
      /got a user pool twice; /,
    ],
    ['a pool without clients', (pool: UserPool) => [JwtIssuer.cognito(pool, [])], /^API-13: expected the clients/],
  ])('%s', (_, issuers, message) => {
    expect(() => parts(issuers)).toThrow(message);
  });

  test.each([
    [
      'an issuer without TLS',
      { issuer: 'http://login.example.com' },
      /^API-13: expected issuer to be an https address/,
    ],
    ['an issuer with a query', { issuer: 'https://login.example.com?x=1' }, /expected issuer to be/],
    ['an issuer with a password', { issuer: 'https://a:b@login.example.com' }, /expected issuer to be/],
    ['no issuer', { issuer: '' }, /expected issuer to be/],
    [
      'keys without TLS',
      { jwksUri: 'http://login.example.com/keys' },
      /^API-13: expected jwksUri to be an https address/,
    ],
    ['keys in a file', { jwksUri: 'file:///etc/passwd' }, /expected jwksUri to be/],
    ['no audience', { audience: [] }, /^API-13: expected the audience/],
    ['an empty audience', { audience: [''] }, /^API-13: expected the audience/],
  ])('%s', (_, change, message) => {
    expect(() => JwtIssuer.oidc({ ...LOGIN, ...change })).toThrow(message);
  });

  test.each([
    [
      'a parameter that the path has not',
      'GET /x',
      { owner: Owner.pathMatchesClaim('userId') },
      /^API-15: .* got \{userId\} for GET \/x; /,
    ],
    [
      'a parameter of many segments',
      'GET /y/{rest+}',
      { owner: Owner.pathMatchesClaim('rest') },
      /^API-15: .* got \{rest\}/,
    ],
    [
      'a parameter with its sign',
      'GET /y/{rest+}',
      { owner: Owner.pathMatchesClaim('rest+') },
      /^API-15: .* got \{rest\+\}/,
    ],
    ['amr of Cognito', 'DELETE /z', { stepUp: StepUp.mfa() }, /^API-16: .* got amr for DELETE \/z; /],
  ])('%s', (_, route, props, message) => {
    const { api, authorizer, handler } = shared;
    expect(() => api.addRoute(route, { handler, auth: Auth.jwt(authorizer), ...props })).toThrow(message);
  });

  test.each(['email', 'preferred_username', 'phone_number', 'nickname'])(
    '%s as owner or factor: Cognito lets users write it',
    (claim) => {
      const { api, authorizer, handler } = shared;
      const auth = Auth.jwt(authorizer);
      expect(() => api.addRoute('GET /u/{id}', { handler, auth, owner: Owner.pathMatchesClaim('id', claim) })).toThrow(
        new RegExp(`^API-15: expected a claim that users cannot change, got ${claim} for GET /u/\\{id\\}`),
      );
      expect(() => api.addRoute('DELETE /u', { handler, auth, stepUp: StepUp.mfa(claim) })).toThrow(
        new RegExp(`^API-16: expected a claim that users cannot change, got ${claim} for DELETE /u`),
      );
    },
  );

  test.each([[[]], [['']], [['a b']]])('scopes %j', (scopes) => {
    const { authorizer } = shared;
    expect(() => Auth.jwt(authorizer, { scopes })).toThrow(/^API-13: expected scopes/);
  });

  test.each(['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'])(
    'the scope %s, which any client of a user pool may have',
    (scope) => {
      const { authorizer, api, handler } = parts();
      const auth = () => Auth.jwt(authorizer, { scopes: ['orders/read', scope] });
      expect(auth).toThrow(
        `API-13: expected scopes of a resource server, since one of them is enough, got '${scope}', `,
      );
      expect(() => api.addRoute('GET /a', { handler, auth: Auth.jwt(authorizer)._withScopes([scope])! })).toThrow(
        /^API-13: /,
      );
      const issuer = JwtIssuer.oidc({ issuer: 'https://login.example.com', audience: ['orders'] });
      const other = parts(() => [issuer]).authorizer;
      expect(() => Auth.jwt(other, { scopes: [scope] })).not.toThrow(); // what it means there, its owner knows
    },
  );

  test('scopes of ID tokens, which have none', () => {
    const { api, authorizer, handler } = parts((pool, web) => [
      JwtIssuer.cognito(pool, [web], { tokenUse: CognitoTokenUse.ID }),
    ]);
    api.addRoute('GET /a', { handler, auth: Auth.jwt(authorizer) });
    expect(() => api.addRoute('GET /b', { handler, auth: Auth.jwt(authorizer, { scopes: ['x/y'] }) })).toThrow(
      /^API-13: .* got ID tokens for GET \/b; /,
    );
  });

  test('owners that two issuers could name alike', () => {
    const { api, authorizer, handler } = parts((pool, web) => [JwtIssuer.cognito(pool, [web]), oidc]);
    const add = (owner: Owner) => () => api.addRoute('GET /u/{userId}', { handler, auth: Auth.jwt(authorizer), owner });
    expect(add(Owner.pathMatchesClaim('userId'))).toThrow(/^API-15: .* got 2 issuers for GET \/u\/\{userId\}/);
    expect(add(Owner.checkedByHandler('the handler compares issuer and subject'))).not.toThrow();
  });

  test('owners of two pools by anything but the sub, which Cognito makes unique', () => {
    const { stack, api, authorizer, handler } = parts((pool, web) => {
      const staff = new UserPool(Stack.of(pool), 'Staff');
      return [JwtIssuer.cognito(pool, [web]), JwtIssuer.cognito(staff, [staff.addClient('Desk')])];
    });
    const auth = Auth.jwt(authorizer);
    api.addRoute('GET /u/{id}', { handler, auth, owner: Owner.pathMatchesClaim('id') });
    expect(() =>
      api.addRoute('GET /v/{id}', { handler, auth, owner: Owner.pathMatchesClaim('id', 'username') }),
    ).toThrow(/^API-15: /);
    expect(stack).toBeDefined();
  });

  test('a second API', () => {
    const { stack, authorizer, api, handler } = parts();
    api.addRoute('GET /', { handler, auth: Auth.jwt(authorizer) });
    const other = new SecureApi(stack, 'Other');
    expect(() => other.addRoute('GET /', { handler, auth: Auth.jwt(authorizer) })).toThrow(
      /^API-01: .* got Stack\/Other after Stack\/Api; /,
    );
  });

  test('an API of another stack', () => {
    const { stack, authorizer } = parts();
    const api = new RestApi(new Stack(stack.node.root as App, 'Second', { env: ENV }), 'Api');
    const route = { api, scope: api, method: 'GET', path: '/' };
    expect(() => Auth.jwt(authorizer)._bind(route)).toThrow(/^API-01: .* got Stack\/Authorizer for Second\/Api; /);
    expect(() => Auth.jwt(authorizer)._bind({ ...route, api: new RestApi(stack, 'Plain'), method: 'ANY' })).toThrow(
      /^API-01: .* got ANY \/; /,
    );
  });

  test('more routes than the environment holds, when the route is added', () => {
    const { stack, authorizer } = parts();
    const api = new RestApi(stack, 'Plain');
    const auth = Auth.jwt(authorizer);
    const add = (n: number) =>
      auth._bind({ api, scope: api, method: 'GET', path: `/some/rather/long/path/of/an/api/${1000 + n}` });
    let fitting = 0;
    const fill = () => {
      for (; fitting < 200; fitting += 1) add(fitting);
    };
    expect(fill).toThrow(
      /^PREFLIGHT-08: .* fit into 4096 bytes of environment, got about 4\d{3} with GET \/some.*; use a second JwtAuthorizer/,
    );
    // each takes 46 bytes, the issuer about 200
    expect(fitting).toBeGreaterThan(80);
    expect(fitting).toBeLessThan(86);
  });
});

describe('JwtIssuer.oidc', () => {
  const entry = (change: object) =>
    JwtIssuer.oidc({ issuer: 'https://login.example.com/', audience: ['a', 'a'], ...change })._entry;
  test.each([
    [
      {},
      {
        issuer: 'https://login.example.com/',
        audience: ['a'],
        jwks: 'https://login.example.com/.well-known/jwks.json',
        scope: 'scope',
      },
    ],
    [
      { issuer: 'https://login.example.com/t' },
      { issuer: 'https://login.example.com/t', jwks: 'https://login.example.com/t/.well-known/jwks.json' },
    ],
    [
      { jwksUri: 'https://keys.example.com/k?p=1', scopeClaim: 'scp' },
      { jwks: 'https://keys.example.com/k?p=1', scope: 'scp' },
    ],
  ])('%j', (change, expected) => {
    expect(entry(change)).toMatchObject({ kind: 'oidc', ...expected });
  });

  test('amr is a claim that others write', () => {
    const { api, authorizer, handler } = parts(() => [
      JwtIssuer.oidc({ issuer: 'https://login.example.com', audience: ['a'] }),
    ]);
    const stepUp = StepUp.mfa();
    expect(() => api.addRoute('DELETE /', { handler, auth: Auth.jwt(authorizer), stepUp })).not.toThrow();
  });
});
