import { JsonSchema } from 'aws-cdk-lib/aws-apigateway';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Auth } from './auth';
import type { Owner } from './owner';
import type { StepUp } from './step-up';
import { StrictCors } from './strict-cors';
import { Throttle } from './throttle';
import { Waiver } from '../core/waivers';

/**
 * What a route takes, as JSON Schema (draft 4).
 *
 * API Gateway checks a body in full. Of query, headers and path it checks only that what is required is there and not blank: types,
 * lengths and patterns are for whoever reads the declaration, and the handler must not rely on them. Source: "Request validation for
 * REST APIs in API Gateway", developer guide.
 */
export interface RouteRequest {
  /**
   * The JSON body: a closed object, or an array of described items. It is checked whatever content type the request names.
   *
   * @default - none; POST, PUT and PATCH have to say so by noBody
   */
  readonly body?: JsonSchema;
  /**
   * That the route takes no body, though its method could carry one: any other than an empty one is refused.
   *
   * @default - false
   */
  readonly noBody?: boolean;
  /**
   * The query parameters: an object schema with a property for each. Those in `required` have to be there.
   *
   * @default - none are known
   */
  readonly query?: JsonSchema;
  /**
   * The path parameters: an object schema with a property for each. All have to be there.
   *
   * @default - any text
   */
  readonly path?: JsonSchema;
  /**
   * The request headers: an object schema with a property for each. Those in `required` have to be there.
   *
   * @default - none are known
   */
  readonly headers?: JsonSchema;
}

/** One route of a `SecureApi`: who may call it with what, and who answers. */
export interface RouteProps {
  /** The function that answers. */
  readonly handler: IFunction;
  /** Who may call it. */
  readonly auth: Auth;
  /**
   * What it takes.
   *
   * @default - the parameters of its path, and no body
   */
  readonly request?: RouteRequest;
  /**
   * What it answers with status 200, as JSON Schema. It documents; API Gateway does not check answers.
   *
   * @default - not stated
   */
  readonly response?: JsonSchema;
  /**
   * Its own limits, at most those of the stage.
   *
   * @default - those of the stage
   */
  readonly throttle?: Throttle;
  /**
   * Whose things a path parameter names, for routes with one and a user.
   *
   * @default - none: a route with a path parameter and a user does not synthesize
   */
  readonly owner?: Owner;
  /**
   * What it asks beyond a login, for what cannot be undone.
   *
   * @default - nothing: a DELETE route with a user does not synthesize
   */
  readonly stepUp?: StepUp;
  /**
   * Which web pages may call it. All routes of a path have the same.
   *
   * @default - those of the API
   */
  readonly cors?: StrictCors;
  /**
   * Whether a client has to name itself by a key of `addClient`. A key identifies, it does not authenticate.
   *
   * @default - false
   */
  readonly apiKeyRequired?: boolean;
  /**
   * Rules that need not hold on this route, and why.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}
