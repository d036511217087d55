import type { Assembly, Resource, Template } from './assembly';
import { compare } from './compare';
import { oneForEach, reported } from './reported-place';
import { statementDigests } from './statement-digests';
import { asJudgement, Finding, gravity, Judgement, PASS, Rule, TEMPLATE, unknown } from './rule';

/** A rule that could not be run. It blocks everything: nobody knows what it would have said. */
export interface Crash {
  readonly ruleId: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly message: string;
}

export interface Judged {
  readonly findings: Finding[];
  readonly crashes: Crash[];
}

export interface JudgeOptions {
  /** Rules of later editions warn instead of blocking. */
  readonly edition?: string;
  /** Which resources are judged; all by default. */
  readonly only?: (resource: Resource) => boolean;
  /** Where what is only advised is demanded: on what secure constructs made, since they promise it. Nowhere by default. */
  readonly strict?: (resource: Resource) => boolean;
}

/** The one judge of gate, command line and tests. Pure: the same assembly and rules give the same findings. */
export function judge(assembly: Assembly, rules: readonly Rule[], options: JudgeOptions = {}): Judged {
  const findings: Finding[] = [];
  const crashes: Crash[] = [];
  const run = (rule: Rule, resource: Resource) => {
    if (options.only && !options.only(resource)) return;
    try {
      const judgement = judgementOf(rule, resource);
      if (judgement.verdict === 'pass') return;
      findings.push(finding(rule, resource, demanded(rule, judgement, resource, options), options.edition));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      crashes.push({ ruleId: rule.id, stack: resource.template.stack, logicalId: resource.logicalId, message });
    }
  };
  for (const rule of rules) {
    for (const type of rule.types) {
      if (type === TEMPLATE) for (const template of assembly.templates) run(rule, template.itself);
      else for (const resource of assembly.ofType(type)) run(rule, resource);
    }
  }
  return { findings: oneForEach(findings), crashes };
}

/** The worst verdict over every way the conditions and parameters can go. */
export function judgementOf(rule: Rule, resource: Resource): Judgement {
  const { world } = resource.assembly;
  let result: Judgement = PASS;
  world.begin();
  try {
    do {
      if (!resource.exists()) continue;
      const one = asJudgement(verdictNow(rule, resource, resource.template));
      if (!['pass', 'unknown', 'fail'].includes(one.verdict))
        throw new Error(`expected pass, fail or unknown, got ${String(one.verdict)}`);
      if (gravity(one) > gravity(result)) result = one;
      if (one.verdict === 'fail' && !one.mild) return one;
    } while (world.next());
    return world.exhausted ? unknown('more combinations of conditions and parameters than can be tried') : result;
  } finally {
    world.begin();
  }
}

function verdictNow(rule: Rule, resource: Resource, template: Template) {
  if (rule.check) return rule.check(resource, template);
  const wanted = rule.secure?.cfn?.({ profile: resource.profile });
  if (!wanted) throw new Error(`rule ${rule.id} has neither a check nor secure properties`);
  return compare(resource, wanted);
}

/** A construct of ours promises what is only advised elsewhere. */
function demanded(
  { advised = false }: Rule,
  judgement: Judgement,
  resource: Resource,
  { strict }: JudgeOptions,
): Judgement {
  const mild = (advised || judgement.mild === true) && !strict?.(resource);
  return mild === (judgement.mild ?? false) ? judgement : { ...judgement, mild };
}

function finding(rule: Rule, resource: Resource, judgement: Judgement, edition?: string): Finding {
  const { at, places = at === undefined ? [] : [at] } = judgement;
  const verdict = judgement.verdict as Finding['verdict'];
  const statements = statementDigests(resource, places);
  const { template } = resource;
  const { id: ruleId, title, why, fix, topics, controls } = rule;
  return {
    ruleId,
    verdict,
    weight: weightOf(rule, resource, judgement, edition),
    ...(isHeldBack(rule, edition) && weightOf(rule, resource, judgement) === 'blocking' && { blocksFrom: rule.since }),
    ...{ title, why, fix, topics, controls },
    ...reported(resource, judgement),
    ...(statements.length > 0 && { statements }),
    stack: template.stack,
    templateFile: template.source.file,
    type: resource.type,
    constructPath: resource.constructPath,
    profile: resource.profile,
  };
}

function weightOf(rule: Rule, resource: Resource, judgement: Judgement, edition?: string): Finding['weight'] {
  if (rule.tier === 'assurance' && resource.profile === 'development') return 'relaxed';
  if (rule.severity === 'warning' || judgement.mild) return 'warning';
  if (isHeldBack(rule, edition)) return 'warning';
  return rule.tier === 'assurance' && judgement.verdict === 'unknown' ? 'warning' : 'blocking';
}

const isHeldBack = ({ since }: Rule, edition?: string): boolean => edition !== undefined && since > edition;
