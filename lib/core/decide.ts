import type { CfnElement } from 'aws-cdk-lib';
import { placeOf } from './baseline';
import type { Finding } from './rule';
import { daysLeft, describeWaiver, PathWaiver } from './waiver';

/** What became of a finding. */
export type Status = 'blocking' | 'warning' | 'waived' | 'baselined' | 'relaxed';

/** Something wrong with the gate's own run rather than with a resource. */
export interface Problem {
  readonly id: string;
  readonly message: string;
  readonly fix: string;
  readonly blocks: boolean;
  /** Construct path it belongs to; '' blocks every stack. */
  readonly at: string;
}

/** A waiver that was found, and what it covers. */
export interface RecordedWaiver {
  readonly waiver: PathWaiver;
  /** Path of the construct or resource it stands on. */
  readonly at: string;
  readonly covers: (finding: Finding, element?: CfnElement) => boolean;
  used: boolean;
}

/** Everything that may let a finding pass. */
export interface Grounds {
  readonly waivers: readonly RecordedWaiver[];
  /** What the library itself lets pass, with the reason. */
  readonly exception: (finding: Finding) => string | undefined;
  readonly isKnown?: (finding: Finding) => boolean;
  /** Why it is not known, although something like it is. */
  readonly remark?: (finding: Finding) => string | undefined;
  /** The day that decides whether a waiver has ended. */
  readonly day: string;
}

export interface Decision {
  readonly status: Status;
  /** For a waived one. */
  readonly reason?: string;
  /** In addition to what the rule says. */
  readonly remark?: string;
  /** The last day of the waiver. */
  readonly expires?: string;
  /** The waiver that would have covered it. */
  readonly expired?: RecordedWaiver;
}

/** What becomes of a finding: the one place for gate and command line. Waivers that cover it are marked as used. */
export function decide(finding: Finding, grounds: Grounds, element?: CfnElement): Decision {
  const covering = grounds.waivers.filter((one) => one.covers(finding, element));
  const waiver = covering.find((one) => !isExpired(one, grounds.day)) ?? covering[0];
  if (waiver) waiver.used = true;
  if (finding.weight === 'relaxed') return { status: 'relaxed' };
  const ended = waiver !== undefined && isExpired(waiver, grounds.day);
  if (waiver && !ended) {
    const { expires } = waiver.waiver;
    return { status: 'waived', reason: describeWaiver(waiver.waiver), ...(expires !== undefined && { expires }) };
  }
  const about = ended ? { expired: waiver } : {};
  const exception = grounds.exception(finding);
  if (exception) return { ...about, status: 'waived', reason: exception };
  if (grounds.isKnown?.(finding)) return { ...about, status: 'baselined' };
  const remark = grounds.remark?.(finding);
  return { ...about, ...(remark !== undefined && { remark }), status: finding.weight };
}

const isExpired = ({ waiver }: RecordedWaiver, day: string): boolean =>
  waiver.expires !== undefined && daysLeft(waiver.expires, day) < 0;

export const expiredWaiver = ({ waiver }: RecordedWaiver, finding: Finding, blocks: boolean): Problem => ({
  id: 'GATE-06',
  message: `the waiver of ${finding.ruleId} expired on ${waiver.expires}: ${waiver.reason}`,
  fix: 'mend the finding, or renew the waiver with a new date',
  blocks,
  at: placeOf(finding),
});

export interface WaiverCheck {
  /** Ids of the rules there are. */
  readonly ids: ReadonlySet<string>;
  readonly day: string;
  /** Whether an unused waiver blocks. */
  readonly strict: boolean;
}

/** What is wrong with a waiver once every finding is decided: no such rule, nothing to cover, about to end. */
export function waiverProblems({ waiver, at, used }: RecordedWaiver, { ids, day, strict }: WaiverCheck): Problem[] {
  if (!ids.has(waiver.ruleId)) {
    const message = `expected the waiver at ${at || 'the app'} to name a rule, got ${waiver.ruleId}`;
    return [{ id: 'GATE-06', message, fix: 'copy the id from the finding', blocks: true, at }];
  }
  const left = waiver.expires === undefined ? Infinity : daysLeft(waiver.expires, day);
  if (!used) {
    const message = `the waiver of ${waiver.ruleId} at ${at || 'the app'} covers no finding`;
    return [{ id: 'GATE-09', message, fix: 'remove it', blocks: strict, at }];
  }
  if (left < 0 || left > 30) return [];
  const message = `the waiver of ${waiver.ruleId} at ${at || 'the app'} ends in ${left} days, on ${waiver.expires}`;
  return [{ id: 'GATE-06', message, fix: 'mend the finding, or renew the waiver', blocks: false, at }];
}
