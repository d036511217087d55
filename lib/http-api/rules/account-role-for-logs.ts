import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { apiOf, isWebSocket, STAGE } from '../api-parts';

/** What sets the role of an account and region, and the property that names it. */
const SETTINGS: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Account': 'CloudWatchRoleArn',
  'Custom::ApiGatewayAccount': 'RoleArn',
};

export const accountRoleForLogs: Rule = {
  id: 'HTTP-16',
  types: [STAGE],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a WebSocket stage that logs lies in an account and region in which API Gateway has a role for logs',
  why: 'API Gateway writes the logs of REST and WebSocket APIs with one role for the whole account and region. Templates do not say whether one is set: this only reminds, and never blocks.',
  fix: 'nothing where the account has one already, which a waiver may say; else call ApiGatewayAccount.shared(stack), which keeps a role that is there',
  topics: ['deployability', 'logging'],
  controls: ['G1'],
  migration: 'none',
  reaches: [],
  check,
};

function check(stage: Resource): Judgement {
  const api = apiOf(stage);
  if (!api || !isWebSocket(api) || !isPresent(stage.get('AccessLogSettings'))) return PASS;
  const { account, region } = stage.template;
  const isThere = Object.entries(SETTINGS).some(([type, role]) =>
    stage.assembly
      .ofType(type)
      .some(
        (one) =>
          one.template.account === account &&
          one.template.region === region &&
          one.exists() &&
          isPresent(one.get(role)),
      ),
  );
  return isThere ? PASS : fail('no ApiGatewayAccount in these templates for its account and region');
}
