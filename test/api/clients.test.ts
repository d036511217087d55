import { CfnParameter, Token } from 'aws-cdk-lib';
import { Period, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { addPing, build, gatewayOf, logicalIdOf, propertiesOf } from './building';
import { ApiClientProps } from '../../lib/api/api-client';
import { blockingIds } from '../support/judging';

const addKeyed = (api: RestApi): void => void api.root.addMethod('GET', undefined, { apiKeyRequired: true });

const planOf = (props: ApiClientProps = {}, throttle?: { rateLimit: number; burstLimit: number }) => {
  const { stack, api } = build({ throttle });
  addKeyed(api);
  api.addClient('Partner', props);
  expect(blockingIds(stack)).toEqual([]);
  return propertiesOf(stack, 'ApiGateway::UsagePlan')[0];
};

test('a client has one request a second and a quota for the month', () => {
  expect(planOf()).toMatchObject({
    Throttle: { RateLimit: 1, BurstLimit: 5 },
    Quota: { Limit: 100_000, Period: 'MONTH' },
  });
});

test('less where the stage takes less', () => {
  expect(planOf({}, { rateLimit: 1, burstLimit: 4 }).Throttle).toEqual({ RateLimit: 0.5, BurstLimit: 2 });
});

test('what he says he needs', () => {
  expect(planOf({ rateLimit: 10, burstLimit: 20, quota: { limit: 5, period: Period.DAY } })).toMatchObject({
    Throttle: { RateLimit: 10, BurstLimit: 20 },
    Quota: { Limit: 5, Period: 'DAY' },
  });
  expect(planOf({ quota: { limit: 7 } }).Quota).toEqual({ Limit: 7, Period: 'MONTH' });
});

test('each client is limited on his own, and none reaches the limit of all', async () => {
  const { stack, api, route } = build();
  route('GET /a', { apiKeyRequired: true });
  const keys = [api.addClient('First'), api.addClient('Second', { rateLimit: 2 })];
  const gateway = gatewayOf(stack);
  const request = { method: 'GET', path: '/a', signedBy: { account: '111111111111' } };
  const [first, second] = await Promise.all(
    keys.map((key) => gateway.send({ ...request, apiKey: logicalIdOf(key as any) })),
  );
  expect(first).toMatchObject({ outcome: 'integration', throttle: { rate: 50 }, client: { rate: 1, burst: 5 } });
  expect(second).toMatchObject({ client: { rate: 2 } });
});

test.each<[string, ApiClientProps, string]>([
  [
    'as much as the stage',
    { rateLimit: 50 },
    "expected rateLimit of client Partner to be below the stage's 50, got 50",
  ],
  [
    'a burst as large',
    { burstLimit: 100 },
    "expected burstLimit of client Partner to be below the stage's 100, got 100",
  ],
  ['more', { rateLimit: 51 }, "below the stage's 50, got 51; lower it, or raise the API's throttle"],
  ['nothing', { rateLimit: 0 }, 'expected rateLimit of client Partner to be a number above 0, got 0'],
  [
    'half a request',
    { burstLimit: 0.5 },
    'expected burstLimit of client Partner to be a whole number above 0, got 0.5',
  ],
  ['no quota', { quota: { limit: 0 } }, 'expected the quota of client Partner to be a whole number above 0, got 0'],
])('%s is refused', (_, props, message) => {
  const { api } = build();
  expect(() => api.addClient('Partner', props)).toThrow('API-17: ');
  expect(() => api.addClient('Partner', props)).toThrow(message);
});

test('a stage of its own is needed', () => {
  const { api } = build({ deploy: false });
  expect(() => api.addClient('Partner')).toThrow(
    'API-17: expected a stage to add a client to, got an API with deploy: false',
  );
});

test('a limit that only the deployment knows is left to the gate', () => {
  const { stack, api } = build();
  addKeyed(api);
  const parameter = new CfnParameter(stack, 'Rate', { type: 'Number' });
  api.addClient('Partner', { rateLimit: Token.asNumber(parameter.value) });
  expect(blockingIds(stack)).toEqual(['API-17']);
});

test('a client whose key no route asks for is limited by nothing, and the gate says so', () => {
  const { stack, api } = build();
  addPing(api);
  api.addClient('Partner');
  expect(blockingIds(stack)).toEqual(['API-17']);
});

test('ids of clients are free', () => {
  const { api } = build();
  for (const id of ['Validator', 'AccessLogs', 'Default', 'Deployment']) expect(() => api.addClient(id)).not.toThrow();
});
