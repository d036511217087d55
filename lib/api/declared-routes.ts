import { IConstruct } from 'constructs';
import { Throttle } from './throttle';
import { readState, stateOf } from '../core/tree-state';

/**
 * What was said about a route, as plain data: API Gateway checks no more of parameters than that they are there, so that whoever
 * checks the rest, exports the API or reckons what a flood costs has to read it here.
 */
export interface DeclaredRoute {
  /** `POST` */
  readonly method: string;
  /** `/orders/{orderId}` */
  readonly path: string;
  /** `AWS_IAM`, `COGNITO_USER_POOLS`, `CUSTOM` or `NONE`. */
  readonly authorizationType: string;
  readonly authorizationScopes?: readonly string[];
  /** Construct path of the function that answers. */
  readonly handler: string;
  /** Construct path of the method. */
  readonly at: string;
  /** JSON schemas as API Gateway knows them (draft 4, `$ref`). */
  readonly request: {
    readonly body?: unknown;
    readonly noBody?: boolean;
    readonly query?: unknown;
    readonly path?: unknown;
    readonly headers?: unknown;
  };
  readonly response?: unknown;
  /** Only where it differs from its stage's. */
  readonly throttle?: Throttle;
  /** Path parameter and claim that have to be the same. */
  readonly owner?: readonly [parameter: string, claim: string];
  readonly stepUp?: { readonly login?: number; readonly mfa?: string };
  readonly corsOrigins?: readonly string[];
  readonly apiKeyRequired: boolean;
}

const ROUTES = 'api.routes';

export const declareRoute = (api: IConstruct, route: DeclaredRoute): void =>
  void stateOf(api).list<DeclaredRoute>(ROUTES).push(route);

/** The routes of an API, in the order in which they were added. */
export const declaredRoutes = (api: IConstruct): readonly DeclaredRoute[] =>
  readState<DeclaredRoute[]>(api, ROUTES) ?? [];
