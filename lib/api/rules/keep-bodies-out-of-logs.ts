import type { Assembly, Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { RouteSettings, settingsOf, STAGE_MAKERS, stageOf, StageView } from '../stage-settings';

export const keepBodiesOutOfLogs: Rule = {
  id: 'API-06',
  types: STAGE_MAKERS,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no stage traces data, and execution logs are off or go to a log group made before the stage',
  why: 'A data trace writes whole requests and answers into the log. Execution logs go to a group that API Gateway makes itself, without a key and for ever, unless it is there already.',
  fix: 'set dataTraceEnabled to false and loggingLevel to OFF, or make the log group API-Gateway-Execution-Logs_<api id>/<stage> with retention and a key first',
  topics: ['secrets', 'logging'],
  controls: ['D4', 'G1'],
  migration: 'in-place',
  reaches: ['construct', 'mixin'],
  check,
};

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  if (!stage) return PASS;
  const settings = settingsOf(stage);
  if (!settings) return unknown('MethodSettings that cannot be read here', stage.at('MethodSettings'));
  return worstOfAll(settings.flatMap((one) => [untraced(one), logged(one, stage)]));
}

function untraced({ values, route, at }: RouteSettings): Judgement {
  const value = values.DataTraceEnabled;
  if (isUnknown(value)) return unknown(`DataTraceEnabled ${readable(value)} for ${route}`, at);
  // `True` may count as true
  return is(value ?? false, false) === 'pass' ? PASS : fail(`DataTraceEnabled = ${readable(value)} for ${route}`, at);
}

function logged({ values, route, at }: RouteSettings, stage: StageView): Judgement {
  const level = values.LoggingLevel;
  if (level === undefined || level === 'OFF') return PASS;
  const name = `API-Gateway-Execution-Logs_${stage.resource.get('RestApiId')}/${stage.name}`;
  if (isExecutionLog(name, stage.resource.assembly)) return PASS;
  const got = `LoggingLevel = ${readable(level)} for ${route} without a log group ${readable(name)}`;
  // AWS advises error logs; what it does not say is where they go
  return advise(isUnknown(level) || isUnknown(name) ? unknown(got, at) : fail(got, at));
}

const isExecutionLog = (name: string, assembly: Assembly): boolean =>
  candidates(assembly).some((group) => group.exists() && group.get('LogGroupName') === name);

const CANDIDATES = new WeakMap<Assembly, readonly Resource[]>();

function candidates(assembly: Assembly): readonly Resource[] {
  const known = CANDIDATES.get(assembly);
  if (known) return known;
  const found = assembly.ofType('AWS::Logs::LogGroup').filter(({ raw }) => raw.Properties?.LogGroupName !== undefined);
  CANDIDATES.set(assembly, found);
  return found;
}
