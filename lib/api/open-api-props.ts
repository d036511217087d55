import { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Auth } from './auth';
import type { Owner } from './owner';
import { SecureApiProps } from './secure-api-props';
import type { StepUp } from './step-up';
import { StrictCors } from './strict-cors';
import { Throttle } from './throttle';
import { Waiver } from '../core/waivers';

/** What an OpenAPI document does not say about one of its operations. */
export interface OpenApiRoute {
  /**
   * Its own limits, at most those of the stage.
   *
   * @default - those of the stage
   */
  readonly throttle?: Throttle;
  /**
   * Which web pages may call it.
   *
   * @default - those of the API
   */
  readonly cors?: StrictCors;
  /**
   * The operation takes no body that anybody reads, though it is a POST, PUT or PATCH without a `requestBody`.
   *
   * @default - false
   */
  readonly noBody?: boolean;
  /**
   * Rules that need not hold on its route, and why.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/** Props of `SecureApi.fromOpenApi`. Maps are by `operationId`; a name in them that the document does not have is an error. */
export interface OpenApiProps {
  /** The document, OpenAPI 3.0 or 3.1, YAML or JSON, in one file of at most 2 MB. */
  readonly file: string;
  /** Which function answers each operation. */
  readonly handlers: { [operationId: string]: IFunction };
  /**
   * What each security scheme means here. Its scopes come from the operation's `security`: at most one, since API Gateway takes any
   * one of several where OpenAPI asks for all. A scheme `apiKey` in the header `X-API-Key` needs no entry and is no authentication:
   * beside another scheme it sets `apiKeyRequired`.
   *
   * @default - none: every operation is public, with a reason
   */
  readonly auth?: { [securityScheme: string]: Auth };
  /**
   * The operations without `security` that anybody may call, and why. Each becomes `Auth.public(reason)`.
   *
   * @default - none
   */
  readonly publicOperations?: { [operationId: string]: string };
  /**
   * Whose things the path parameters of an operation name.
   *
   * @default - none; an operation with a path parameter and a user does not synthesize without
   */
  readonly owners?: { [operationId: string]: Owner };
  /**
   * What operations ask beyond a login.
   *
   * @default - none; a DELETE with a user does not synthesize without
   */
  readonly stepUps?: { [operationId: string]: StepUp };
  /**
   * What the document does not say about its operations.
   *
   * @default - none
   */
  readonly routes?: { [operationId: string]: OpenApiRoute };
  /**
   * Whether objects of request bodies that do not mention `additionalProperties` take no other properties. OpenAPI means the opposite,
   * and few who leave it out do.
   *
   * @default - false: such an object is an error
   */
  readonly closeObjects?: boolean;
  /**
   * The API itself.
   *
   * @default - all defaults of `SecureApi`
   */
  readonly api?: SecureApiProps;
}
