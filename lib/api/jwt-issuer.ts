import { Token } from 'aws-cdk-lib';
import { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { checkClients } from './cognito-auth';
import { IssuerEntry } from './route-table';

/** Which token of a Cognito user pool callers send. */
export enum CognitoTokenUse {
  /** Access tokens: they have scopes and the client, and no personal data. */
  ACCESS = 'access',
  /** ID tokens: they have the attributes of the user, and no scopes. */
  ID = 'id',
}

/** Options of `JwtIssuer.cognito`. */
export interface CognitoIssuerOptions {
  /**
   * Which token callers send; the other one is refused.
   *
   * @default - CognitoTokenUse.ACCESS
   */
  readonly tokenUse?: CognitoTokenUse;
}

/** Props of `JwtIssuer.oidc`. */
export interface OidcIssuerProps {
  /** The claim `iss`, letter by letter: an https address. */
  readonly issuer: string;
  /** Values of the claim `aud` that are taken: one of them is enough. */
  readonly audience: string[];
  /**
   * Where the issuer has its keys: an https address.
   *
   * @default - `/.well-known/jwks.json` below the issuer
   */
  readonly jwksUri?: string;
  /**
   * The claim that holds the scopes, as a text with spaces in between or as a list.
   *
   * @default - 'scope'
   */
  readonly scopeClaim?: string;
}

/** Whose tokens a `JwtAuthorizer` takes. */
export class JwtIssuer {
  /**
   * A Cognito user pool: the tokens of these clients, checked by `client_id` (access tokens) or `aud` (ID tokens).
   *
   * @throws API-13 when there are no clients
   */
  public static cognito(
    userPool: IUserPool,
    clients: IUserPoolClient[],
    options: CognitoIssuerOptions = {},
  ): JwtIssuer {
    checkClients(clients);
    return new JwtIssuer({
      kind: 'cognito',
      pool: userPool.userPoolId,
      clients: [...new Set(clients.map(({ userPoolClientId }) => userPoolClientId))],
      use: options.tokenUse ?? CognitoTokenUse.ACCESS,
    });
  }

  /**
   * Any OpenID Connect issuer that signs with RS256, RS384, RS512, ES256, ES384 or ES512.
   *
   * @throws API-13 when an address is not https, or when there is no audience
   */
  public static oidc(props: OidcIssuerProps): JwtIssuer {
    const { issuer, audience, jwksUri, scopeClaim } = props;
    const jwks = jwksUri ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
    for (const [name, address, form] of [
      ['issuer', issuer, /^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/],
      ['jwksUri', jwks, /^https:\/\/[^\s/?#@]+(\/[^\s#]*)?$/],
    ] as const) {
      if (!Token.isUnresolved(address) && !form.test(address)) {
        throw new Error(
          `API-13: expected ${name} to be an https address, got '${address}'; write for example https://login.example.com`,
        );
      }
    }
    if (!Array.isArray(audience) || audience.length === 0 || audience.some((one) => !one)) {
      throw new Error(
        'API-13: expected the audience that tokens are made for, got none; set audience to the identifier of this API',
      );
    }
    return new JwtIssuer({
      kind: 'oidc',
      issuer,
      audience: [...new Set(audience)],
      jwks,
      scope: scopeClaim || 'scope',
    });
  }

  private constructor(
    /** @internal */
    public readonly _entry: IssuerEntry,
  ) {}
}
