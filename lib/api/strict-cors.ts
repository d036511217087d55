import { Duration, Token } from 'aws-cdk-lib';
import { CorsOptions } from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { checkList, isObject, shown } from './given';
import { profileOf } from '../core/profile';

/**
 * Which web pages of other origins may call an API from a browser. It is no authorization: whoever is not a browser does not ask.
 * API Gateway answers the preflight request; on its own answers a handler has to set `Access-Control-Allow-Origin` itself.
 */
export interface StrictCors {
  /**
   * The exact origins, `https://app.example.com`: no wildcard and no path. In development also `http://localhost:3000`.
   */
  readonly allowOrigins: string[];
  /**
   * The request headers that pages may send.
   *
   * @default - Authorization and Content-Type
   */
  readonly allowHeaders?: string[];
  /**
   * Whether browsers send cookies along.
   *
   * @default - false
   */
  readonly allowCredentials?: boolean;
  /**
   * How long browsers keep the answer, in whole seconds.
   *
   * @default - 1 hour
   */
  readonly maxAge?: Duration;
}

const ORIGIN = /^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;
const OWN_MACHINE = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** Refuses an origin that is not one: whoever may choose it could read what the user may read. */
export function checkCors(scope: IConstruct, what: string, cors: StrictCors): void {
  if (!isObject(cors)) {
    throw new Error(
      `API-11: expected cors of ${what} to say which pages may call, got ${shown(cors)}; write { allowOrigins: ['https://app.example.com'] }`,
    );
  }
  const { allowOrigins, allowHeaders = [] } = cors;
  checkList('API-11', 'allowOrigins', what, allowOrigins, "['https://app.example.com']");
  checkList('API-11', 'allowHeaders', what, allowHeaders, "['Authorization']");
  if (allowOrigins.length === 0) {
    throw new Error(
      `API-11: expected allowOrigins of ${what} to list exact origins, got none; name one such as https://app.example.com`,
    );
  }
  const isDevelopment = profileOf(scope).name === 'development';
  for (const origin of allowOrigins) {
    if (Token.isUnresolved(origin) || ORIGIN.test(origin) || (isDevelopment && OWN_MACHINE.test(origin))) continue;
    const fix = OWN_MACHINE.test(origin)
      ? 'allow your own machine in the development profile only'
      : 'write it as https://app.example.com, in lower case, without a path';
    throw new Error(`API-11: expected allowOrigins of ${what} to be exact https origins, got '${origin}'; ${fix}`);
  }
  const header = allowHeaders.find((one) => !Token.isUnresolved(one) && !/^[A-Za-z0-9-]+$/.test(one));
  if (header !== undefined) {
    throw new Error(`API-11: expected allowHeaders of ${what} to be names of headers, got '${header}'; name each`);
  }
}

/** What CDK's preflight needs, for the methods of one path. */
export function preflight(cors: StrictCors, methods: string): CorsOptions {
  return {
    allowOrigins: cors.allowOrigins,
    allowHeaders: cors.allowHeaders ?? ['Authorization', 'Content-Type'],
    allowMethods: [methods],
    allowCredentials: cors.allowCredentials,
    maxAge: cors.maxAge ?? Duration.hours(1),
  };
}

/** Whether two say the same. */
export const isSameCors = (one: StrictCors, other: StrictCors): boolean =>
  JSON.stringify(preflight(one, '')) === JSON.stringify(preflight(other, ''));
