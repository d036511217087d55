import type { Resource } from '../../core/assembly';
import { advise, fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { asksForKeys } from '../keys-asked-for';
import { REST_API } from '../rest-api-parts';
import { limitsForAll, StageLimits } from '../stage-limits';

export const limitEveryClient: Rule = {
  id: 'API-17',
  types: ['AWS::ApiGateway::UsagePlan'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title:
    'a usage plan states rate, burst and quota, below what its stages take in all, and some method asks for its keys',
  why: 'A client that may use up the whole limit of the stage locks out all others; without a quota a leaked key is paid for all month. A plan whose keys nobody has to send limits nobody.',
  fix: 'set throttle (rateLimit, burstLimit) below that of the stage, and quota (limit, period); set apiKeyRequired: true on the methods that its clients call',
  topics: ['throttling', 'denial-of-wallet', 'availability'],
  controls: ['F2', 'F3'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

const LIMITS = ['RateLimit', 'BurstLimit'] as const;
type Limit = (typeof LIMITS)[number];

function check(plan: Resource): Judgement {
  const stages = plan.get('ApiStages') ?? [];
  if (!Array.isArray(stages)) return unknown('ApiStages that cannot be read here', 'Properties.ApiStages');
  return worstOfAll([
    ...LIMITS.map((limit) => stated(plan, `Throttle.${limit}`)),
    stated(plan, 'Quota.Limit'),
    stated(plan, 'Quota.Period'),
    ...stages.flatMap((_, index) => ofStage(plan, index)),
  ]);
}

function stated(plan: Resource, path: string): Judgement {
  const value = plan.get(path);
  const got = `${path} ${value === undefined ? 'not set' : `= ${readable(value)}`}`;
  const at = value === undefined ? 'Properties' : `Properties.${path}`;
  if (isUnknown(value)) return unknown(got, at);
  if (path === 'Quota.Period') return /^(DAY|WEEK|MONTH)$/.test(String(value)) ? PASS : fail(got, at);
  return Number(value) >= 0 && value !== '' ? PASS : fail(got, at);
}

function ofStage(plan: Resource, index: number): Judgement[] {
  const { ApiId: apiId, Stage: name, Throttle: routes } = plan.get(`ApiStages.${index}`) ?? {};
  const at = `Properties.ApiStages.${index}`;
  const above = limitsForAll(apiId, name, plan);
  // what its stage takes in all, another app says
  if (!above) return [advise(unknown(`a stage that is not in the templates (${readable(name)})`, at))];
  return [asked(plan, apiId, at), ...limited(plan, above, routes, at)];
}

/** A stage counts a request for the client of a key only where its method asks for one. */
function asked(plan: Resource, apiId: unknown, at: string): Judgement {
  const api = plan.assembly.find(apiId, REST_API);
  const asks = api && asksForKeys(api);
  if (asks === true) return PASS;
  if (asks === false) return fail('an API of which no method asks for a key, so that the plan limits nobody', at);
  return unknown(
    api
      ? 'an API of which nobody can tell here whether a method asks for a key'
      : 'an API that is not in the templates',
    at,
  );
}

function limited(plan: Resource, above: StageLimits, routes: unknown, at: string): Judgement[] {
  return LIMITS.flatMap((limit) => {
    const most = above[limit];
    if (most === undefined) return []; // another rule says that the stage has none
    const own = plan.get(`Throttle.${limit}`);
    const ofRoutes = Object.entries<any>(routes ?? {}).map(([route, values]) =>
      exceeds(
        values?.[limit],
        Number(own),
        `${limit} = ${readable(values?.[limit])} for ${route}, not within the plan's ${readable(own)}`,
        at,
      ),
    );
    return [reaches(limit, own, most, at), ...ofRoutes];
  });
}

function reaches(limit: Limit, own: unknown, most: number, at: string): Judgement {
  return Number(own) >= most ? fail(`Throttle.${limit} = ${readable(own)}, not below the stage's ${most}`, at) : PASS;
}

const exceeds = (value: unknown, most: number, got: string, at: string): Judgement =>
  value !== undefined && !isUnknown(value) && !(Number(value) >= 0 && Number(value) <= most) ? fail(got, at) : PASS;
