import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import {
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidTokenUseError,
  FailedAssertionError,
  JwksValidationError,
  JwkValidationError,
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import { Jwk, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { Failure, Refusal, unauthorized } from './event';
import { Fetch } from './fetch-keys';
import { IssuerEntry } from '../../lib/api/route-table';

export type Claims = Readonly<Record<string, unknown>>;

/** What a valid token says, and whose it is. */
export interface Identity {
  readonly claims: Claims;
  readonly subject: string;
  readonly issuer: IssuerEntry;
}

type Verify = (token: string) => Promise<Claims>;
interface Verifier {
  readonly issuer: IssuerEntry;
  readonly verify: Verify;
}

/** Seconds that clocks may differ. */
export const SKEW = 30;
/** Asymmetric ones only: with `none` or HS256 anybody could sign, with nothing or with the public key. */
const ALGORITHMS: ReadonlySet<unknown> = new Set(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512']);
/** A key that the issuer withdrew is trusted no longer than this. */
const KEYS_LIVE = 3_600_000;

/** Checks tokens against the issuers of the table; keeps their keys for an hour. */
export class TokenVerifier {
  private verifiers = new Map<string, Verifier>();
  private made = -Infinity;

  public constructor(
    private readonly issuers: readonly IssuerEntry[],
    private readonly fetch: Fetch,
    private readonly now: () => number,
  ) {}

  /** @throws a `Refusal` for a token that is not valid; anything else when that could not be told */
  public async verify(token: string): Promise<Identity> {
    const { issuer, verify } = this.verifierOf(token);
    const claims = await verify(token).catch((error: unknown) => {
      throw refusalFor(error);
    });
    // the library takes tokens without them
    if (typeof claims.exp !== 'number') throw unauthorized('token-without-end');
    const { sub } = claims;
    if (typeof sub !== 'string' || sub === '' || sub.length > 255) throw unauthorized('token-without-subject');
    return { claims, subject: sub, issuer };
  }

  /** By what the token says of itself, which nobody believes before its signature is checked with that issuer's keys. */
  private verifierOf(token: string): Verifier {
    const { header, payload } = decomposed(token);
    if (!ALGORITHMS.has(header.alg)) throw unauthorized('algorithm');
    // an extension that must be understood, and none is here; jku, jwk, x5u and x5c are never looked at
    if ('crit' in header) throw unauthorized('critical-header');
    if (this.now() - this.made > KEYS_LIVE) {
      this.verifiers = new Map(this.issuers.flatMap((issuer) => verifiersFor(issuer, this.fetch)));
      this.made = this.now();
    }
    const verifier = typeof payload.iss === 'string' ? this.verifiers.get(payload.iss) : undefined;
    if (!verifier) throw unauthorized('issuer');
    return verifier;
  }
}

function decomposed(token: string): ReturnType<typeof decomposeUnverifiedJwt> {
  try {
    return decomposeUnverifiedJwt(token);
  } catch {
    throw unauthorized('token-malformed');
  }
}

function verifiersFor(issuer: IssuerEntry, fetch: Fetch): [string, Verifier][] {
  const keysAt = (address: string): Promise<ArrayBuffer> =>
    fetch(address).catch(() => {
      throw new Failure('keys-unreachable');
    });
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: keysAt } });
  if (issuer.kind === 'oidc') {
    const { issuer: iss, audience, jwks: jwksUri } = issuer;
    const one = JwtVerifier.create(
      { issuer: iss, audience: [...audience], jwksUri, graceSeconds: SKEW, customJwtCheck: checkKind },
      { jwksCache },
    );
    return [[iss, { issuer, verify: (token) => one.verify(token) }]];
  }
  const { pool: userPoolId, clients, use: tokenUse } = issuer;
  const one = CognitoJwtVerifier.create(
    { userPoolId, clientId: [...clients], tokenUse, graceSeconds: SKEW, customJwtCheck: checkKind },
    { jwksCache },
  );
  const verifier: Verifier = { issuer, verify: (token) => one.verify(token) };
  // a pool names itself in one of two ways
  const [region] = userPoolId.split('_');
  return ['cognito-idp', 'issuer-cognito-idp'].map((host) => [
    CognitoJwtVerifier.parseUserPoolId(userPoolId, `https://${host}.${region}.amazonaws.com/${userPoolId}`).issuer,
    verifier,
  ]);
}

/** Node takes the kind of the key and not that of `alg`. */
function checkKind({ header, jwk }: { readonly header: { readonly alg?: string }; readonly jwk: Jwk }): void {
  if (!header.alg?.startsWith(jwk.kty === 'RSA' ? 'RS' : 'ES')) throw unauthorized('algorithm');
}

const REASONS: readonly (readonly [new (...args: any[]) => Error, string])[] = [
  [JwtExpiredError, 'token-expired'],
  [JwtNotBeforeError, 'token-not-yet-valid'],
  [JwtInvalidAudienceError, 'audience'],
  [CognitoJwtInvalidClientIdError, 'audience'],
  [CognitoJwtInvalidTokenUseError, 'token-use'],
  [JwtInvalidSignatureAlgorithmError, 'algorithm'],
  [JwtInvalidSignatureError, 'signature'],
  [JwtWithoutValidKidError, 'key-unknown'],
  [KidNotFoundInJwksError, 'key-unknown'],
  [WaitPeriodNotYetEndedJwkError, 'key-unknown'],
  [JwtParseError, 'token-malformed'],
  [FailedAssertionError, 'claim'],
];

/** What the token is to blame for is a refusal; anything else (no keys, odd keys) is our failure, and nobody gets in by it. */
function refusalFor(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  if (error instanceof JwksValidationError || error instanceof JwkValidationError)
    return new Failure('keys-unreadable');
  const [, reason] = REASONS.find(([type]) => error instanceof type) ?? [];
  return reason === undefined ? error : unauthorized(reason);
}
