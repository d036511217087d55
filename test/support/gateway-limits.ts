import type { RestApiTemplate, RestMethod } from './gateway-api';
import type { Properties } from './template-values';

/** Requests per second, and how many may come at once. */
export interface Limit {
  readonly rate: number;
  readonly burst: number;
}

export interface Client extends Partial<Limit> {
  readonly quota?: { readonly limit: number; readonly period: string };
}

/**
 * What the account allows all its APIs of a region together, unless AWS raised it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const ACCOUNT_LIMIT: Limit = { rate: 10_000, burst: 5_000 };

/**
 * The throttle of a route: its own settings replace those of the stage as a whole, and neither exceeds the account's.
 * Left out, or negative, a value sets no limit of its own.
 */
export function effectiveThrottle(api: RestApiTemplate, { verb, path }: RestMethod): Limit {
  const settings = api.get<Properties[]>(api.stage, 'MethodSettings') ?? [];
  const own = `/${path.replace(/\//g, '~1')}`;
  const named = (method: string, resource: string): Properties | undefined =>
    settings.find(({ HttpMethod, ResourcePath }) => HttpMethod === method && ResourcePath === resource);
  const entry = named(verb, path === '/' ? '/' : own) ?? named('*', '/*') ?? {};
  return {
    rate: bounded(entry.ThrottlingRateLimit, ACCOUNT_LIMIT.rate),
    burst: bounded(entry.ThrottlingBurstLimit, ACCOUNT_LIMIT.burst),
  };
}

/** The limits of a key on a route; nothing when the key is switched off, or in no plan for this stage. */
export function usagePlanOf(api: RestApiTemplate, { verb, path }: RestMethod, key?: string): Client | undefined {
  const { values } = api;
  const ofType = (type: string) => values.resources.filter((one) => one.type === `AWS::ApiGateway::${type}`);
  const resource = ofType('ApiKey').find(({ logicalId }) => logicalId === key);
  // CloudFormation makes a key that is off unless it is told otherwise
  if (resource === undefined || api.get(resource, 'Enabled') !== true) return undefined;
  const plans = ofType('UsagePlanKey')
    .filter((one) => api.get(one, 'KeyId') === values.identifiers(resource).ref)
    .map((one) => api.get(one, 'UsagePlanId'));
  for (const plan of ofType('UsagePlan').filter((one) => plans.includes(values.identifiers(one).ref))) {
    const stages = api.get<Properties[]>(plan, 'ApiStages') ?? [];
    const stage = stages.find(({ ApiId, Stage }) => ApiId === api.id && Stage === api.stageName);
    if (stage === undefined) continue;
    const throttle = ((stage.Throttle as Properties | undefined)?.[`${path}/${verb}`] ?? api.get(plan, 'Throttle')) as
      Properties | undefined;
    const quota = api.get<Properties>(plan, 'Quota');
    return {
      ...(throttle?.RateLimit !== undefined && { rate: Number(throttle.RateLimit) }),
      ...(throttle?.BurstLimit !== undefined && { burst: Number(throttle.BurstLimit) }),
      ...(quota && { quota: { limit: Number(quota.Limit), period: String(quota.Period) } }),
    };
  }
  return undefined;
}

function bounded(value: unknown, most: number): number {
  const limit = Number(value ?? -1);
  return limit < 0 ? most : Math.min(limit, most);
}
