import { createHash } from 'crypto';
import { allow, Answer, deny } from './answer';
import { bearerToken } from './bearer-token';
import { checkPolicy } from './check-policy';
import { AuthorizerEvent, denied, Failure, Refusal } from './event';
import { Fetch } from './fetch-keys';
import { Identity, TokenVerifier } from './verify-token';
import { parseRouteTable, PolicyEntry, routeKey, RouteTable } from '../../lib/api/route-table';

/** One line of the log for each decision. The user stands in it as a hash: who knows the `sub` finds it, nobody reads it there. */
export interface AuditLine {
  readonly event: 'authorization';
  readonly decision: 'allowed' | 'denied' | 'unauthorized' | 'failed';
  readonly reason: string;
  readonly route: string;
  readonly requestId: string;
  readonly subject?: string;
}

export interface Surroundings {
  /** The table, as it stands in the environment. */
  readonly table: () => string | undefined;
  readonly fetch: Fetch;
  readonly log: (line: AuditLine) => void;
  readonly now: () => number;
}

export type Handler = (event: AuthorizerEvent) => Promise<Answer>;

/** What API Gateway answers 401 for, by this very message; any other error is a 500. */
const UNAUTHORIZED = 'Unauthorized';
const UNAVAILABLE = 'Unavailable';

/** Answers whether a request may go on. Whatever goes wrong, it may not. */
export function createHandler({ table, fetch, log, now }: Surroundings): Handler {
  let known: { readonly table: RouteTable; readonly tokens: TokenVerifier } | undefined;
  const configuration = () => {
    if (!known) {
      const read = tableIn(table());
      known = { table: read, tokens: new TokenVerifier(read.issuers, fetch, now) };
    }
    return known;
  };

  return async (event) => {
    const route = routeOf(event);
    let identity: Identity | undefined;
    const tell = (decision: AuditLine['decision'], reason: string): void =>
      log({
        event: 'authorization',
        decision,
        reason,
        route: route ?? 'unknown',
        requestId: textOf(event?.requestContext?.requestId),
        ...(identity && { subject: hashed(identity.subject) }),
      });
    try {
      const { table: rules, tokens } = configuration();
      identity = await tokens.verify(bearerToken(event));
      checkPolicy(policyOf(rules, route), identity, event, now());
      const answer = allow(identity, exactArn(event));
      tell('allowed', 'ok');
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal)) {
        tell('failed', error instanceof Failure ? error.reason : 'unexpected');
        throw new Error(UNAVAILABLE);
      }
      tell(error.decision, error.reason);
      if (error.decision === 'unauthorized' || !identity) throw new Error(UNAUTHORIZED);
      return deny(identity.subject, textOf(event.methodArn));
    }
  };
}

function tableIn(text: string | undefined): RouteTable {
  try {
    return parseRouteTable(text ?? '');
  } catch {
    throw new Failure('table-unreadable');
  }
}

/** The route as API Gateway matched it; where it says two things, none. */
function routeOf(event: AuthorizerEvent): string | undefined {
  const { resource, httpMethod, requestContext } = event ?? {};
  if (typeof resource !== 'string' || typeof httpMethod !== 'string') return undefined;
  const isSame = requestContext?.resourcePath === resource && requestContext.httpMethod === httpMethod;
  return isSame ? routeKey(httpMethod, resource) : undefined;
}

function policyOf({ routes, policies }: RouteTable, route: string | undefined): PolicyEntry {
  const isKnown = route !== undefined && Object.prototype.hasOwnProperty.call(routes, route);
  if (!isKnown) throw denied('route');
  return policies[routes[route]];
}

/** A path with the wildcards or variables of IAM in it would allow more than itself. */
function exactArn({ methodArn }: AuthorizerEvent): string {
  if (typeof methodArn !== 'string' || !/^arn:[^*?$]+$/.test(methodArn)) throw denied('path');
  return methodArn;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const hashed = (subject: string): string => createHash('sha256').update(subject).digest('hex').slice(0, 16);
