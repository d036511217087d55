import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worst, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { RouteSettings, settingsOf, STAGE_MAKERS, stageOf } from '../stage-settings';

/** More than an API of one team needs; what an account has in all is 10,000 and 5,000. */
const MOST = { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 } as const;
type Limit = keyof typeof MOST;
const LIMITS = Object.keys(MOST) as Limit[];

export const throttleEveryStage: Rule = {
  id: 'API-02',
  types: STAGE_MAKERS,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every stage limits the rate and burst of all methods, to at most 1,000 and 2,000, and no route is above it',
  why: 'Without limits of its own a stage takes what the whole account has, 10,000 requests a second: a flood of one API stops all others, and every request is paid for.',
  fix: 'set throttlingRateLimit and throttlingBurstLimit in deployOptions; a route with settings of its own has to state both again',
  topics: ['throttling', 'denial-of-wallet', 'availability'],
  controls: ['F1', 'Serverless-APIGWDefaultThrottling'],
  migration: 'in-place',
  reaches: ['construct', 'mixin'],
  check,
};

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  if (!stage) return PASS;
  const settings = settingsOf(stage);
  if (!settings) return unknown('MethodSettings that cannot be read here', stage.at('MethodSettings'));
  const forAll = settings.filter(({ isForAll }) => isForAll);
  if (forAll.length === 0) return fail('no limits for all methods', stage.at('MethodSettings'));
  // of several settings for all routes nobody knows which one holds
  return worstOfAll(settings.flatMap((one) => LIMITS.map((limit) => ofLimit(limit, one, one.isForAll ? [] : forAll))));
}

/**
 * A setting that leaves a limit out does not inherit it: the limit becomes the account's, also when it only switches metrics or
 * logs on (aws/aws-cdk issue 21358).
 */
function ofLimit(limit: Limit, { route, values, at }: RouteSettings, above: readonly RouteSettings[]): Judgement {
  const value = values[limit];
  const got = `${limit} ${value === undefined ? 'not set' : `= ${readable(value)}`} for ${route}`;
  if (isUnknown(value)) return unknown(got, at);
  const number = numeric(value);
  if (number === undefined) return fail(got, at);
  if (number < 0) return fail(`${got}, which is no limit`, at);
  if (number > MOST[limit]) return fail(got, at);
  return worst(
    above.map(({ values: all }) => {
      const most = numeric(all[limit]);
      return most !== undefined && number > most ? fail(`${got}, above the stage's ${most}`, at) : PASS;
    }),
  );
}

const numeric = (value: unknown): number | undefined =>
  (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')) && Number.isFinite(Number(value))
    ? Number(value)
    : undefined;
