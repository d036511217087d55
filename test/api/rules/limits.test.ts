import {
  ANY,
  API,
  api,
  deployed,
  either,
  forAll,
  method,
  NOTHING,
  of,
  part,
  Raw,
  rest,
  route,
  stage,
} from './building';
import { verdicts } from '../../support/judging';

const settings = (...MethodSettings: unknown[]): Raw => stage({ MethodSettings });
const limits = (ThrottlingRateLimit: unknown, ThrottlingBurstLimit: unknown): Raw => ({
  ThrottlingRateLimit,
  ThrottlingBurstLimit,
});
const LOW = limits(50, 100);

describe('API-02: every stage is throttled', () => {
  test.each<[string, string[], Raw]>([
    ['fails: nothing set', ['fail Stage'], stage()],
    ['fails: an empty list', ['fail Stage'], settings()],
    ['fails: no burst', ['fail Stage'], settings(forAll({ ThrottlingRateLimit: 50 }))],
    ['fails: no rate', ['fail Stage'], settings(forAll({ ThrottlingBurstLimit: 50 }))],
    ['fails: other settings only', ['fail Stage'], settings(forAll({ MetricsEnabled: true }))],
    ['fails: unlimited', ['fail Stage'], settings(forAll(limits(-1, 100)))],
    ['fails: what an account has', ['fail Stage'], settings(forAll(limits(10000, 5000)))],
    ['fails: a rate too high', ['fail Stage'], settings(forAll(limits(1001, 100)))],
    ['fails: a burst too high', ['fail Stage'], settings(forAll(limits(100, 2001)))],
    ['fails: no number', ['fail Stage'], settings(forAll(limits('many', 100)))],
    ['fails: an empty text', ['fail Stage'], settings(forAll(limits('', 100)))],
    ['fails: in one branch', ['fail Stage'], settings(forAll(limits(either(50, NOTHING), 100)))],
    ['fails: for one path only', ['fail Stage'], settings(route('/orders', { HttpMethod: '*', ...LOW }))],
    ['fails: for GET only', ['fail Stage'], settings(forAll({ HttpMethod: 'GET', ...LOW }))],
    ['fails: a route above the stage', ['fail Stage'], settings(forAll(LOW), route('/orders', limits(51, 100)))],
    ['fails: a route with a burst above it', ['fail Stage'], settings(forAll(LOW), route('/orders', limits(50, 101)))],
    ['fails: an unlimited route', ['fail Stage'], settings(forAll(LOW), route('/orders', limits(-1, -1)))],
    [
      'fails: a route with other settings, which takes the limits of the account',
      ['fail Stage'],
      settings(forAll(LOW), route('/orders', { LoggingLevel: 'ERROR' })),
    ],
    [
      'fails: two settings for all, of which one has no limits',
      ['fail Stage'],
      settings(forAll({ MetricsEnabled: true }), forAll(LOW)),
    ],
    ['unknown: a parameter', ['unknown Stage'], settings(forAll(limits(ANY, 100)))],
    ['unknown: settings from a parameter', ['unknown Stage'], stage({ MethodSettings: ANY })],
    [
      'unknown: settings for a path from a parameter',
      ['unknown Stage'],
      settings(forAll(LOW), { ...route('/a', LOW), ResourcePath: ANY }),
    ],
    [
      'unknown: settings that leave the method out',
      ['unknown Stage'],
      settings({ ...forAll(LOW), HttpMethod: undefined }),
    ],
    [
      'unknown: settings that leave the path out',
      ['unknown Stage'],
      settings({ ...forAll(LOW), ResourcePath: undefined }),
    ],
    ['unknown: a route from a parameter', ['unknown Stage'], settings(forAll(LOW), route('/orders', limits(ANY, 10)))],
    ['passes: low', [], settings(forAll(LOW))],
    ['passes: the most', [], settings(forAll(limits(1000, 2000)))],
    ['passes: as text', [], settings(forAll(limits('50', '100')))],
    ['passes: closed, and a fraction', [], settings(forAll(limits(0.5, 0)))],
    ['passes: a route below', [], settings(forAll(LOW), route('/~1orders', limits(5, 10)))],
    ['fails: a stage of a deployment', ['fail Deployment'], deployed()],
    [
      'fails: a stage of a deployment without a description',
      ['fail Deployment'],
      { ...api(), Deployment: part('Deployment', { StageName: 'prod' }) },
    ],
    ['fails: an unlimited stage of a deployment', ['fail Deployment'], deployed(limits(-1, 10))],
    [
      'fails: a route of it',
      ['fail Deployment'],
      deployed({ ...LOW, MethodSettings: [route('/orders', limits(60, 10))] }),
    ],
    ['passes: a stage of a deployment', [], deployed(LOW)],
    ['passes: a stage of a deployment, in its list', [], deployed({ MethodSettings: [forAll(LOW)] })],
    ['passes: a deployment without a stage', [], { ...api(), Deployment: part('Deployment') }],
  ])('%s', (_, expected, resources) => expect(verdicts('API-02', resources, rest)).toEqual(expected));
});

