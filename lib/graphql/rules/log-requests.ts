import type { GraphqlApiProps } from 'aws-cdk-lib/aws-appsync';
import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API, EVENT_API } from '../api-parts';

export const logRequests: Rule<GraphqlApiProps> = {
  id: 'GRAPHQL-07',
  types: [API, EVENT_API],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'an API of AppSync logs its requests, and the errors of fields or handlers at least',
  why: 'Every request has the same path and mostly the answer 200: without these logs nobody sees what was asked for and what was refused.',
  fix: 'use SecureGraphqlApi, or set logConfig: { fieldLogLevel: FieldLogLevel.ERROR, excludeVerboseContent: true }',
  topics: ['logging'],
  controls: ['G1', 'G9', 'FSBP AppSync.2', 'AwsSolutions-ASC3'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(api: Resource): Judgement {
  const path = api.type === API ? 'LogConfig' : 'EventConfig.LogConfig';
  const at = `Properties.${path}`;
  const config: any = api.get(path);
  if (isUnknown(config)) return unknown('logging only known at deployment', at);
  if (!isPresent(config?.CloudWatchLogsRoleArn)) return fail('no logging', at);
  const level = api.type === API ? config.FieldLogLevel : config.LogLevel;
  if (isUnknown(level)) return unknown('a level only known at deployment', at);
  return /^(ERROR|INFO|DEBUG|ALL)$/.test(String(level)) ? PASS : fail(`level ${level ?? 'not set'}`, at);
}
