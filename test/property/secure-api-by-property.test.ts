import { Stack } from 'aws-cdk-lib';
import { CfnMethod, MethodLoggingLevel, MockIntegration, Model, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import * as fc from 'fast-check';
import {
  addRoute,
  EXTRAS,
  extras,
  OwnProps,
  ownProps,
  ownPropsIn,
  plainProps,
  RouteInput,
  routeInputs,
} from './api-inputs';
import { bare, flags, passed, profile, RUNS, SEED, throws, waived, waivers } from './cases';
import { apiInsecurities } from './independent-api-check';
import { insecurities } from './independent-check';
import { SecureApi, SecureApiProps } from '../../lib';

/** An API is a larger app than a bucket. */
const API_RUNS = Math.ceil(RUNS / 2);
/** What every error of ours begins with. */
const RULE_ID = /^(API|WAF|GATE|PREFLIGHT)-\d\d: expected .+, got .+; .+/s;

beforeAll(() => {
  for (const way of ['error', 'warn'] as const) jest.spyOn(console, way).mockImplementation(() => undefined);
});

const seen = { refused: 0, passed: 0, blocked: 0, routes: 0 };

interface Input {
  readonly props: SecureApiProps;
  readonly own: OwnProps;
  readonly routes: readonly RouteInput[];
  readonly extras: readonly string[];
}

/** Builds what was drawn; the routes that were let in. Whatever throws has to say which rule it is about. */
function built(stack: Stack, { props, own, routes, extras: chosen }: Input, ids: string[]): RouteInput[] | undefined {
  let api!: SecureApi;
  const all = () => ({ ...props, ...ownPropsIn(stack, own), waivers: waivers(ids) });
  const problem = throws(() => (api = new SecureApi(stack, 'Api', all())));
  if (problem !== undefined) {
    expect(problem).toMatch(RULE_ID);
    return undefined;
  }
  const added = routes.filter((one) => {
    const refusal = throws(() => addRoute(api, one));
    if (refusal !== undefined) expect(refusal).toMatch(RULE_ID);
    return refusal === undefined;
  });
  for (const name of chosen) throws(() => EXTRAS[name](api));
  return added;
}

test('an API is refused, blocked, or secure to an independent eye', async () => {
  const inputs = fc.record({
    profile,
    flags,
    props: plainProps,
    own: ownProps,
    routes: routeInputs,
    extras,
    waive: waived(['API-02', 'API-05', 'API-07', 'WAF-01', 'API-08']),
  });
  await fc.assert(
    fc.asyncProperty(inputs, async ({ waive, profile: name, flags: context, ...input }) => {
      const one = { profile: name, flags: context };
      // what CDK's own API does not take is nobody's business here
      if (throws(() => new RestApi(bare(one), 'Api', input.props)) !== undefined) return;
      const rehearsal = built(bare(one), input, waive);
      if (!rehearsal?.length) return void seen.refused++;
      let routes: RouteInput[] = [];
      const template = passed(one, (stack) => (routes = built(stack, input, waive)!));
      seen[template ? 'passed' : 'blocked']++;
      if (!template) return;
      seen.routes += routes.length;
      const open = routes.filter(({ kind }) => kind === 'public').map(({ route }) => route);
      const excused = [...waive, ...(input.own.guard === 'elsewhere' ? ['WAF-01'] : [])];
      const found = [...insecurities(template, name), ...(await apiInsecurities(template, name, open))];
      expect(found.filter(({ ruleId }) => !excused.includes(ruleId))).toEqual([]);
    }),
    { numRuns: API_RUNS, seed: SEED },
  );
  process.stdout.write(`random APIs: ${JSON.stringify(seen)}\n`);
  for (const side of ['refused', 'passed', 'blocked'] as const) expect(seen[side]).toBeGreaterThan(API_RUNS / 20);
});

test('the independent eye sees what a plain API lacks', async () => {
  const template = passed({ profile: 'production', flags: {} }, (stack) => {
    const api = new RestApi(stack, 'Api', {
      deployOptions: { dataTraceEnabled: true, loggingLevel: MethodLoggingLevel.INFO, cachingEnabled: true },
    });
    const requestModels = { 'application/json': Model.EMPTY_MODEL };
    api.root.addMethod('POST', new MockIntegration(), { requestModels });
    api.root.addCorsPreflight({ allowOrigins: ['*'], allowCredentials: true });
    api.addUsagePlan('Plan', { apiStages: [{ api, stage: api.deploymentStage }] });
    const late = new CfnMethod(stack, 'Late', {
      restApiId: api.restApiId,
      resourceId: api.root.addResource('late').resourceId,
      httpMethod: 'GET',
      authorizationType: 'AWS_IAM',
      integration: { type: 'MOCK' },
    });
    late.node.addDependency(api.root);
    new CfnWebACL(stack, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: [],
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'x', sampledRequestsEnabled: true },
    });
  });
  const found = await apiInsecurities(template, 'production', []);
  expect([...new Set(found.map(({ ruleId }) => ruleId))].sort()).toEqual([
    ...['API-01', 'API-02', 'API-03', 'API-04', 'API-05', 'API-06', 'API-07', 'API-08', 'API-09', 'API-11', 'API-12'],
    ...['API-13', 'API-17', 'API-19', 'WAF-01', 'WAF-02', 'WAF-03'],
  ]);
});
