import { CfnResource, IPolicyValidationContext, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { NagMessageLevel, NagPack, NagPackProps, NagRuleCompliance } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { placeOf } from '../core/baseline';
import { describe, remedy } from '../core/gate-plugin';
import { Decided, Outcome, runGate } from '../core/gate-run';
import { GuardedPack } from './guarded-pack';

/**
 * All rules of this library as a cdk-nag pack, for apps that run cdk-nag already:
 * `Validations.of(app).addPlugins(new ServerlessSecurityChecks(app))`.
 *
 * It judges the templates as written, so that overrides and generic resources are seen, and knows the library's waivers.
 * Findings are acknowledged the cdk-nag way (`ServerlessSecurity::ServerlessSecurity-BUCKET-01`), which is why
 * `SecurityGate.enforce` is the stronger of the two: its findings cannot be acknowledged away.
 */
export class ServerlessSecurityChecks extends NagPack {
  /** The name before every rule id: `ServerlessSecurity`. */
  public readonly name: string = 'ServerlessSecurity';
  private findings = new Map<IConstruct, Decided[]>();
  private outcome?: Outcome;

  constructor(scope?: IConstruct, props?: NagPackProps) {
    super(scope, props);
    this.packName = 'ServerlessSecurity';
  }

  /** Called by CDK once every template is written. A rule that crashes blocks, and so does a finding inside a Stage. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const judge = {
      name: this.name,
      validate: () => {
        this.judge(context.appConstruct, 'written');
        return this.withProblems(super.validateScope(context.appConstruct));
      },
    };
    return new GuardedPack(judge, context.appConstruct).validate(context);
  }

  /** Judges a tree without synthesizing it, as cdk-nag's own packs can: for tests. */
  public validateScope(scope: IConstruct): PolicyValidationPluginReport {
    this.judge(scope, 'in-memory');
    return this.withProblems(super.validateScope(scope));
  }

  /** Says what the judge found on one resource. */
  protected checkResource(node: CfnResource): void {
    for (const one of this.findings.get(node) ?? []) {
      const { finding } = one;
      this.applyRule({
        ruleSuffixOverride: finding.ruleId,
        info: `${describe(finding)}; ${remedy(one)}.`,
        explanation: finding.why,
        level: finding.weight === 'blocking' ? NagMessageLevel.ERROR : NagMessageLevel.WARN,
        node,
        rule: () => (finding.verdict === 'fail' ? NagRuleCompliance.NON_COMPLIANT : ['unknown']),
      });
    }
  }

  private judge(scope: IConstruct, rendering: 'written' | 'in-memory'): void {
    this.outcome = runGate(scope, rendering, { all: true });
    this.findings = new Map();
    for (const one of this.outcome.decided) {
      if (!one.element || (one.status !== 'blocking' && one.status !== 'warning')) continue;
      this.findings.set(one.element, [...(this.findings.get(one.element) ?? []), one]);
    }
  }

  /** What belongs to no resource: crashes, unreadable templates, findings about a whole template. */
  private withProblems(report: PolicyValidationPluginReport): PolicyValidationPluginReport {
    const { problems, decided } = this.outcome!;
    const whole = decided.filter(({ element, status }) => !element && status === 'blocking');
    const extra = [
      ...problems
        .filter(({ blocks }) => blocks)
        .map(({ id, message, fix, at }) => ({ id, text: message, fix, at, severity: 'fatal' })),
      ...whole.map(({ finding }) => ({
        id: `${this.packName}-${finding.ruleId}`,
        text: describe(finding),
        fix: finding.fix,
        at: placeOf(finding),
        severity: 'error',
      })),
    ].map(({ id, text, fix, at, severity }) => ({
      ruleName: id,
      description: text,
      fix,
      severity,
      violatingResources: [{ constructPath: at, locations: [] as string[] }],
    }));
    const violations = [...report.violations, ...extra];
    return { ...report, violations, success: !violations.some(({ severity }) => severity !== 'warning') };
  }
}
