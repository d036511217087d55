import { Token } from 'aws-cdk-lib';
import { checkWaiver, Waiver } from '../core/waivers';

/**
 * Whose things a path parameter names: without an answer, whoever is logged in reads everybody's (control C7, OWASP API1).
 */
export class Owner {
  /**
   * The path parameter must be the value of a claim of the caller's token, letter by letter. Checked by `Auth.jwt` before the handler
   * runs. A value with a `%` in it is refused: authorizer and handler could decode it differently.
   *
   * @param pathParameter name without braces: `userId` for `/users/{userId}`
   * @param claim a claim with one text that users cannot change: of Cognito's attributes, a custom one only when no client may write
   *   it. Tokens of several issuers are compared by the `sub` of Cognito only.
   * @throws API-15 when a name is empty or a token; on a route whose tokens come from Cognito, also for its standard attributes
   */
  public static pathMatchesClaim(pathParameter: string, claim: string = 'sub'): Owner {
    for (const name of [pathParameter, claim]) {
      if (!name || Token.isUnresolved(name) || /[{}\s]/.test(name)) {
        throw new Error(
          `API-15: expected the names of a path parameter and of a claim, got '${name}'; write for example Owner.pathMatchesClaim('userId', 'sub')`,
        );
      }
    }
    return new Owner([], [pathParameter, claim]);
  }

  /**
   * The handler compares what it reads with the caller. Becomes a waiver of API-15 on the route.
   *
   * @throws GATE-06 when the reason is shorter than three words and 20 characters
   */
  public static checkedByHandler(reason: string): Owner {
    return Owner.waived(reason);
  }

  /**
   * What the parameter names belongs to nobody in particular: every caller who gets this far may have it. Becomes a waiver of API-15
   * on the route.
   *
   * @throws GATE-06 when the reason is shorter than three words and 20 characters
   */
  public static notOwned(reason: string): Owner {
    return Owner.waived(reason);
  }

  private static waived(reason: string): Owner {
    const waiver = { ruleId: 'API-15', reason };
    checkWaiver(waiver);
    return new Owner([waiver]);
  }

  private constructor(
    private readonly waivers: Waiver[],
    /** @internal */
    public readonly _match?: readonly [parameter: string, claim: string],
  ) {}

  /** @internal */
  public _waivers(): Waiver[] {
    return this.waivers;
  }
}
