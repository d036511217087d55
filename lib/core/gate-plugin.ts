import {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
  Stage,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledge, GATE_NAME } from './acknowledgements';
import { placeOf } from './baseline';
import type { Problem } from './decide';
import { Decided, Outcome, runGate } from './gate-run';
import { recordOf, removeRecord, writeRecord } from './gate-record';
import { isElected, provideGate, settingsOf, TREE } from './gate-state';
import { Finding } from './rule';
import { readable } from './text';
import { readState, stateOf } from './tree-state';
import { unjudgedText } from './unjudged';
import { waiveWith } from './waive-with';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const VERSION: string = require('../../package.json').version;

/** Where a collected run leaves its outcome instead of failing the synthesis. */
const COLLECT = 'collect';
interface Collector {
  outcome?: Outcome;
}

/** The gate as CDK calls it, after every template of the app was written. */
class GatePlugin implements IPolicyValidationPlugin {
  public readonly name = GATE_NAME;
  public readonly version = VERSION;

  constructor(
    private readonly root: IConstruct,
    private readonly copy: number,
  ) {}

  public validate(_context: IPolicyValidationContext): PolicyValidationPluginReport {
    try {
      if (!isElected(this.root, this.copy)) return { success: true, violations: [] };
      const collector = readState<Collector>(this.root, COLLECT);
      const outcome = runGate(this.root, 'written', { all: collector !== undefined });
      if (collector) {
        collector.outcome = outcome;
        return { success: true, violations: [] };
      }
      outcome.problems.push(...writeRecord(this.root, recordOf(this.root, outcome, VERSION)));
      return reportOf(outcome, settingsOf(this.root)?.mode === 'report');
    } catch (error) {
      // CDK takes a plugin that throws for one that found nothing
      return crashReport(GATE_NAME, error);
    }
  }
}

/** A report that blocks every stack, for a plugin that could not do its work. */
export function crashReport(who: string, error: unknown): PolicyValidationPluginReport {
  const message = error instanceof Error ? error.message : String(error);
  const problem: Problem = {
    id: 'GATE-01',
    message: /^GATE-\d+: /.test(message) ? message : `expected ${who} to judge the app, got an exception: ${message}`,
    fix: 'nothing was judged; mend the cause and synthesize again',
    blocks: true,
    at: '',
  };
  return { success: false, violations: [problemViolation(problem, false)] };
}

/** `expected …, got …`, without what to do: CDK prints that on its own line. */
export function describe({ title, got, verdict }: Finding): string {
  const seen = got === undefined ? '' : `, got ${shortened(readable(got))}`;
  return `expected ${title}${seen}${verdict === 'unknown' ? ' (a value only known at deployment is not a pass)' : ''}`;
}

