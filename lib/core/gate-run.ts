import { existsSync } from 'fs';
import { CfnElement, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Assembly, Resource, TemplateSource } from './assembly';
import { applyBaseline, BaselineEntry, readBaseline, writeBaseline } from './baseline';
import { catalog } from './catalog-slot';
import { rawAcknowledgements } from './acknowledgements';
import { decide, expiredWaiver, Problem, Status, waiverProblems } from './decide';
import { editionProblem } from './editions';
import { GateSettings, secureOwner, settingsOf } from './gate-state';
import { judge } from './judge';
import { profileOf } from './profile';
import { EVERYTHING, Finding, Rule } from './rule';
import { templateWaivers } from './template-waivers';
import { Rendering, treeTemplates, TreeTemplates, WrittenTemplate } from './tree-templates';
import { unjudgedTypes } from './unjudged';
import { today } from './waivers';
import { recordedWaivers } from './waiver-records';

/** A finding and what became of it. */
export interface Decided {
  readonly finding: Finding;
  readonly status: Status;
  readonly element?: CfnElement;
  /** For a waived one. */
  readonly reason?: string;
  readonly expires?: string;
  /** In addition to what the rule says. */
  readonly remark?: string;
  readonly insideStage?: string;
}

export interface Outcome {
  readonly decided: Decided[];
  readonly problems: Problem[];
  /** What lies outside the assembly. */
  readonly notSeen: string[];
  readonly resources: number;
  /** Resources by type that no rule judges. */
  readonly unjudged: ReadonlyMap<string, number>;
  /** How many rules there were to judge by. */
  readonly rules: number;
  /** What was judged, as it lay on disk; empty when it was rendered in memory. */
  readonly templates: readonly JudgedTemplate[];
}

export interface JudgedTemplate {
  readonly source: TemplateSource;
  readonly file: WrittenTemplate;
  readonly resources: number;
}

export interface RunOptions {
  /** Judge every resource, whether or not the app is enforced. */
  readonly all?: boolean;
}

/** Judges everything below a node and decides what blocks. */
export function runGate(root: IConstruct, rendering: Rendering, { all = false }: RunOptions = {}): Outcome {
  const settings = settingsOf(root.node.root);
  // of a part, nobody can say that a waiver is unused or a finding of the baseline mended
  const isWhole = root === root.node.root;
  const problems: Problem[] = [];
  const { rules: ours, exceptions } = catalog();
  if (ours.length === 0) problems.push(emptyCatalog());
  const tree = treeTemplates(root, rendering, settings?.trustedAccounts);
  for (const { stack, message } of tree.unreadable) problems.push(unreadable(stack, message));
  const assembly = new Assembly(tree.sources);
  const rules = [...ours, ...(settings?.rules ?? []).map((rule) => typed(rule, assembly))];
  const own = ownership(tree);
  const only = settings || all ? undefined : own;
  const { findings, crashes } = judge(assembly, rules, { edition: settings?.edition, only, strict: own });
  for (const one of crashes) problems.push(crashed(one.ruleId, `${one.stack}/${one.logicalId}`, one.message));
  const day = today(root);
  const inTemplates = templateWaivers(assembly);
  problems.push(...inTemplates.problems);
  const waivers = [...recordedWaivers(root.node.root, settings?.waivers ?? []), ...inTemplates.waivers];
  const baseline = knownFindings(settings, findings);
  const templateOf = new Map(assembly.templates.map((template) => [template.stack, template]));
  const exception = (finding: Finding) => {
    const resource = templateOf.get(finding.stack)?.resources.get(finding.logicalId);
    return resource && exceptions(resource, finding);
  };
  const grounds = { waivers, exception, isKnown: baseline?.isKnown, remark: baseline?.remark, day };
  const stages = new Map([...tree.stacks].map(([path, stack]) => [path, stageOf(stack)]));
  const decided = findings.map((finding): Decided => {
    const element = tree.elements.get(`${finding.stack}#${finding.logicalId}`);
    const { expired, ...decision } = decide(finding, grounds, element);
    if (expired) problems.push(expiredWaiver(expired, finding, settings?.mode !== 'report'));
    return {
      finding,
      element,
      insideStage: stages.get(finding.stack),
      ...decision,
    };
  });
  const writes = settings?.writeBaseline && isWhole && rendering === 'written';
  const written = writes ? writeNow(settings.baseline!, decided, problems) : decided;
  const check = { ids: new Set(rules.map(({ id }) => id)), day, strict: settings?.strictWaivers ?? false };
  for (const one of waivers) if (isWhole || one.used) problems.push(...waiverProblems(one, check));
  const gone = baseline?.gone ?? [];
  if (gone.length > 0 && isWhole && !settings?.writeBaseline) problems.push(shrink(gone));
  problems.push(...strayDevelopment(tree, only && own, assembly), ...rawAcknowledgements(root));
  const notSeen = assembly.notSeen().map((one) => one.constructPath ?? `${one.template.stack}/${one.logicalId}`);
  const resources = assembly.templates.reduce((sum, template) => sum + template.resources.size, 0);
  const templates = assembly.templates.flatMap((template) => {
    const file = tree.files.get(template.stack);
    return file ? [{ source: template.source, file, resources: template.resources.size }] : [];
  });
  problems.push(...editionProblem(rules, written, settings?.edition));
  const unjudged = unjudgedTypes(assembly, [...ours, ...(settings?.rules ?? [])]);
  return { decided: written, problems, notSeen, resources, unjudged, rules: rules.length, templates };
}

