import { ALL_RULES } from '../lib/catalog';
import { Assembly } from '../lib/core/assembly';
import { applyBaseline, Baseline, BaselineEntry, placeOf } from '../lib/core/baseline';
import { catalog } from '../lib/core/catalog-slot';
import { decide, expiredWaiver, Problem, RecordedWaiver, Status, waiverProblems } from '../lib/core/decide';
import { Crash, judge } from '../lib/core/judge';
import type { ProfileName } from '../lib/core/profile';
import type { Finding } from '../lib/core/rule';
import { unjudgedTypes } from '../lib/core/unjudged';
import { templateWaivers } from '../lib/core/template-waivers';
import type { ReadTemplate } from './input/cdk-output';
import type { Group } from './input/read-inputs';

export interface JudgingOptions {
  /** Said by whoever checks: nothing relaxes it. Otherwise that of the gate's record, or production. */
  readonly profile?: ProfileName;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly edition?: string;
  readonly baseline?: Baseline;
  /** Other accounts that policies may let in. */
  readonly trustedAccounts?: readonly string[];
  /** Whether waivers in the templates count for nothing. */
  readonly noWaivers?: boolean;
}

/** A finding, what became of it, and where it stands. */
export interface Entry {
  readonly finding: Finding;
  readonly status: Status;
  /** Why it was waived. */
  readonly reason?: string;
  /** In addition to what the rule says. */
  readonly remark?: string;
  /** Construct path, or `Stack/LogicalId`. */
  readonly place: string;
  readonly template: ReadTemplate;
}

export interface Judging {
  readonly entries: Entry[];
  readonly problems: Problem[];
  readonly crashes: Crash[];
  /** What lies outside of what was given: nobody judged it. */
  readonly notSeen: string[];
  /** Entries of the baseline that nothing matches any more. */
  readonly gone: readonly BaselineEntry[];
  /** Resources by type that no rule judges, the most first. */
  readonly unjudged: ReadonlyMap<string, number>;
  readonly resources: number;
  readonly templates: number;
}

/** What somebody else let pass in one group, beside the templates' own waivers and the baseline: the gate, in its record. */
export interface Accepted {
  readonly waivers: readonly RecordedWaiver[];
  readonly isKnown: (finding: Finding) => boolean;
  readonly profileOf: (template: ReadTemplate) => ProfileName | undefined;
  /** By which it judged; counts unless another is asked for. */
  readonly edition?: string;
  /** What the app trusts, beside what is said here. */
  readonly trustedAccounts?: readonly string[];
}

/** Judges every group on its own and decides what blocks. */
export function judging(
  groups: readonly Group[],
  options: JudgingOptions,
  acceptedIn: (group: Group) => Accepted | undefined = () => undefined,
): Judging {
  const accepted = groups.map(acceptedIn);
  const judged = groups.map((group, index) => judgeGroup(group, options, accepted[index]));
  const findings = judged.flatMap((one) => one.findings);
  const baseline = options.baseline && applyBaseline(options.baseline, findings);
  const ids = new Set(ALL_RULES.map(({ id }) => id));
  const problems: Problem[] = [];
  const entries: Entry[] = [];
  judged.forEach(({ assembly, findings: own, byStack }, index) => {
    const written = options.noWaivers ? { waivers: [], problems: [] } : templateWaivers(assembly);
    problems.push(...written.problems);
    const waivers = [...written.waivers, ...(accepted[index]?.waivers ?? [])];
    const resourceOf = new Map(assembly.templates.map((template) => [template.stack, template]));
    const exception = (finding: Finding) => {
      const resource = resourceOf.get(finding.stack)?.resources.get(finding.logicalId);
      return resource && catalog().exceptions(resource, finding);
    };
    for (const finding of own) {
      const { status, reason, remark, expired } = decide(finding, {
        waivers,
        exception,
        isKnown: baseline?.isKnown ?? accepted[index]?.isKnown,
        remark: baseline?.remark,
        day: options.day,
      });
      if (expired) problems.push(expiredWaiver(expired, finding, true));
      entries.push({ finding, status, reason, remark, place: placeOf(finding), template: byStack.get(finding.stack)! });
    }
    for (const one of written.waivers) problems.push(...waiverProblems(one, { ids, day: options.day, strict: false }));
  });
  return {
    entries,
    problems,
    crashes: judged.flatMap((one) => one.crashes),
    notSeen: judged.flatMap(({ assembly }) =>
      assembly.notSeen().map((one) => one.constructPath ?? `${one.template.stack}/${one.logicalId}`),
    ),
    gone: baseline?.gone ?? [],
    unjudged: unjudgedIn(judged.map(({ assembly }) => assembly)),
    resources: judged.reduce((sum, { assembly }) => sum + resourcesIn(assembly), 0),
    templates: groups.reduce((sum, { templates }) => sum + templates.length, 0),
  };
}

function judgeGroup({ templates }: Group, options: JudgingOptions, accepted?: Accepted) {
  const { day, edition } = options;
  const trustedAccounts = [...(options.trustedAccounts ?? []), ...(accepted?.trustedAccounts ?? [])];
  const profileOf = (one: ReadTemplate) => options.profile ?? accepted?.profileOf(one) ?? 'production';
  const assembly = new Assembly(
    templates.map((one) => ({ ...one.source, profile: profileOf(one), day, trustedAccounts })),
  );
  return {
    assembly,
    byStack: new Map(templates.map((one) => [one.source.stack, one])),
    ...judge(assembly, ALL_RULES, { edition: edition ?? accepted?.edition }),
  };
}

function unjudgedIn(assemblies: readonly Assembly[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [type, count] of assemblies.flatMap((one) => [...unjudgedTypes(one, ALL_RULES)])) {
    counts.set(type, (counts.get(type) ?? 0) + count);
  }
  return new Map([...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)));
}

const resourcesIn = ({ templates }: Assembly): number =>
  templates.reduce((sum, { resources }) => sum + resources.size, 0);