describe('API-17: every client is throttled below the stage', () => {
  const Throttle = { RateLimit: 10, BurstLimit: 20 };
  const Quota = { Limit: 1000, Period: 'DAY' };
  const attached = (more: Raw = {}): Raw => ({ ApiStages: [{ ApiId: API, Stage: { Ref: 'Stage' }, ...more }] });
  const asking = method({ ApiKeyRequired: true });
  const plan = (properties: Raw): Raw => ({
    ...settings(forAll(LOW)),
    Method: asking,
    Plan: of('UsagePlan', { Throttle, Quota, ...properties }),
  });
  test.each<[string, string[], Raw]>([
    ['fails: nothing set', ['fail Plan'], { Plan: of('UsagePlan') }],
    ['fails: no quota', ['fail Plan'], plan({ Quota: undefined })],
    ['fails: a quota without a period', ['fail Plan'], plan({ Quota: { Limit: 5 } })],
    ['fails: a quota of another period', ['fail Plan'], plan({ Quota: { Limit: 5, Period: 'YEAR' } })],
    ['fails: no throttle', ['fail Plan'], plan({ Throttle: undefined })],
    ['fails: no burst', ['fail Plan'], plan({ Throttle: { RateLimit: 5 } })],
    ['fails: an unlimited rate', ['fail Plan'], plan({ Throttle: { RateLimit: -1, BurstLimit: 5 } })],
    ['fails: as much as the stage', ['fail Plan'], plan({ ...attached(), Throttle: { RateLimit: 50, BurstLimit: 5 } })],
    ['fails: a burst as large', ['fail Plan'], plan({ ...attached(), Throttle: { RateLimit: 5, BurstLimit: 100 } })],
    [
      'fails: a route without a limit',
      ['fail Plan'],
      plan(attached({ Throttle: { '/orders/GET': { RateLimit: -1, BurstLimit: -1 } } })),
    ],
    [
      'fails: a route above the plan',
      ['fail Plan'],
      plan(attached({ Throttle: { '/orders/GET': { RateLimit: 11, BurstLimit: 1 } } })),
    ],
    [
      'fails: as much as a stage that it names',
      ['fail Plan'],
      plan({ ...attached({ Stage: 'prod' }), Throttle: { RateLimit: 50, BurstLimit: 5 } }),
    ],
    [
      'fails: as much as a stage of a deployment',
      ['fail Plan'],
      {
        ...deployed(LOW),
        Method: asking,
        Plan: of('UsagePlan', { Quota, Throttle: { RateLimit: 50, BurstLimit: 5 }, ...attached({ Stage: 'prod' }) }),
      },
    ],
    ['unknown: a parameter', ['unknown Plan'], plan({ Throttle: { RateLimit: ANY, BurstLimit: 5 } })],
    ['unknown: a stage elsewhere', ['unknown Plan'], plan(attached({ Stage: 'other' }))],
    ['unknown: stages from a parameter', ['unknown Plan'], plan({ ApiStages: ANY })],
    ['passes: without a stage', [], plan({})],
    ['passes: below the stage', [], plan(attached())],
    [
      'passes: a route below the plan',
      [],
      plan(attached({ Throttle: { '/orders/GET': { RateLimit: 1, BurstLimit: 1 } } })),
    ],
    ['passes: closed', [], plan({ ...attached(), Throttle: { RateLimit: 0, BurstLimit: 0 } })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-17', resources, rest)).toEqual(expected));

  const withMethods = (methods: Raw, more: Raw = {}): Raw => {
    const { Method, ...others } = plan(attached());
    expect(Method).toBe(asking);
    return { ...others, ...methods, ...more };
  };
  const defined = (security: unknown, schemes: Raw, more: Raw = {}): Raw =>
    withMethods(
      api({
        Body: {
          openapi: '3.0.1',
          paths: { '/orders': { get: security === undefined ? {} : { security } } },
          components: { securitySchemes: schemes },
          ...more,
        },
      }),
    );
  const KEY = { type: 'apiKey', name: 'X-API-Key', in: 'header' };
  test.each<[string, string[], Raw]>([
    ['fails: no methods', ['fail Plan'], withMethods({})],
    ['fails: no method says so', ['fail Plan'], withMethods({ Method: method() })],
    ['fails: none asks', ['fail Plan'], withMethods({ Method: method({ ApiKeyRequired: false }) })],
    ['fails: none asks, as text', ['fail Plan'], withMethods({ Method: method({ ApiKeyRequired: 'false' }) })],
    [
      'fails: a method of another API asks',
      ['fail Plan'],
      withMethods({
        Other: of('RestApi', { Name: 'other' }),
        Method: method({ ApiKeyRequired: true, RestApiId: { Ref: 'Other' } }),
      }),
    ],
    ['fails: in one branch', ['fail Plan'], withMethods({ Method: method({ ApiKeyRequired: either(true, false) }) })],
    [
      'fails: only where a condition holds',
      ['fail Plan'],
      withMethods({ Method: method({ ApiKeyRequired: true }, { Condition: 'Dev' }) }),
    ],
    ['unknown: a parameter', ['unknown Plan'], withMethods({ Method: method({ ApiKeyRequired: ANY }) })],
    [
      'unknown: another API, whose methods nobody sees',
      ['unknown Plan'],
      withMethods({}, { Plan: of('UsagePlan', { Throttle, Quota, ...attached({ ApiId: 'abc123' }) }) }),
    ],
    [
      'unknown: a definition elsewhere',
      ['unknown Plan'],
      withMethods(api({ BodyS3Location: { Bucket: 'b', Key: 'k' } })),
    ],
    ['unknown: a definition from a parameter', ['unknown Plan'], withMethods(api({ Body: ANY }))],
    ['passes: as text', [], withMethods({ Method: method({ ApiKeyRequired: 'true' }) })],
    ['passes: one of two asks', [], withMethods({ Method: method(), Second: method({ ApiKeyRequired: true }) })],
    [
      'passes: one asks, whatever a parameter says of the other',
      [],
      withMethods({ Method: method({ ApiKeyRequired: ANY }), Second: method({ ApiKeyRequired: true }) }),
    ],
    ['fails: a definition without security', ['fail Plan'], defined(undefined, { key: KEY })],
    [
      'fails: a key at the root, which API Gateway ignores',
      ['fail Plan'],
      defined(undefined, { key: KEY }, { security: [{ key: [] }] }),
    ],
    ['fails: another header', ['fail Plan'], defined([{ key: [] }], { key: { ...KEY, name: 'Authorization' } })],
    ['fails: no such scheme', ['fail Plan'], defined([{ key: [] }], {})],
    [
      'fails: an authorizer by that header',
      ['fail Plan'],
      defined([{ key: [] }], { key: { ...KEY, 'x-amazon-apigateway-authorizer': { type: 'request' } } }),
    ],
    ['unknown: security from a parameter', ['unknown Plan'], defined(ANY, { key: KEY })],
    ['unknown: a header from a parameter', ['unknown Plan'], defined([{ key: [] }], { key: { ...KEY, name: ANY } })],
    ['passes: a key in the definition', [], defined([{ key: [] }], { key: KEY })],
    ['passes: a key beside a login', [], defined([{ login: [], key: [] }], { login: { type: 'http' }, key: KEY })],
    ['passes: nobody is let in by the plan', [], { ...withMethods({}), Plan: of('UsagePlan', { Throttle, Quota }) }],
  ])('keys: %s', (_, expected, resources) => expect(verdicts('API-17', resources, rest)).toEqual(expected));
});
