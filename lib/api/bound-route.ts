import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import type { Owner } from './owner';
import type { StepUp } from './step-up';

/** A route while it is being added: what `Auth` needs to know of it. */
export interface BoundRoute {
  readonly api: RestApi;
  readonly scope: IConstruct;
  /** `GET` */
  readonly method: string;
  /** `/orders/{orderId}` */
  readonly path: string;
  readonly owner?: Owner;
  readonly stepUp?: StepUp;
}

/** Who is known behind a kind of `Auth`. */
export interface Caller {
  readonly name: string;
  /** People, who own some things and not others. */
  readonly isUser: boolean;
  /** Whether claims of the token can be compared before the handler runs. */
  readonly hasClaims: boolean;
}

/** Refuses a route that leaves open whose things it reads, or that deletes as easily as it reads. */
export function checkRoute({ method, path, owner, stepUp }: BoundRoute, { name, isUser, hasClaims }: Caller): void {
  const route = `${method} ${path}`;
  const parameters = [...path.matchAll(/\{([^}]+)\}/g)].map(([, parameter]) => parameter);
  const segments = parameters.filter((parameter) => !parameter.endsWith('+'));
  if (isUser && parameters.length > 0 && !owner) {
    throw new Error(
      `API-15: expected a route with a path parameter to say whose things it names, got ${route} without owner; ` +
        `set owner to Owner.pathMatchesClaim('${segments[0] ?? '…'}'), Owner.checkedByHandler(reason) or Owner.notOwned(reason)`,
    );
  }
  if (isUser && method === 'DELETE' && !stepUp) {
    throw new Error(
      `API-16: expected a route that deletes to ask for more than one that reads, got ${route} without stepUp; ` +
        'set stepUp to StepUp.freshLogin(maxAge), StepUp.mfa() or StepUp.checkedByHandler(reason)',
    );
  }
  if (owner?._match && !hasClaims) throw notComparable('API-15', 'owner', route, name);
  if (stepUp?._check && !hasClaims) throw notComparable('API-16', 'stepUp', route, name);
  const [parameter] = owner?._match ?? [];
  if (parameter !== undefined && !segments.includes(parameter)) {
    throw new Error(
      `API-15: expected the owner to be named by a whole segment of the path, got {${parameter}} for ${route}; ` +
        'name a path parameter of the route that takes one segment',
    );
  }
}

const notComparable = (ruleId: string, property: string, route: string, name: string): Error =>
  new Error(
    `${ruleId}: expected claims to be compared by Auth.jwt, got ${name} for ${route}; ` +
      `use Auth.jwt, or set ${property} to its checkedByHandler(reason)`,
  );
