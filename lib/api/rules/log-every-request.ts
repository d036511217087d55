import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { formatProblems, writesKeys } from '../log-format';
import { STAGE_MAKERS, stageOf, StageView } from '../stage-settings';

export const logEveryRequest: Rule = {
  id: 'API-05',
  types: STAGE_MAKERS,
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'every stage writes access logs as JSON: who called what, when, and how it ended',
  why: 'Without them nobody can say afterwards who read what, and no alarm sees a flood of refused requests.',
  fix: 'set accessLogDestination to a LogGroupLogDestination and accessLogFormat to AccessLogFormat.jsonWithStandardFields()',
  topics: ['logging'],
  controls: [
    'G1',
    'FSBP APIGateway.1',
    'AwsSolutions-APIG1',
    'Serverless-APIGWAccessLogging',
    'Serverless-APIGWStructuredLogging',
  ],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  if (!stage) return PASS;
  const setting = stage.get('AccessLogSetting');
  if (!isPresent(setting)) return fail('AccessLogSetting not set', stage.at('AccessLogSetting'));
  return worstOfAll([destination(stage), format(stage)]);
}

/** Logs go to a log group, or to a Firehose stream that carries them on. */
function destination(stage: StageView): Judgement {
  const path = 'AccessLogSetting.DestinationArn';
  const arn = stage.get(path);
  const at = stage.at(path);
  if (!isPresent(arn)) return fail('no DestinationArn', at);
  if (isUnknown(arn)) return unknown(`DestinationArn ${readable(arn)}`, at);
  const found = stage.resource.assembly.find(arn);
  if (/^AWS::(Logs::LogGroup|KinesisFirehose::DeliveryStream)$/.test(found?.type ?? '')) return PASS;
  return /^arn:[^:]*:(logs:[^:]*:[^:]*:log-group:|firehose:)/.test(String(arn))
    ? PASS
    : fail(`logs to ${readable(arn)}`, at);
}

function format(stage: StageView): Judgement {
  const path = 'AccessLogSetting.Format';
  const text = stage.get(path);
  const at = stage.at(path);
  if (!isPresent(text)) return fail('no Format', at);
  if (isUnknown(text)) return unknown(`Format ${readable(text)}`, at);
  const problems = formatProblems(String(text));
  if (problems.length === 0) return PASS;
  const judged = fail(problems.join(', '), at);
  return writesKeys(String(text)) ? judged : advise(judged);
}
