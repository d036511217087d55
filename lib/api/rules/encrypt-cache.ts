import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { readable } from '../../core/text';
import { RouteSettings, settingsOf, STAGE_MAKERS, stageOf } from '../stage-settings';

export const encryptCache: Rule = {
  id: 'API-19',
  types: STAGE_MAKERS,
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'answers that a stage caches are encrypted',
  why: 'The cache holds what the API answers to its users.',
  fix: 'set cacheDataEncrypted to true wherever cachingEnabled is',
  topics: ['encryption'],
  controls: ['E1', 'FSBP APIGateway.5'],
  migration: 'in-place',
  reaches: ['construct', 'mixin'],
  check,
};

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  if (!stage) return PASS;
  const settings = settingsOf(stage);
  if (!settings) return unknown('MethodSettings that cannot be read here', stage.at('MethodSettings'));
  return worstOfAll(settings.map(ofRoute));
}

function ofRoute({ values, route, at }: RouteSettings): Judgement {
  const uncached = is(values.CachingEnabled ?? false, false);
  if (uncached === 'pass') return PASS;
  const encrypted = is(values.CacheDataEncrypted ?? false, true);
  if (encrypted === 'pass') return PASS;
  const got = `CacheDataEncrypted ${values.CacheDataEncrypted === undefined ? 'not set' : `= ${readable(values.CacheDataEncrypted)}`} for ${route}`;
  return uncached === 'unknown' || encrypted === 'unknown' ? unknown(got, at) : fail(got, at);
}