const MOST_SHOWN = 300;
const shortened = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} …` : text);

/** What to do about a finding, the waiver included. */
export const remedy = (one: Decided): string => `${one.finding.fix}, or waive it with ${waiveWith(one)}`;

/** One finding in the shape all our errors have. */
export const message = (one: Decided): string =>
  [`${one.finding.ruleId}: ${describe(one.finding)}`, one.remark, remedy(one)].filter(Boolean).join('; ');

function reportOf(outcome: Outcome, onlyReport: boolean): PolicyValidationPluginReport {
  const shown = outcome.decided.filter(({ status }) => status !== 'relaxed' && status !== 'baselined');
  const violations = shown.map((one) => violationOf(one, onlyReport));
  for (const problem of [...outcome.problems, ...stageSummaries(outcome)]) {
    violations.push(problemViolation(problem, onlyReport));
  }
  violations.push(...relaxedAssurance(outcome));
  const blocks = violations.some(({ severity }) => severity === 'fatal');
  return { success: onlyReport || !blocks, violations, metadata: summary(outcome) };
}

/** CDK prints "Acknowledge with …" below every warning. */
const NOT_ACKNOWLEDGED = '; do not acknowledge it, which blocks (GATE-03)';

function violationOf(one: Decided, onlyReport: boolean): PolicyViolation {
  const { finding, status, element, reason, remark: known } = one;
  // CDK forgets to block when one finding of a report is acknowledged, unless severities are exactly these
  let severity = status === 'blocking' && !onlyReport ? 'fatal' : 'warning';
  if (status === 'waived' && element) {
    acknowledge(element, finding.ruleId, reason!);
    severity = 'error';
  }
  const waived = status === 'waived' && !element ? ` (waived: ${reason})` : '';
  const remark = status === 'blocking' && onlyReport ? ' (would block)' : waived;
  return {
    ruleName: finding.ruleId,
    description: [describe(finding), known].filter(Boolean).join('; ') + remark,
    fix: remedy(one) + (severity === 'warning' ? NOT_ACKNOWLEDGED : ''),
    severity,
    ruleMetadata: {
      why: finding.why,
      topics: finding.topics.join(', '),
      controls: finding.controls.join(', '),
      profile: finding.profile,
    },
    violatingResources: [
      {
        resourceLogicalId: finding.logicalId || undefined,
        constructPath: element?.node.path ?? finding.stack,
        templatePath: finding.templateFile,
        locations: [finding.at ?? 'Properties'],
      },
    ],
  };
}

function problemViolation({ id, message: text, fix, blocks, at }: Problem, onlyReport: boolean): PolicyViolation {
  return {
    ruleName: id,
    description: text,
    fix,
    severity: blocks && !onlyReport ? 'fatal' : 'warning',
    violatingResources: [{ constructPath: at, locations: [] }],
  };
}

/** The CLI hides what lies inside a Stage, so it is filed under the app: that there is something, and each rule once. */
function stageSummaries({ decided }: Outcome): Problem[] {
  const staged = decided.filter(({ status, insideStage }) => status === 'blocking' && insideStage);
  const stages = new Set(staged.map(({ insideStage }) => insideStage!));
  return [...stages].flatMap((stage) => {
    const own = staged.filter(({ insideStage }) => insideStage === stage);
    const byRule = new Map(own.map((one) => [one.finding.ruleId, own.filter((other) => sameRule(one, other))]));
    const places = own.slice(0, 5).map(({ finding }) => `${finding.ruleId} at ${placeOf(finding)}`);
    const whole: Problem = {
      id: 'GATE-04',
      message: `expected Stage ${stage} to have no findings, got ${own.length}: ${places.join(', ')}${own.length > 5 ? ', …' : ''}`,
      fix: 'mend what follows; validation-report.json has every place',
      blocks: true,
      at: '',
    };
    return [whole, ...[...byRule.values()].slice(0, MOST_RULES).map(([first, ...more]) => inStage(first, more))];
  });
}

const MOST_RULES = 10;
const sameRule = (one: Decided, other: Decided): boolean => one.finding.ruleId === other.finding.ruleId;

function inStage(first: Decided, more: readonly Decided[]): Problem {
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  const text = `${describe(first.finding)} at ${placeOf(first.finding)}${others}`;
  return { id: first.finding.ruleId, message: text, fix: remedy(first), blocks: true, at: '' };
}

/** What a profile does not give is said once, and never taken for a pass. */
function relaxedAssurance({ decided }: Outcome): PolicyViolation[] {
  const relaxed = decided.filter(({ status }) => status === 'relaxed');
  if (relaxed.length === 0) return [];
  return [
    {
      ruleName: 'GATE-11',
      description: `not provided here (development): ${counted(relaxed)}`,
      fix: 'nothing, in a development account; SecurityProfile.production() provides it',
      severity: 'info',
      violatingResources: [{ constructPath: relaxed[0].element?.node.path ?? relaxed[0].finding.stack, locations: [] }],
    },
  ];
}

/** `BUCKET-06 × 2, LOGS-02`: which, not where. */
function counted(all: readonly Decided[]): string {
  const counts = new Map<string, number>();
  for (const { finding } of all) counts.set(finding.ruleId, (counts.get(finding.ruleId) ?? 0) + 1);
  return [...counts].map(([ruleId, count]) => (count > 1 ? `${ruleId} × ${count}` : ruleId)).join(', ');
}

/** More are counted by rule; the record names all. */
const MOST_LISTED = 20;

const list = (all: readonly Decided[]): string =>
  all.map(({ finding }) => `${finding.ruleId} ${placeOf(finding)}`).join('; ');

/** What is neither a finding nor silence. */
function summary({ decided, notSeen, resources, unjudged }: Outcome): Record<string, string> {
  const baselined = decided.filter(({ status }) => status === 'baselined');
  const notJudged = unjudgedText(unjudged);
  return {
    judged: `${resources} resources`,
    ...(baselined.length > 0 && {
      'known in the baseline': baselined.length > MOST_LISTED ? counted(baselined) : list(baselined),
    }),
    ...(notJudged !== undefined && { 'not judged': notJudged }),
    ...(notSeen.length > 0 && { 'not seen (subject outside the app)': notSeen.join('; ') }),
  };
}

/** Messages that block a Stage, for scopes in which CDK runs no plugins. */
function problemsOf(stage: IConstruct): string[] {
  try {
    const settings = settingsOf(stage.node.root);
    // whoever writes a baseline looks at all of the app, once it is written
    if (settings?.mode === 'report' || settings?.writeBaseline) return [];
    const { decided, problems } = runGate(stage, 'in-memory');
    return [
      ...decided.filter(({ status }) => status === 'blocking').map((one) => `${placeOf(one.finding)}: ${message(one)}`),
      ...problems.filter(({ blocks }) => blocks).map(({ id, message: text, fix }) => `${id}: ${text}; ${fix}`),
    ];
  } catch (error) {
    return [`GATE-01: expected the gate to judge ${stage.node.path}, got an exception: ${(error as Error).message}`];
  }
}

/**
 * Runs a synthesis in which the gate only collects, whatever other plugins say. CDK keeps the assembly of a synthesis and
 * would not validate again: it is dropped, or the next one would pass unjudged.
 */
export function collecting(root: IConstruct, synthesize: () => void): Outcome | undefined {
  const collector: Collector = {};
  const hadTree = root.node.tryFindChild(TREE) !== undefined;
  stateOf(root).set(COLLECT, collector);
  try {
    synthesize();
  } catch (error) {
    if (!collector.outcome) throw error;
  } finally {
    stateOf(root).set(COLLECT, undefined);
    if (!hadTree) root.node.tryRemoveChild(TREE); // by which a Stage on its own knows that nobody else judges it
    for (const node of root.node.findAll()) {
      if (Stage.isStage(node)) (node as unknown as { assembly?: unknown }).assembly = undefined;
    }
  }
  return collector.outcome;
}

function pluginFor(root: IConstruct, copy: number): GatePlugin {
  const removeOld = () => {
    if (!readState(root, COLLECT)) removeRecord(root);
    return [];
  };
  root.node.addValidation({ validate: removeOld });
  return new GatePlugin(root, copy);
}

provideGate({ version: VERSION, plugin: pluginFor, problemsOf });
