import type { Resource } from '../../core/assembly';
import { fail, Judgement, Rule, unknown, worstOfAll, PASS } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { RouteSettings, settingsOf, STAGE_MAKERS, stageOf } from '../stage-view';

/** More than an API of one team needs; what an account has in all is 10,000 and 5,000. */
const MOST = { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 } as const;
type Limit = keyof typeof MOST;
const LIMITS = Object.keys(MOST) as Limit[];

export const throttleEveryStage: Rule = {
  id: 'HTTP-07',
  types: STAGE_MAKERS,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every stage of an HTTP or WebSocket API limits the rate and burst of all routes, to at most 1,000 and 2,000',
  why: 'Without limits of its own a stage takes what the whole account has, 10,000 requests a second: a flood of one API stops all others, and every request is paid for.',
  fix: 'set throttle (rateLimit, burstLimit) on the stage, or DefaultRouteSettings; RouteSettings of one route have to state both limits again',
  topics: ['throttling', 'denial-of-wallet', 'availability'],
  controls: ['F1', 'Serverless-APIGWDefaultThrottling'],
  migration: 'in-place',
  reaches: ['construct', 'mixin'],
  check,
};

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  const settings = settingsOf(stage);
  if (!settings) return unknown('route settings that cannot be read here', stage.at('DefaultRouteSettings'));
  return worstOfAll(settings.flatMap((one) => LIMITS.map((limit) => ofLimit(limit, one))));
}

/** Settings of one route that leave a limit out do not say that they inherit it. */
function ofLimit(limit: Limit, { route, values, at }: RouteSettings): Judgement {
  const value = values[limit];
  const got = `${limit} ${value === undefined ? 'not set' : `= ${readable(value)}`} for ${route}`;
  if (isUnknown(value)) return unknown(got, at);
  const number = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
  return number >= 0 && number <= MOST[limit] ? PASS : fail(got, at);
}
