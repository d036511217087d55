import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { STAGE_MAKERS, stageOf } from '../stage-view';

export const logRefusals: Rule = {
  id: 'HTTP-17',
  types: STAGE_MAKERS,
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'access logs of an HTTP or WebSocket API say why a caller was refused',
  why: 'A 403 alone looks the same for a wrong token and a missing scope: nobody sees an attack in it.',
  fix: 'add $context.error.responseType, or $context.authorizer.error, to the format of accessLogSettings; SecureHttpApi logs them',
  topics: ['logging', 'monitoring'],
  controls: ['G9', 'G1'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

/** "Customizing HTTP API access logs" and "Set up logging for WebSocket APIs", API Gateway developer guide. */
const REASONS = /\$context\.(error\.(responseType|message|messageString)|(authorizer|authorize|authenticate)\.error)\b/;

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  const path = 'AccessLogSettings.Format';
  const format: unknown = stage.get(path);
  // no log, or one that cannot be read: HTTP-08 says so
  if (typeof format !== 'string' || format === '' || isUnknown(format)) return PASS;
  return REASONS.test(format) ? PASS : fail('a format without the reason of an error', stage.at(path));
}
