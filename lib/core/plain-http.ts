import type { Resource } from './assembly';
import { covers, Statement, statementsOf } from './policy';
import { coversResource } from './resource-arns';
import { fail, Judgement, PASS, unknown, worst } from './rule';

/** Whether the policies of a resource deny everybody the actions over plain HTTP. */
export function deniesPlainHttp(
  resource: Resource,
  policies: readonly Resource[],
  actions: readonly string[],
): Judgement {
  if (policies.length === 0) return fail('no policy');
  // of two policies on one resource CloudFormation keeps the one it writes last, which nobody can tell
  return worst(
    policies.map((policy) => {
      const statements = statementsOf(policy);
      if (!statements) return unknown(`the policy ${policy.logicalId} cannot be read here`);
      const open = actions.filter((action) => !statements.some((one) => deniesPlain(one, action, resource)));
      if (open.length === 0) return PASS;
      const what = open.length === actions.length ? 'plain HTTP' : `${open.join(', ')} over plain HTTP`;
      return fail(`${policy.logicalId} does not deny ${what}`);
    }),
  );
}

function deniesPlain(statement: Statement, action: string, resource: Resource): boolean {
  const { effect, principals, actions, resources, conditions } = statement;
  // any further condition would let some plain request through
  const [only, ...more] = conditions;
  return (
    effect === 'Deny' &&
    (principals ?? []).some(({ kind, value }) => kind === 'any' && value === '*') &&
    covers(actions, action) &&
    coversResource(resources, resource) &&
    more.length === 0 &&
    only?.key === 'aws:securetransport' &&
    /^Bool(IfExists)?$/i.test(only.operator) &&
    only.values.length > 0 &&
    only.values.every((value) => value.toLowerCase() === 'false')
  );
}