/** A rule for everything judges every type there is. */
const typed = (rule: Rule, assembly: Assembly): Rule =>
  rule.types.includes(EVERYTHING) ? { ...rule, types: assembly.allTypes() } : rule;

function knownFindings(settings: GateSettings | undefined, findings: readonly Finding[]) {
  if (!settings?.baseline || (settings.writeBaseline && !existsSync(settings.baseline))) return undefined;
  return applyBaseline(readBaseline(settings.baseline), findings);
}

/** What the file holds afterwards passes; a finding that an older file does not list goes on blocking. */
function writeNow(file: string, decided: readonly Decided[], problems: Problem[]): Decided[] {
  const open = decided.filter(isOpen);
  const { kept, warnings, removed, refused } = writeBaseline(
    file,
    open.map(({ finding }) => finding),
  );
  const { isKnown } = applyBaseline(readBaseline(file), []);
  const message = `${file} now holds ${kept} findings, of which ${warnings} warn; ${removed} are gone, ${refused} are new and were not added`;
  problems.push({
    id: 'GATE-08',
    message,
    fix: 'commit it; synthesize without the context from now on',
    blocks: false,
    at: '',
  });
  return decided.map((one) => (open.includes(one) && isKnown(one.finding) ? { ...one, status: 'baselined' } : one));
}

/** What a baseline may take: nobody waived it, and the profile asks for it. */
export const isOpen = ({ status }: Pick<Decided, 'status'>): boolean =>
  status === 'blocking' || status === 'warning' || status === 'baselined';

/** Below a secure construct, registered by one, or about such a resource; for a whole template: with any of them in it. */
function ownership({ elements }: TreeTemplates): (resource: Resource) => boolean {
  const memo = new Map<string, boolean>();
  const direct = (resource: Resource) => {
    const key = resource.key;
    if (!memo.has(key)) {
      const element = elements.get(`${resource.template.stack}#${resource.logicalId}`);
      memo.set(key, element !== undefined && secureOwner(element) !== undefined);
    }
    return memo.get(key)!;
  };
  return (resource) =>
    resource.logicalId === ''
      ? [...resource.template.resources.values()].some(direct)
      : direct(resource) || resource.assembly.subjects(resource).some(direct);
}

function stageOf(stack: Stack): string | undefined {
  const stage = Stage.of(stack);
  return stage?.node.scope ? stage.node.path : undefined;
}

const emptyCatalog = (): Problem => ({
  id: 'GATE-05',
  message: 'expected rules to judge by, got none',
  fix: 'import the library from cdk-secure-serverless, not from one of its files',
  blocks: true,
  at: '',
});

const unreadable = (stack: string, message: string): Problem => ({
  id: 'GATE-02',
  message: `expected the template of ${stack} to be readable, got ${message}`,
  fix: 'synthesize again into an empty directory',
  blocks: true,
  at: '',
});

const crashed = (ruleId: string, place: string, message: string): Problem => ({
  id: 'GATE-01',
  message: `expected rule ${ruleId} to judge ${place}, got an exception: ${message}`,
  fix: `report it with the resource's template; until it is mended, nothing can be said about ${place}`,
  blocks: true,
  at: '',
});

const shrink = (gone: readonly BaselineEntry[]): Problem => ({
  id: 'GATE-08',
  message: `mended, but still in the baseline: ${gone.map(({ ruleId, path }) => `${ruleId} ${path}`).join('; ')}`,
  fix: 'shrink it: cdk synth -c cdk-secure-serverless:writeBaseline=true',
  blocks: false,
  at: '',
});

/** A development stack may stand only in an account that was listed, and it must be known where it stands. */
function strayDevelopment(
  tree: TreeTemplates,
  own: ((one: Resource) => boolean) | undefined,
  assembly: Assembly,
): Problem[] {
  return assembly.templates.flatMap((template) => {
    const stack = tree.stacks.get(template.stack);
    if (!stack || template.profile !== 'development') return [];
    if (own && ![...template.resources.values()].some(own)) return [];
    const { accounts } = profileOf(stack);
    if (template.account !== undefined && accounts.includes(template.account)) return [];
    return [
      {
        id: 'GATE-07',
        message: `expected development stack ${template.stack} to stand in one of the accounts ${accounts.join(', ')}, got ${
          template.account ?? 'a stack without a fixed account'
        }`,
        fix: 'give the stack env: { account, region } with a listed account, or another profile',
        blocks: true,
        at: template.stack,
      },
    ];
  });
}
