import { bindings, Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { trustOf } from '../trust';

/**
 * Services whose guide shows source conditions in the trust policy of the role they take, by the page that does. Lambda, EC2,
 * Step Functions and the like take a role only for what was passed to them by `iam:PassRole` in the own account, so nothing is
 * asked of them here; Scheduler, Pipes and Step Functions have rules in their own folders.
 */
const NAMES_SOURCE: Readonly<Record<string, string>> = {
  'bedrock.amazonaws.com': 'Cross-service confused deputy prevention, Bedrock guide',
  'bedrock-agentcore.amazonaws.com': 'IAM permissions for AgentCore Runtime, trust policy',
  'vpc-flow-logs.amazonaws.com': 'IAM role for publishing flow logs to CloudWatch Logs, VPC guide',
  'logs.amazonaws.com': 'Confused deputy prevention, CloudWatch Logs guide',
  'rolesanywhere.amazonaws.com': 'Role trust policy, Roles Anywhere guide',
  'datasync.amazonaws.com': 'Cross-service confused deputy prevention, DataSync guide',
  'transfer.amazonaws.com': 'Cross-service confused deputy prevention, Transfer Family guide',
  'personalize.amazonaws.com': 'Cross-service confused deputy prevention, Personalize guide',
  'iot.amazonaws.com': 'Cross-service confused deputy prevention, AWS IoT guide',
};

const SOURCES: ReadonlySet<string> = new Set([
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
]);

export const servicesActForOwnAccount: Rule = {
  id: 'ROLE-08',
  types: ['AWS::IAM::Role'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'services that act for many accounts take the role for this one only',
  why: 'A service principal is the same for every customer: without a source condition it could be led to use the role for somebody else (confused deputy).',
  fix: 'add conditions on aws:SourceAccount, or aws:SourceArn, to the trust policy, as the guide of the service shows',
  topics: ['confused-deputy', 'cross-account'],
  controls: ['A7', 'B4'],
  migration: 'in-place',
  reaches: [],
  check: (role) => worstOfAll((trustOf(role) ?? []).filter(({ effect }) => effect === 'Allow').map(judge)),
};

function judge(statement: Statement): Judgement {
  const names = (statement.principals ?? []).filter(({ kind }) => kind === 'Service').map(({ value }) => value);
  const service = names.find((one) => !isUnknown(one) && global(one) in NAMES_SOURCE);
  if (service === undefined || bindings(statement).some(({ key }) => SOURCES.has(key))) return PASS;
  return fail(`${service} for any account`, statement.at);
}

/** `logs.eu-west-1.amazonaws.com` is Logs too, also where the region is a reference. */
const global = (service: string): string =>
  service.replace(/^(logs)\.[^.]+\.amazonaws\.com(\.cn)?$/, '$1.amazonaws.com');
