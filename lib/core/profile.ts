import { IConstruct } from 'constructs';
import { readState, stateOf } from './tree-state';

/** Internal name of a profile; what rules and defaults ask for. */
export type ProfileName = 'production' | 'development' | 'regulated';

const KEY = 'profile';
interface StoredProfile {
  readonly name: ProfileName;
  readonly accounts: string[];
}

/** Props of `SecurityProfile.development`. */
export interface DevelopmentProfileProps {
  /** The account ids (12 digits) in which development stacks may live. A development stack anywhere else blocks (GATE-07). */
  readonly accounts: string[];
}

/**
 * How much assurance the resources of a scope get: key type, retention, removal policy, backups, alarms and tracing.
 *
 * Grants, authentication, public access, TLS, throttles, timeouts, secrets and source conditions are the same in every
 * profile. Nothing said means `production()`.
 */
export class SecurityProfile {
  /** Customer managed keys, retained data, alarms. The default. */
  public static production(): SecurityProfile {
    return new SecurityProfile('production', []);
  }

  /**
   * Cheap and disposable: service-owned keys, short retention, data removed with the stack, no alarms.
   * Rules of assurance are reported as "not provided here (development)".
   *
   * @throws when no account is listed, or one is not a 12-digit id (GATE-07)
   */
  public static development(props: DevelopmentProfileProps): SecurityProfile {
    const wrong = props.accounts.filter((account) => !/^\d{12}$/.test(account));
    if (props.accounts.length === 0 || wrong.length > 0) {
      throw new Error(
        `GATE-07: expected accounts to list the 12-digit ids of your development accounts, got ${JSON.stringify(
          props.accounts,
        )}; pass SecurityProfile.development({ accounts: ['111111111111'] })`,
      );
    }
    return new SecurityProfile('development', [...props.accounts]);
  }

  /** Production plus the longest retention: logs are kept ten years, failure queues their maximum. */
  public static regulated(): SecurityProfile {
    return new SecurityProfile('regulated', []);
  }

  private constructor(
    /** The profile's name: `production`, `development` or `regulated`. */
    public readonly name: string,
    private readonly accounts: string[],
  ) {}

  /** The profile in force at a construct, for what you build beside ours. */
  public static of(scope: IConstruct): SecurityProfile {
    const { name, accounts } = profileOf(scope);
    return new SecurityProfile(name, accounts);
  }

  /**
   * Makes this the profile of everything below `scope` (App, Stage or Stack); the nearest one wins.
   *
   * @throws when secure constructs stand below the scope already: they read their profile when they were made (GATE-07)
   */
  public applyTo(scope: IConstruct): void {
    const late = scope.node.findAll().find((node) => readState(node, 'secure') !== undefined);
    if (late) {
      throw new Error(
        `GATE-07: expected the profile before the first secure construct, got '${late.node.path}' already; ` +
          'say SecurityProfile…applyTo or SecurityGate.enforce right after the App is made',
      );
    }
    stateOf(scope).set<StoredProfile>(KEY, { name: this.name as ProfileName, accounts: this.accounts });
  }
}

/** The profile in force at a construct. */
export function profileOf(scope: IConstruct): StoredProfile {
  for (let at: IConstruct | undefined = scope; at; at = at.node.scope) {
    const stored = readState<StoredProfile>(at, KEY);
    if (stored) return stored;
  }
  return { name: 'production', accounts: [] };
}
