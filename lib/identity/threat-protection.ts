import {
  CustomThreatProtectionMode,
  FeaturePlan,
  StandardThreatProtectionMode,
  UserPoolProps,
} from 'aws-cdk-lib/aws-cognito';

/**
 * Whether Cognito compares passwords with leaks and refuses risky sign-ins. It takes the Plus plan, at about $0.02 for each user
 * who is active in a month and without free users, where Essentials has 10,000 free and then $0.015 (Amazon Cognito pricing,
 * us-east-1). With it, what it says of every sign-in, failed ones too, goes to a log group of the pool (CloudWatch Logs, about $0.50
 * a GB).
 */
export class ThreatProtection {
  /** Risky sign-ins are refused or asked for a second factor, leaked passwords refused. The Plus plan. */
  public static readonly FULL = new ThreatProtection('full');
  /** Risks are recorded and nothing is refused: to look at before `FULL`. The Plus plan, and IDENTITY-07 still warns. */
  public static readonly AUDIT = new ThreatProtection('audit');

  /**
   * No threat protection, and why that is acceptable. The reason stands in the report as the waiver of IDENTITY-07.
   *
   * @param reason at least three words and 20 characters
   */
  public static none(reason: string): ThreatProtection {
    return new ThreatProtection('none', reason);
  }

  private constructor(
    private readonly mode: 'full' | 'audit' | 'none',
    /** @internal */
    public readonly _reason?: string,
  ) {}

  /** @internal whether there is something to keep of each sign-in */
  public get _keepsSignIns(): boolean {
    return this.mode !== 'none';
  }

  /** @internal */
  public _props(): UserPoolProps {
    if (this.mode === 'none') return {};
    const isFull = this.mode === 'full';
    return {
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: isFull
        ? StandardThreatProtectionMode.FULL_FUNCTION
        : StandardThreatProtectionMode.AUDIT_ONLY,
      customThreatProtectionMode: isFull
        ? CustomThreatProtectionMode.FULL_FUNCTION
        : CustomThreatProtectionMode.AUDIT_ONLY,
    };
  }
}
