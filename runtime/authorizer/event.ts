/** What API Gateway sends to a REQUEST authorizer of a REST API, as far as it is read here. Nothing in it is trusted to be there. */
export interface AuthorizerEvent {
  readonly type?: unknown;
  readonly methodArn?: unknown;
  readonly resource?: unknown;
  readonly httpMethod?: unknown;
  readonly headers?: Readonly<Record<string, unknown>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, unknown>> | null;
  readonly pathParameters?: Readonly<Record<string, unknown>> | null;
  readonly requestContext?: {
    readonly resourcePath?: unknown;
    readonly httpMethod?: unknown;
    readonly requestId?: unknown;
  } | null;
}

/** Why a request is not let through: `unauthorized` has no valid token (401), `denied` may not do this (403). */
export class Refusal extends Error {
  public constructor(
    public readonly decision: 'unauthorized' | 'denied',
    public readonly reason: string,
  ) {
    super(reason);
  }
}

/** We could not tell: nobody's fault but ours. Its reason may stand in the log. */
export class Failure extends Error {
  public constructor(public readonly reason: string) {
    super(reason);
  }
}

export const unauthorized = (reason: string): Refusal => new Refusal('unauthorized', reason);
export const denied = (reason: string): Refusal => new Refusal('denied', reason);
