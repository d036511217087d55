import { covers, Statement } from '../core/policy';
import { Escalation, ESCALATIONS, RUNS_AS_PASSED_ROLE, RunsAsPassedRole } from './escalations';
import { mayAllow } from './identity-statements';
import { demandsNamed, sparesBoundary } from './taming';
import { namesNothing } from './wildcard-resource';

/** What an identity may do: what its policies grant, as far as a boundary lets it. */
export interface Powers {
  readonly statements: readonly Statement[];
  readonly boundary?: readonly Statement[];
}

/** A way to more than the identity was given, and the statements that open it. */
export interface WayUp {
  readonly got: string;
  readonly by: readonly Statement[];
}

/** Every way, so that nobody closes one and meets the next. */
export function waysUp({ statements, boundary }: Powers): WayUp[] {
  const powers = { statements: statements.filter(isRelevant), boundary };
  if (powers.statements.length === 0) return [];
  return [...ESCALATIONS.flatMap((way) => escalation(way, powers)), ...passedRole(powers)];
}

function escalation(way: Escalation, powers: Powers): WayUp[] {
  const by = new Set<Statement>();
  let first: string | undefined;
  for (const action of way.actions) {
    for (const one of granting(powers, action, (statement) => holds(way, statement))) {
      first ??= action;
      by.add(one);
    }
  }
  return first === undefined ? [] : [{ got: `${first}, which ${way.gives}`, by: [...by] }];
}

function passedRole(powers: Powers): WayUp[] {
  for (const { services, actions } of RUNS_AS_PASSED_ROLE) {
    const pass = granting(powers, 'iam:PassRole', (one) => isOpen(one) && isPassedTo(services, one));
    const runs = pass.length === 0 ? undefined : actions.find((action) => granting(powers, action).length > 0);
    if (runs) return [{ got: `iam:PassRole on every role together with ${runs}`, by: pass }];
  }
  return [];
}

/** Whether a condition on the receiving service, if there is one, lets one of these receive the role. */
const isPassedTo = (services: RunsAsPassedRole['services'], { conditions }: Statement): boolean =>
  conditions
    .filter(
      ({ key, operator }) => key === 'iam:passedtoservice' && /^(ForAnyValue:)?String(Equals|Like)/i.test(operator),
    )
    .every(({ values }) => values.some((value) => value.includes('⟨') || services.some((one) => covers([value], one))));

const ACTIONS: readonly string[] = [
  ...ESCALATIONS.flatMap(({ actions }) => actions),
  ...RUNS_AS_PASSED_ROLE.flatMap(({ actions }) => actions),
  'iam:PassRole',
];
/** Looked at first: most statements cover none of these, and the same few patterns stand in thousands. */
const isRelevant = ({ actions }: Statement): boolean => actions === undefined || actions.some(coversAny);

const known = new Map<string, boolean>();

function coversAny(pattern: string): boolean {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const found = ACTIONS.some((action) => covers([pattern], action));
  if (known.size > 10_000) known.clear();
  known.set(pattern, found);
  return found;
}

function holds({ onlyOpen, notOnSelf, unless = [] }: Escalation, statement: Statement): boolean {
  if (onlyOpen && !isOpen(statement)) return false;
  if (notOnSelf && isOnSelf(statement)) return false;
  return !statement.conditions.some(
    (condition) =>
      unless.some((one) => (one.endsWith('/') ? condition.key.startsWith(one) : condition.key === one)) &&
      demandsNamed(condition),
  );
}

/** No `Resource` but a `NotResource`: everything but some. */
const isOpen = ({ resources }: Statement): boolean => resources === undefined || resources.some(namesNothing);

/** "Allows IAM users to manage their own password", IAM user guide: the variable stands for whoever calls. */
const isOnSelf = ({ resources }: Statement): boolean =>
  resources !== undefined && resources.every((one) => /:user\/([^*?]*\/)?\$\{aws:username\}$/.test(one));

/** The statements that grant an action, unless another denies it everywhere and always, or the boundary does not hold it. */
function granting(
  { statements, boundary }: Powers,
  action: string,
  fits: (statement: Statement) => boolean = () => true,
): Statement[] {
  const by = allowing(statements, action).filter(fits);
  if (by.length === 0 || !boundary) return by;
  return allowing(boundary, action).some(fits) ? by : [];
}

function allowing(statements: readonly Statement[], action: string): Statement[] {
  const speaksOf = ({ actions, notActions }: Statement) =>
    actions === undefined ? notActions !== undefined && !covers(notActions, action) : covers(actions, action);
  const about = statements.filter(speaksOf);
  const isDenied = about.some(
    // unless it is done within a boundary: what is left is no way up
    (one) => !mayAllow(one) && one.conditions.every(sparesBoundary) && (one.resources ?? []).includes('*'),
  );
  return isDenied ? [] : about.filter(mayAllow);
}
