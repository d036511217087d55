import { definitionOf } from './open-api-body';
import { mayMeet } from './route-patterns';
import type { Resource } from '../core/assembly';
import { bindings, Condition, covers, isSpecific, parsePolicy, Statement, statementsOf } from '../core/policy';
import { isUnknown } from '../core/text';

const INVOKE = 'execute-api:Invoke';

/** The resource policy of an API; `undefined` when it cannot be read here. */
export function apiPolicyOf(api: Resource): readonly Statement[] | undefined {
  if (api.get('Policy') !== undefined) return statementsOf(api, 'Policy');
  const definition = definitionOf(api);
  if (definition === 'unknown') return undefined;
  return parsePolicy(definition?.document['x-amazon-apigateway-policy'], 'Properties.Body.x-amazon-apigateway-policy');
}

/** The statements that let somebody call the API. */
export const allowsToCall = (statements: readonly Statement[]): Statement[] =>
  statements.filter(
    ({ effect, actions, notActions }) => effect === 'Allow' && (notActions !== undefined || covers(actions, INVOKE)),
  );

/** What a condition ties a caller to. */
type Tie = 'endpoint' | 'address' | 'identity';

const TIES: Readonly<Record<string, Tie>> = {
  'aws:sourcevpce': 'endpoint',
  'aws:sourcevpc': 'endpoint',
  'aws:sourceip': 'address',
  'aws:vpcsourceip': 'address',
  'aws:principalaccount': 'identity',
  'aws:principalarn': 'identity',
  'aws:principalorgid': 'identity',
  'aws:principalorgpaths': 'identity',
  'aws:userid': 'identity',
};

/** Whether values name somebody: neither a pattern that anybody meets, nor the internet as a whole or in halves. */
const namesSomebody = ({ values }: Condition): boolean =>
  values.length > 0 && values.every((value) => isUnknown(value) || (isSpecific(value) && !/\/[0-7]$/.test(value)));

/** Not with ForAnyValue: where the key is absent, as the organisation of an account that is in none, it denies nobody. */
const NEGATED =
  /^(ForAllValues:)?(String(NotEquals|NotEqualsIgnoreCase|NotLike)|ArnNot(Equals|Like)|NotIpAddress)(IfExists)?$/i;

/** Whether a Deny turns away everybody but those its conditions name, for every method or for those that an Allow opens. */
function closesTo(statement: Statement, tie: (tie: Tie) => boolean, opened?: Statement): boolean {
  const { effect, principals, actions, resources, conditions } = statement;
  return (
    effect === 'Deny' &&
    Boolean(principals?.some(({ kind, value }) => kind === 'any' && value === '*')) &&
    covers(actions, INVOKE) &&
    Boolean(resources?.some(isEveryMethod) || opened?.resources?.every((one) => resources?.includes(one))) &&
    conditions.length > 0 &&
    conditions.every((one) => NEGATED.test(one.operator) && namesSomebody(one) && tie(TIES[one.key]))
  );
}

/** `*`, `execute-api:/*`, `arn:aws:execute-api:…:…:⟨api⟩/*`: nothing but wildcards behind the API. */
const isEveryMethod = (resource: string): boolean =>
  /^(\*|(arn:[^/]*:)?execute-api:[^/]*(\/\*)+|arn:(\*|[^:/]*:(\*|(execute-api|\*):[^/]*\*)))$/.test(resource);

/** Whether an Allow demands what its conditions name. */
const demands = (statement: Statement, tie: (tie: Tie) => boolean): boolean =>
  bindings(statement).some(({ key }) => tie(TIES[key])) ||
  statement.conditions.some((one) => /^IpAddress$/i.test(one.operator) && namesSomebody(one) && tie(TIES[one.key]));

/** Statements that let in callers who come through none of the VPC endpoints that the policy names. */
export function openBeyondEndpoints(statements: readonly Statement[]): Statement[] {
  const isEndpoint = (tie: Tie) => tie === 'endpoint';
  if (statements.some((one) => closesTo(one, isEndpoint))) return [];
  return allowsToCall(statements).filter(
    (one) => !demands(one, isEndpoint) && !statements.some((other) => closesTo(other, isEndpoint, one)),
  );
}

/**
 * Statements that let in signed requests of every AWS account for a route: an Allow for everybody lets anybody in who has
 * credentials, since whoever calls writes the identity policy of his own account himself. Without a path, any route will do.
 */
export function openToEveryAccount(
  statements: readonly Statement[],
  verb: string,
  path: string | undefined,
): Statement[] {
  const isTie = (tie: Tie | undefined) => tie !== undefined;
  if (statements.some((one) => closesTo(one, isTie))) return [];
  return allowsToCall(statements).filter(
    (one) =>
      (one.notPrincipals !== undefined || one.principals?.some(({ kind }) => kind === 'any')) &&
      !demands(one, isTie) &&
      !statements.some((other) => closesTo(other, isTie, one)) &&
      (path === undefined || one.notResources !== undefined || one.resources?.some((each) => meets(each, verb, path))),
  );
}

/** Whether a resource such as `execute-api:/prod/GET/orders/*` may mean the route, or one of the things behind its parameters. */
function meets(resource: string, verb: string, path: string): boolean {
  const tail = /^(?:arn:[^/]*)?execute-api:[^/]*(\/.*)$/.exec(resource)?.[1];
  return tail === undefined || mayMeet(tail, verb, path);
}
