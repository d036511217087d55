import { App, IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { placeOf, readBaseline, writeBaseline } from '../core/baseline';
import { FIRST_EDITION, isEdition } from '../core/editions';
import { collecting, message } from '../core/gate-plugin';
import { isOpen, Outcome } from '../core/gate-run';
import { attachGate, setSettings, settingsOf } from '../core/gate-state';
import { SecurityProfile } from '../core/profile';
import { readable } from '../core/text';
import { checkWaiver, PathWaiver } from '../core/waivers';
import { GuardedPack } from './guarded-pack';
import { OrganizationRule } from './organization-rule';
import { asRules } from './organization-rules';

/** What a finding does to the synthesis. */
export enum GateMode {
  /** Findings fail the synthesis. The default. */
  BLOCK = 'block',
  /** Findings are printed and written to `validation-report.json`; nothing fails. For a first look. */
  REPORT = 'report',
}

/** Options of `SecurityGate.enforce`. */
export interface SecurityGateProps {
  /**
   * Whether findings fail the synthesis.
   *
   * @default - GateMode.BLOCK
   */
  readonly mode?: GateMode;
  /**
   * cdk-nag packs to run beside our rules, each under its own name: `[new AwsSolutionsChecks(app)]`.
   * Their acknowledgements keep working; a pack that crashes blocks, and so does a finding inside a Stage.
   *
   * @default - only our own rules
   */
  readonly packs?: IPolicyValidationPlugin[];
  /**
   * Rules of your own, judged beside ours with the same reports and waivers.
   *
   * @default - only our own rules
   */
  readonly rules?: OrganizationRule[];
  /**
   * Other accounts of your organisation, as twelve digits. Policies may let them in as they may let in their own account:
   * rules about cross-account access pass what names one of them.
   *
   * @default - every account but a stack's own is a stranger
   */
  readonly trustedAccounts?: string[];
  /**
   * Waivers for findings that have no construct. Each needs `path`: the stack's path, or `Stack/LogicalId`.
   *
   * @default - none
   */
  readonly waivers?: PathWaiver[];
  /**
   * The edition whose rules block, `YYYY-MM`. Rules that came later warn.
   *
   * @default - every rule of the installed version blocks
   */
  readonly edition?: string;
  /**
   * A JSON file of findings that were there before the gate was: they pass, everything new blocks, and known warnings are not
   * printed. It never grows by itself.
   * Write it, and later shrink it, with `cdk synth -c cdk-secure-serverless:writeBaseline=true`.
   *
   * @default - no finding is known
   */
  readonly baseline?: string;
  /**
   * Whether a waiver that covers no finding blocks.
   *
   * @default - it warns
   */
  readonly strictWaivers?: boolean;
  /**
   * The profile of everything in the app that names none of its own.
   *
   * @default - SecurityProfile.production()
   */
  readonly profile?: SecurityProfile;
}

/** One thing the gate found, for tests and reports of your own. */
export interface SecurityFinding {
  /** The rule's id, or `GATE-nn` when the gate itself could not do its work. */
  readonly ruleId: string;
  /** `blocking`, `warning`, `waived`, `baselined`, or `relaxed`: an assurance that the profile does not give. */
  readonly status: string;
  /** Construct path, or `Stack/LogicalId`. */
  readonly path: string;
  /** CloudFormation type of the resource; empty for findings about the app. */
  readonly resourceType: string;
  /** `BUCKET-01: expected …, got …; do …`. */
  readonly message: string;
  /** What the rule expects. */
  readonly title: string;
  /** What to do. */
  readonly fix: string;
  /** What it is about: `public-access`, `encryption`, `least-privilege` and so on. */
  readonly topics: string[];
  /**
   * What the template says.
   *
   * @default - the rule has nothing more to say than its message
   */
  readonly got?: string;
}

/** Judges every rendered template of an app, and blocks what is insecure. */
export class SecurityGate {
  /**
   * Judges the whole app, whoever wrote its resources: Stages, nested stacks and raw templates included.
   * Without it the gate judges only what secure constructs made, and what is about that.
   *
   * @throws when the scope is not the app or enforced already (GATE-10), or an option cannot be read (GATE-06, GATE-08), or a rule
   * is none (GATE-15)
   */
  public static enforce(app: IConstruct, props: SecurityGateProps = {}): void {
    if (!App.isApp(app)) {
      throw new Error(
        `GATE-10: expected SecurityGate.enforce to get the App, got '${app.node.path}'; pass the root of the tree`,
      );
    }
    if (props.edition !== undefined && !isEdition(props.edition)) {
      throw new Error(
        `GATE-10: expected edition to be written YYYY-MM, got '${props.edition}'; write for example 2026-11`,
      );
    }
    if (props.edition !== undefined && props.edition < FIRST_EDITION) {
      throw new Error(
        `GATE-10: expected edition to be ${FIRST_EDITION} or later, got '${props.edition}', before which no rule blocked; take ${FIRST_EDITION}`,
      );
    }
    for (const waiver of props.waivers ?? []) {
      checkWaiver(waiver);
      if (!waiver.path)
        throw new Error(`GATE-06: expected the waiver of ${waiver.ruleId} to name a path, got none; add path: '…'`);
    }
    const writes = isSet(app, 'cdk-secure-serverless:writeBaseline');
    if (props.baseline !== undefined && !writes) readBaseline(props.baseline);
    if (props.baseline === undefined && writes) {
      throw new Error(
        "GATE-08: expected baseline to name the file to write, got none; pass baseline: 'security-baseline.json'",
      );
    }
    if (settingsOf(app)) {
      throw new Error(
        'GATE-10: expected one SecurityGate.enforce in an app, got a second; say everything in the first',
      );
    }
    props.profile?.applyTo(app);
    setSettings(app, {
      mode: props.mode ?? 'block',
      edition: props.edition,
      baseline: props.baseline,
      writeBaseline: writes,
      strictWaivers: props.strictWaivers ?? false,
      waivers: props.waivers ?? [],
      rules: asRules(props.rules ?? []),
      trustedAccounts: accounts(props.trustedAccounts ?? []),
    });
    attachGate(app);
    for (const pack of props.packs ?? []) Validations.of(app).addPlugins(new GuardedPack(pack, app));
  }

  /**
   * What the gate finds in an app, as a list: for tests. Synthesizes the app without failing; when the synthesis itself
   * fails, that is the one finding.
   */
  public static findingsOf(scope: IConstruct): SecurityFinding[] {
    const { root } = scope.node;
    try {
      const outcome = outcomeOf(root);
      return listed(outcome).filter(({ path }) => isBelow(path, scope));
    } catch (error) {
      const fix = 'mend the synthesis first';
      const ruleId = 'GATE-02';
      const text = `${ruleId}: expected the app to synthesize, got ${(error as Error).message}; ${fix}`;
      const about = { path: scope.node.path, resourceType: '', title: 'the app synthesizes', topics: ['gate'] };
      return [{ ruleId, status: 'blocking', message: text, fix, ...about }];
    }
  }

  /**
   * Writes today's findings to a baseline file, warnings apart. An existing file only shrinks. On the command line, the context
   * `cdk-secure-serverless:writeBaseline=true` does the same.
   *
   * @returns how many findings the file holds now
   */
  public static writeBaseline(app: IConstruct, file: string): number {
    const { decided } = outcomeOf(app.node.root);
    const open = decided.filter(isOpen);
    return writeBaseline(
      file,
      open.map(({ finding }) => finding),
    ).kept;
  }

  private constructor() {}
}

function outcomeOf(root: IConstruct): Outcome {
  if (!App.isApp(root))
    throw new Error('GATE-10: expected a scope inside an App, got none; create the stack in an App');
  attachGate(root);
  const outcome = collecting(root, () => void root.synth({ force: true }));
  if (!outcome) throw new Error('GATE-10: expected at least one stack to judge, got none');
  return outcome;
}

function listed({ decided, problems }: Outcome): SecurityFinding[] {
  return [
    ...decided.map((one): SecurityFinding => {
      const { finding, status } = one;
      return {
        ruleId: finding.ruleId,
        status,
        path: placeOf(finding),
        resourceType: finding.type,
        message: message(one),
        title: finding.title,
        fix: finding.fix,
        topics: [...finding.topics],
        got: finding.got === undefined ? undefined : readable(finding.got),
      };
    }),
    ...problems.map((one): SecurityFinding => ({
      ruleId: one.id,
      status: one.blocks ? 'blocking' : 'warning',
      path: one.at,
      resourceType: '',
      message: `${one.id}: ${one.message}; ${one.fix}`,
      title: one.message,
      fix: one.fix,
      topics: ['gate'],
    })),
  ];
}

function accounts(given: readonly string[]): readonly string[] {
  const odd = given.find((one) => !/^\d{12}$/.test(one));
  if (odd === undefined) return given;
  throw new Error(
    `GATE-10: expected trustedAccounts to be account ids of twelve digits, got '${odd}'; write them out, without tokens`,
  );
}

const isSet = (scope: IConstruct, context: string): boolean =>
  [true, 'true'].includes(scope.node.tryGetContext(context));

const isBelow = (path: string, scope: IConstruct): boolean =>
  scope.node.path === '' || path === '' || path === scope.node.path || path.startsWith(`${scope.node.path}/`);
