import type { Resource } from '../../core/assembly';
import { covers, Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { readable } from '../../core/text';
import { ADMINISTRATORS, Escalation, ESCALATIONS, RUNS_AS_PASSED_ROLE } from '../escalations';
import { IDENTITY_POLICIES, identityStatements, mayAllow, UNREADABLE } from '../identity-statements';
import { namesNothing } from '../wildcard-resource';

const ATTACHED = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/** Judged on the role, with everything that is attached to it; on a policy only where its role is not seen. */
export const noPrivilegeEscalation: Rule = {
  id: 'ROLE-04',
  types: IDENTITY_POLICIES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no statements together let the role grant itself more',
  why: 'Code that is broken into could then rewrite policies, take other roles or run as another function: one bug owns the account.',
  fix: 'take the action away, or name the one role or function that it is for',
  topics: ['least-privilege'],
  controls: ['A9', 'PureSec SAS-4'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => {
    if (!isRole(resource) && resource.assembly.subjects(resource).some(isRole)) return PASS;
    const administrator = listed(resource).find((one) => ADMINISTRATORS.test(String(one)));
    if (administrator !== undefined) return fail(readable(administrator), 'Properties.ManagedPolicyArns');
    const documents = [resource, ...attachedTo(resource)].map(identityStatements);
    const statements = documents.flatMap((one) => one ?? []).filter(isRelevant);
    const way = statements.length > 0 ? (escalation(statements) ?? passedRole(statements)) : undefined;
    if (way) return way;
    return documents.includes(undefined) ? UNREADABLE : PASS;
  },
};

const isRole = ({ type }: Resource): boolean => type === 'AWS::IAM::Role';

/** The managed policies that an identity lists. */
function listed(identity: Resource): unknown[] {
  const managed = identity.get('ManagedPolicyArns');
  return managed === undefined ? [] : [managed].flat();
}

function attachedTo(role: Resource): Resource[] {
  const { assembly } = role;
  const managed = listed(role).map((one) => assembly.find(one, 'AWS::IAM::ManagedPolicy'));
  const about = assembly.about(role).filter(({ type }) => ATTACHED.includes(type));
  return [...new Set([...about, ...managed])].filter((one): one is Resource => one !== undefined);
}

function escalation(statements: readonly Statement[]): Judgement | undefined {
  for (const way of ESCALATIONS) {
    for (const action of way.actions) {
      const by = granting(statements, action).find((one) => holds(way, one));
      if (by) return fail(`${action}, which ${way.gives}`, by.at);
    }
  }
  return undefined;
}

function passedRole(statements: readonly Statement[]): Judgement | undefined {
  const pass = granting(statements, 'iam:PassRole').find(isOpen);
  const runs = pass && RUNS_AS_PASSED_ROLE.find((action) => granting(statements, action).length > 0);
  return runs ? fail(`iam:PassRole on every role together with ${runs}`, pass.at) : undefined;
}

const ACTIONS = new Set(
  [...ESCALATIONS.flatMap(({ actions }) => actions), ...RUNS_AS_PASSED_ROLE, 'iam:PassRole'].map((one) =>
    one.toLowerCase(),
  ),
);
/** Looked at first: most statements name actions in full, and none of these. */
const isRelevant = ({ actions }: Statement): boolean =>
  actions === undefined || actions.some((action) => !/^[\w-]+:\w+$/.test(action) || ACTIONS.has(action.toLowerCase()));

const holds = ({ onlyOpen, unless = [] }: Escalation, statement: Statement): boolean =>
  (!onlyOpen || isOpen(statement)) && !statement.conditions.some(({ key }) => unless.includes(key));

/** No `Resource` but a `NotResource`: everything but some. */
const isOpen = ({ resources }: Statement): boolean => resources === undefined || resources.some(namesNothing);

/** The statements that grant an action, unless another denies it everywhere and always. */
function granting(statements: readonly Statement[], action: string): Statement[] {
  const speaksOf = ({ actions, notActions }: Statement) =>
    actions === undefined ? notActions !== undefined && !covers(notActions, action) : covers(actions, action);
  const about = statements.filter(speaksOf);
  const isDenied = about.some(
    (one) => !mayAllow(one) && one.conditions.length === 0 && (one.resources ?? []).includes('*'),
  );
  return isDenied ? [] : about.filter(mayAllow);
}
