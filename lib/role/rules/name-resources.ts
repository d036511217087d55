import type { Resource } from '../../core/assembly';
import { Statement } from '../../core/policy';
import { advise, fail, Judgement, PASS, Rule, unknown, unknownName, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { IDENTITY_POLICIES, judgeAllows } from '../identity-statements';
import { NETWORK_INTERFACES, withoutResourceLevel } from '../no-resource-level';
import { demandsNamed } from '../taming';
import { isAssumedByLambda } from '../trust';
import { namesNothing } from '../wildcard-resource';

export const nameResources: Rule = {
  id: 'ROLE-02',
  types: IDENTITY_POLICIES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every allowed action names the resources it is allowed on',
  why: 'An action on "*" reaches every resource of the account, those of other applications and later ones too.',
  fix: 'put the ARN of the resource into resources, as in [table.tableArn] or [bucket.arnForObjects("in/*")]',
  topics: ['least-privilege'],
  controls: ['A2', 'AwsSolutions-IAM5'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) =>
    judgeAllows(resource, (statement) => {
      const { resources, notResources, at } = statement;
      if (resources === undefined) return notResources === undefined ? fail('a statement without resources', at) : PASS;
      return worstOfAll(
        resources.map((one) => {
          if (namesNothing(one)) return narrowed(statement, one, needsIt(statement, resource, one));
          return isUnknown(one) ? unknownName(one, `resource ${one}`, at) : PASS;
        }),
      );
    }),
};

/** Tags may name what ARNs cannot, and Lambda's console lets a function make log groups in its account and region. */
function narrowed({ conditions, actions }: Statement, named: string, judged: Judgement): Judgement {
  const byTag = conditions.some(
    (one) => TAG.test(one.key) && /^String(Equals|Like)$/i.test(one.operator) && demandsNamed(one),
  );
  const makesGroups = actions?.every((one) => /^logs:createloggroup$/i.test(one)) && named.startsWith('arn:');
  return byTag || makesGroups ? advise(judged) : judged;
}

const TAG = /^[a-z0-9-]+:resourcetag\//i;

/** Only actions that cannot name a resource may stand on none. */
function needsIt(statement: Statement, resource: Resource, named: string): Judgement {
  const { actions, at } = statement;
  for (const action of actions ?? ['every action but some']) {
    if (isUnknown(action)) return unknown(`${action} on ${named}`, at);
    const key = action.toLowerCase();
    const exception = withoutResourceLevel(key) ?? (mayRunInVpc(resource) ? NETWORK_INTERFACES.get(key) : undefined);
    if (!exception) return fail(`${action} on ${named}`, at);
    const missing = exception.unless?.(statement);
    if (missing) return fail(`${action} on ${named} ${missing}`, at);
  }
  return PASS;
}

/** Roles that are not seen here get no verdict. */
function mayRunInVpc(resource: Resource): boolean {
  const owners = [resource, ...resource.assembly.subjects(resource)].filter(({ type }) => type === 'AWS::IAM::Role');
  return owners.every(isAssumedByLambda);
}
