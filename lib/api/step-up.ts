import { Duration, Token } from 'aws-cdk-lib';
import { checkWaiver, Waiver } from '../core/waivers';

/** What a route asks beyond a valid token, so that a stolen or forgotten session does less harm (control C3). */
export class StepUp {
  /**
   * The user logged in lately: the claim `auth_time` is at most that old. Refreshing a token does not renew it. Cognito has it in both
   * of its tokens. Checked by `Auth.jwt`.
   *
   * @param maxAge one second to one day
   * @throws API-16 when it is longer or shorter
   */
  public static freshLogin(maxAge: Duration): StepUp {
    const seconds = maxAge.toSeconds({ integral: false });
    if (!(seconds >= 1 && seconds <= 86_400)) {
      throw new Error(
        `API-16: expected a fresh login to be at most one day old, got ${seconds} seconds; use for example Duration.minutes(5)`,
      );
    }
    return new StepUp([], { login: Math.floor(seconds) });
  }

  /**
   * The login had a second factor. Checked by `Auth.jwt`.
   *
   * `amr` (RFC 8176) must be a list with `mfa` in it. Cognito writes no `amr` into access tokens: there, have a pre-token-generation
   * trigger write a claim of your own, with the value `mfa` or true, and name it here. Never name an attribute that users may write.
   *
   * @param claim the claim that says so
   * @throws API-16 when the name is empty or a token; on a route whose tokens come from Cognito, also for `amr` and for attributes
   *   that users may write
   */
  public static mfa(claim: string = 'amr'): StepUp {
    if (!claim || Token.isUnresolved(claim)) {
      throw new Error(
        `API-16: expected the name of a claim, got '${claim}'; write for example StepUp.mfa('second_factor')`,
      );
    }
    return new StepUp([], { mfa: claim });
  }

  /**
   * The handler asks for more before it acts. Becomes a waiver of API-16 on the route.
   *
   * @throws GATE-06 when the reason is shorter than three words and 20 characters
   */
  public static checkedByHandler(reason: string): StepUp {
    const waiver = { ruleId: 'API-16', reason };
    checkWaiver(waiver);
    return new StepUp([waiver]);
  }

  private constructor(
    private readonly waivers: Waiver[],
    /** @internal */
    public readonly _check?: { readonly login?: number; readonly mfa?: string },
  ) {}

  /** @internal */
  public _waivers(): Waiver[] {
    return this.waivers;
  }
}
