import {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolatingResource,
  Stage,
  Validations,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { crashReport } from '../core/gate-plugin';

/**
 * Another pack under its own name, with what CDK leaves open closed: severities that CDK understands, a crash that blocks,
 * and findings inside a Stage that the command line would hide.
 */
export class GuardedPack implements IPolicyValidationPlugin {
  public readonly name: string;
  public readonly version?: string;
  public readonly ruleIds?: string[];

  constructor(
    private readonly pack: IPolicyValidationPlugin,
    private readonly root: IConstruct,
  ) {
    this.name = pack.name;
    this.version = pack.version;
    this.ruleIds = pack.ruleIds;
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    try {
      const report = this.pack.validate(context);
      const violations = report.violations.map((one) => {
        const severity = /^(error|fatal)$/i.test(one.severity ?? 'error')
          ? (one.severity ?? 'error').toLowerCase()
          : 'warning';
        return { ...one, severity };
      });
      const blocking = violations.filter(({ severity }) => severity !== 'warning');
      const staged = blocking.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.filter((resource) => this.isHidden(resource, ruleName)).map(() => ruleName),
      );
      if (staged.length > 0) violations.push(stageViolation(this.name, staged));
      return { ...report, violations, success: blocking.length === 0 };
    } catch (error) {
      return crashReport(this.name, error);
    }
  }

  /** Inside a Stage, and not acknowledged there or above. */
  private isHidden({ constructPath }: PolicyViolatingResource, ruleName: string): boolean {
    let at: IConstruct | undefined = (constructPath ?? '')
      .split('/')
      .reduce<IConstruct | undefined>((node, id) => node?.node.tryFindChild(id), this.root);
    if (!at || !Stage.of(at)?.node.scope) return false;
    const id = `${this.name.replace(/ /g, '-')}::${ruleName.replace(/ /g, '-')}`;
    for (; at; at = at.node.scope) {
      const acknowledged = at.node.metadata.some(
        ({ type, data }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && data && id in data,
      );
      if (acknowledged) return false;
    }
    return true;
  }
}

function stageViolation(name: string, rules: string[]) {
  return {
    ruleName: 'GATE-04',
    description: `expected the Stages to have no findings of ${name}, got ${rules.length}: ${[...new Set(rules)].slice(0, 5).join(', ')}`,
    fix: 'see validation-report.json for each',
    severity: 'fatal',
    violatingResources: [{ constructPath: '', locations: [] as string[] }],
  };
}
