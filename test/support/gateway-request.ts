import type { PolicyDocument } from './policy-document';
import type { Caller } from './template-access';

export interface ApiRequest {
  readonly method: string;
  /** Without the stage, as written in the URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
  /** Who signed the request, with valid credentials. */
  readonly signedBy?: Caller;
  /** A token of a Cognito user pool, in the header where the authorizer looks for it. */
  readonly token?: CognitoToken;
  /** The code behind a Lambda authorizer; without it a request to such a method cannot be judged. */
  readonly authorizer?: AuthorizerCode;
  /** The logical id of an API key, in `x-api-key`. */
  readonly apiKey?: string;
  /** The id or logical id of the interface endpoint that the request comes through. */
  readonly sourceVpce?: string;
  readonly clientIp?: string;
  /** By a custom domain name instead of the API's own address. */
  readonly byDomain?: boolean;
}

/** What API Gateway can see of a token. */
export interface CognitoToken {
  /** The logical id or the ARN of the pool that signed it. */
  readonly pool: string;
  readonly use: 'id' | 'access';
  /** The id or logical id of the app client: `aud` of an ID token, `client_id` of an access token. */
  readonly client: string;
  readonly scopes?: readonly string[];
  readonly expired?: boolean;
  /** Not signed with the key that it names: `alg: none`, another key, a changed payload. */
  readonly forged?: boolean;
}

/** Payload of a REQUEST authorizer; of a TOKEN authorizer only type, methodArn and authorizationToken. */
export type AuthorizerEvent = Readonly<Record<string, any>>;

export interface AuthorizerAnswer {
  readonly principalId?: string;
  readonly policyDocument?: PolicyDocument;
  readonly context?: Readonly<Record<string, string | number | boolean>>;
}

/** Throws an Error `Unauthorized` for 401; any other error is a failure of the authorizer. */
export type AuthorizerCode = (event: AuthorizerEvent) => AuthorizerAnswer | Promise<AuthorizerAnswer>;

/** A header, whatever its case. */
export function headerOf({ headers = {} }: ApiRequest, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

export function bodyText({ body }: ApiRequest): string {
  return body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
}
