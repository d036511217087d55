import { apiOf, DEPLOYMENT, partsOf, REST_API, STAGE } from './rest-api-parts';
import { settingsOf, stageOf, StageView } from './stage-settings';
import type { Resource } from '../core/assembly';

/** What a stage takes in all, as far as it is a number in the template. */
export interface StageLimits {
  readonly RateLimit?: number;
  readonly BurstLimit?: number;
}

/** The limits for all methods of the stage that a usage plan names; `undefined` when the stage is not in the templates. */
export function limitsForAll(apiId: unknown, name: unknown, plan: Resource): StageLimits | undefined {
  const stage = stageNamed(apiId, name, plan);
  if (!stage) return undefined;
  const forAll = (settingsOf(stage) ?? []).filter(({ isForAll }) => isForAll).map(({ values }) => values);
  return { RateLimit: least(forAll, 'ThrottlingRateLimit'), BurstLimit: least(forAll, 'ThrottlingBurstLimit') };
}

function stageNamed(apiId: unknown, name: unknown, plan: Resource): StageView | undefined {
  const { assembly } = plan;
  const referenced = assembly.find(name, STAGE);
  if (referenced) return stageOf(referenced);
  const api = assembly.find(apiId, REST_API);
  if (!api || typeof name !== 'string') return undefined;
  const views = [STAGE, DEPLOYMENT].flatMap((type) => partsOf(api, type)).map(stageOf);
  return views.find((one) => one?.name === name && apiOf(one.resource) === api);
}

function least(all: readonly any[], key: string): number | undefined {
  const numbers = all.map((values) => Number(values?.[key])).filter((one) => Number.isFinite(one) && one >= 0);
  return numbers.length > 0 ? Math.min(...numbers) : undefined;
}
