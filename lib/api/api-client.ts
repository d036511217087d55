import { Token } from 'aws-cdk-lib';
import { ApiKey, IApiKey, Period, QuotaSettings, RestApi, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { checkThrottle, exceeds, stageThrottle, Throttle } from './throttle';

/** What one client of an API may use: less than the stage lets through, so that no client alone keeps out the others. */
export interface ApiClientProps {
  /**
   * Requests per second; less than the stage's.
   *
   * @default - 1, or half of what the stage takes where that is less
   */
  readonly rateLimit?: number;
  /**
   * Requests at once; less than the stage's.
   *
   * @default - 5, or half of what the stage takes where that is less
   */
  readonly burstLimit?: number;
  /**
   * Requests in a day, week or month. API Gateway counts them on a best-effort basis: it is no hard limit of what is paid for.
   *
   * @default - 100,000 in a month
   */
  readonly quota?: QuotaSettings;
}

const MOST: Throttle = { rateLimit: 1, burstLimit: 5 };
const QUOTA: QuotaSettings = { limit: 100_000, period: Period.MONTH };

/** A usage plan with one key. */
export function addClient(api: RestApi, id: string, props: ApiClientProps): IApiKey {
  const { deploymentStage: stage } = api;
  if (!stage) {
    throw new Error(
      'API-17: expected a stage to add a client to, got an API with deploy: false; add a UsagePlan to your own stage',
    );
  }
  const most = stageThrottle(stage);
  const throttle = {
    rateLimit: props.rateLimit ?? lower(MOST.rateLimit, most.rateLimit),
    burstLimit: props.burstLimit ?? Math.max(1, Math.floor(lower(MOST.burstLimit, most.burstLimit))),
  };
  checkThrottle('API-17', `client ${id}`, throttle);
  for (const limit of ['rateLimit', 'burstLimit'] as const) {
    if (!exceeds(throttle[limit], most[limit], { orEqual: true })) continue;
    throw new Error(
      `API-17: expected ${limit} of client ${id} to be below the stage's ${most[limit]}, got ${throttle[limit]}; ` +
        "lower it, or raise the API's throttle",
    );
  }
  const quota = { ...QUOTA, ...props.quota };
  if (!Token.isUnresolved(quota.limit) && !(Number.isInteger(quota.limit) && quota.limit! > 0)) {
    throw new Error(
      `API-17: expected the quota of client ${id} to be a whole number above 0, got ${quota.limit}; set quota.limit`,
    );
  }
  const client = new Construct(place(api), id);
  const key = new ApiKey(client, 'Key', { description: `Identifies ${id}; it proves nothing` });
  const plan = new UsagePlan(client, 'Plan', { throttle, quota, apiStages: [{ api, stage }] });
  plan.addApiKey(key);
  return key;
}

const lower = (wanted: number, most: number | undefined): number =>
  most === undefined || Token.isUnresolved(most) || wanted < most ? wanted : most / 2;

/** Out of the way of the ids that the API's own parts have. */
const place = (api: RestApi): Construct =>
  (api.node.tryFindChild('Clients') as Construct | undefined) ?? new Construct(api, 'Clients');
