import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { settingsOf, STAGE_MAKERS, stageOf, StageView } from '../stage-settings';

/** What sets the role, and by which property: CloudFormation's own resource, and the one that ApiGatewayAccount makes. */
const SETTINGS: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Account': 'CloudWatchRoleArn',
  'Custom::ApiGatewayAccount': 'RoleArn',
};

export const accountRoleForLogs: Rule = {
  id: 'API-18',
  types: STAGE_MAKERS,
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a stage that logs lies in an account and region in which API Gateway has a role for logs',
  why: 'API Gateway writes logs with one role for the whole account and region. Where there is none, the stage cannot be deployed. Templates do not say whether one is set: this only reminds, and never blocks.',
  fix: 'nothing where the account has one already, which a waiver may say; else call ApiGatewayAccount.shared(stack), which keeps a role that is there',
  topics: ['deployability', 'logging'],
  controls: ['G1'],
  migration: 'none',
  reaches: [],
  check,
};

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  if (!stage || !logs(stage)) return PASS;
  const { account, region } = resource.template;
  const isThere = Object.entries(SETTINGS).some(([type, role]) =>
    resource.assembly
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

const logs = (stage: StageView): boolean =>
  isPresent(stage.get('AccessLogSetting')) ||
  (settingsOf(stage) ?? []).some(({ values }) => isPresent(values.LoggingLevel) && values.LoggingLevel !== 'OFF');
