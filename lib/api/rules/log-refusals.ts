import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { STAGE_MAKERS, stageOf } from '../stage-settings';

export const logRefusals: Rule = {
  id: 'API-25',
  types: STAGE_MAKERS,
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'access logs of a REST API say why a caller was refused',
  why: 'A 403 alone looks the same for a wrong token, a missing scope and a firewall: nobody sees an attack in it.',
  fix: 'add $context.error.responseType, or $context.authorizer.error and $context.authorize.error, to accessLogFormat; SecureApi logs them',
  topics: ['logging', 'monitoring'],
  controls: ['G9', 'G1'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

/** "Variables for access logging for API Gateway", developer guide. */
const REASONS =
  /\$context\.(error\.(responseType|message|messageString)|(authorizer|authorize|authenticate|waf)\.error)\b/;

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  const path = 'AccessLogSetting.Format';
  const format: unknown = stage?.get(path);
  // no log, or one that cannot be read: API-05 says so
  if (!stage || typeof format !== 'string' || format === '' || isUnknown(format)) return PASS;
  return REASONS.test(format) ? PASS : fail('a format without the reason of an error', stage.at(path));
}
