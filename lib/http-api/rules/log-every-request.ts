import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { formatProblems, writesKeys } from '../log-format';
import { STAGE_MAKERS, stageOf, StageView } from '../stage-view';

export const logEveryRequest: Rule = {
  id: 'HTTP-08',
  types: STAGE_MAKERS,
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'every stage of an HTTP or WebSocket API writes access logs as JSON: who called what, when, and how it ended',
  why: 'Without them nobody can say afterwards who read what, and no alarm sees a flood of refused requests.',
  fix: 'set accessLogSettings of the stage to a LogGroupLogDestination and a JSON format with requestId, identity.sourceIp, routeKey, status and requestTime',
  topics: ['logging'],
  controls: [
    'G1',
    'FSBP APIGateway.9',
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
  const setting = stage.get('AccessLogSettings');
  if (!isPresent(setting)) return fail('AccessLogSettings not set', stage.at('AccessLogSettings'));
  return worstOfAll([destination(stage), format(stage)]);
}

function destination(stage: StageView): Judgement {
  const path = 'AccessLogSettings.DestinationArn';
  const [arn, at] = [stage.get(path), stage.at(path)];
  if (!isPresent(arn)) return fail('no DestinationArn', at);
  if (isUnknown(arn)) return unknown(`DestinationArn ${readable(arn)}`, at);
  const found = stage.resource.assembly.find(arn);
  if (/^AWS::(Logs::LogGroup|KinesisFirehose::DeliveryStream)$/.test(found?.type ?? '')) return PASS;
  return /^arn:[^:]*:(logs:[^:]*:[^:]*:log-group:|firehose:)/.test(String(arn))
    ? PASS
    : fail(`logs to ${readable(arn)}`, at);
}

function format(stage: StageView): Judgement {
  const path = 'AccessLogSettings.Format';
  const [text, at] = [stage.get(path), stage.at(path)];
  if (!isPresent(text)) return fail('no Format', at);
  if (isUnknown(text)) return unknown(`Format ${readable(text)}`, at);
  const problems = formatProblems(typeof text === 'string' ? text : JSON.stringify(text));
  if (problems.length === 0) return PASS;
  const judged = fail(problems.join(', '), at);
  return writesKeys(readable(text)) ? judged : advise(judged);
}
