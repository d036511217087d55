import type { Resource } from '../../core/assembly';
import { is, isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { API } from '../api-parts';

export const keepContentOutOfLogs: Rule = {
  id: 'GRAPHQL-08',
  types: [API],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'the logs of a GraphQL API hold no headers, arguments and results, unless a customer key encrypts them',
  why: 'Whatever people send and get lies readable in the log group, for everybody who may read logs and as long as they are kept. AppSync writes it unless it is told not to.',
  fix: 'set excludeVerboseContent to true, or make the group /aws/appsync/apis/<id> a SecureLogGroup',
  topics: ['logging', 'encryption'],
  controls: ['D4', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(api: Resource): Judgement {
  if (!isPresent(api.get('LogConfig.CloudWatchLogsRoleArn'))) return PASS;
  const at = 'Properties.LogConfig.ExcludeVerboseContent';
  const excluded = api.get('LogConfig.ExcludeVerboseContent');
  const verdict = is(excluded, true);
  if (verdict === 'pass' || hasKey(api)) return PASS;
  const got = `ExcludeVerboseContent ${excluded === undefined ? 'not set' : 'false'}`;
  return verdict === 'fail' ? fail(got, at) : unknown('ExcludeVerboseContent is not known', at);
}

/** AppSync writes to the one group that is named after the API. */
const hasKey = (api: Resource): boolean =>
  api.assembly.ofType('AWS::Logs::LogGroup').some((group) => {
    const raw = JSON.stringify(group.raw.Properties?.LogGroupName ?? '');
    if (!raw.includes('/aws/appsync/apis/') || !group.exists()) return false;
    return api.assembly.find(group.get('LogGroupName'), API) === api && isPresent(group.get('KmsKeyId'));
  });
