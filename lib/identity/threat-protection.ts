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

  /** @internal throws when the caller's own props would leave less than was asked for */
  public _check(path: string, { featurePlan, standardThreatProtectionMode: standard }: UserPoolProps): void {
    if (this.mode === 'none') return;
    const asked = `ThreatProtection.${this.mode.toUpperCase()}`;
    if (featurePlan !== undefined && featurePlan !== FeaturePlan.PLUS) {
      throw new Error(
        `IDENTITY-07: expected ${asked} of ${path} with the Plus plan, got featurePlan ${featurePlan}; leave featurePlan out, or set ` +
          'threatProtection to ThreatProtection.none(reason)',
      );
    }
    const weaker = [StandardThreatProtectionMode.NO_ENFORCEMENT];
    if (this.mode === 'full') weaker.push(StandardThreatProtectionMode.AUDIT_ONLY);
    if (standard === undefined || !weaker.includes(standard)) return;
    throw new Error(
      `IDENTITY-07: expected ${asked} of ${path} to be what holds, got standardThreatProtectionMode ${standard}; leave ` +
        'standardThreatProtectionMode out, or choose another threatProtection',
    );
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
