import { UserPool, UserPoolClient, UserPoolClientOptions, UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { Waiver } from '../core/waivers';
import { secureClientOptions, securePoolProps } from './pool-defaults';
import { keepSignIns } from './sign-in-log';
import { ThreatProtection } from './threat-protection';

/** Props of `SecureUserPool`: everything `cognito.UserPool` takes, and what has a price or a reason. */
export interface SecureUserPoolProps extends UserPoolProps {
  /**
   * Whether leaked passwords and risky sign-ins are refused, which costs about $0.02 for each user of a month (the Plus plan).
   * Not together with `advancedSecurityMode`, another `featurePlan` than Plus, or a weaker `standardThreatProtectionMode`.
   *
   * @default - nothing is paid for, and IDENTITY-07 warns outside of development
   */
  readonly threatProtection?: ThreatProtection;
  /**
   * Rules that need not hold on this pool and its clients, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * A `cognito.UserPool` in which nobody signs in by a password alone, and nobody registers uninvited; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `mfa`, `mfaSecondFactor` | required, by an authenticator app |
 * | `passwordPolicy` | 12 signs of all four kinds; temporary passwords end after 3 days |
 * | `selfSignUpEnabled` | `false` |
 * | `accountRecovery` | by verified e-mail only |
 * | `autoVerify`, `keepOriginal` | e-mail (and phone, where users sign in by it): a changed one counts once it is verified |
 * | `deletionProtection`, `removalPolicy` | on and kept; off and removed in development |
 * | `threatProtection` | none, since it has a price: say `FULL`, or `none` with the reason |
 * | sign-ins, failed ones too | with `threatProtection`: in a `SecureLogGroup` of the pool below `/aws/vendedlogs/cognito/` |
 *
 * Grants, second factors and password rules are the same in every profile. What you set is kept; when it is weaker than a rule,
 * the synthesis fails unless a waiver says why. Aliases and case sensitivity stay CDK's: another value replaces the pool, and its
 * users with it.
 */
export class SecureUserPool extends UserPool {
  /**
   * @throws when the reason of `ThreatProtection.none` tells its reader nothing (GATE-06), or `featurePlan` or
   *   `standardThreatProtectionMode` contradicts `threatProtection` (IDENTITY-07)
   */
  constructor(scope: Construct, id: string, props: SecureUserPoolProps = {}) {
    const { threatProtection, waivers, ...given } = props;
    threatProtection?._check(`${scope.node.path}/${id}`, given);
    super(scope, id, securePoolProps(scope, id, { ...threatProtection?._props(), ...known(given) }));
    if (threatProtection?._keepsSignIns) keepSignIns(this);
    const reason = threatProtection?._reason;
    const unprotected = reason === undefined ? [] : [{ ruleId: 'IDENTITY-07', reason }];
    secured(this, [...(waivers ?? []), ...unprotected]);
  }

  /**
   * Adds a client that takes no implicit grant, hides who exists, and whose tokens are short and can be revoked.
   *
   * With `oAuth` users sign in at Cognito's pages by the authorization code grant; without it they sign in by SRP and there are no
   * such pages. Access and ID tokens end after 15 minutes, refresh tokens after a day. A client for machines (`clientCredentials`)
   * gets a secret. What you set is kept, and judged: a client by `new UserPoolClient` too.
   */
  public override addClient(id: string, options: UserPoolClientOptions = {}): UserPoolClient {
    return super.addClient(id, secureClientOptions(this, id, options));
  }
}

/** An explicit `undefined` takes nothing away. */
const known = (given: UserPoolProps): UserPoolProps =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
