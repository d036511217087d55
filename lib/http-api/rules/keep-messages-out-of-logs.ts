import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { readable } from '../../core/text';
import { settingsOf, STAGE_MAKERS, stageOf } from '../stage-view';

export const keepMessagesOutOfLogs: Rule = {
  id: 'HTTP-09',
  types: STAGE_MAKERS,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no stage of a WebSocket API traces data',
  why: 'A data trace writes whole messages into a log group that API Gateway makes itself, without a key and for ever.',
  fix: 'set DataTraceEnabled to false in DefaultRouteSettings and RouteSettings',
  topics: ['secrets', 'logging'],
  controls: ['D4', 'G1'],
  migration: 'in-place',
  reaches: ['construct', 'mixin'],
  check,
};

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  const settings = settingsOf(stage);
  if (!settings) return unknown('route settings that cannot be read here', stage.at('DefaultRouteSettings'));
  return worstOfAll(
    settings.map(({ route, values, at }) => {
      const value = values.DataTraceEnabled ?? false;
      const verdict = is(value, false);
      if (verdict === 'pass') return PASS;
      return (verdict === 'fail' ? fail : unknown)(`DataTraceEnabled = ${readable(value)} for ${route}`, at);
    }),
  );
}
