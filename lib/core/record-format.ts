import type { ProfileName } from './profile';

/** What the gate leaves in the root of the assembly it judged. */
export const GATE_RECORD = 'security-gate.json';
/** Grows by one when a field changes its meaning. */
export const RECORD_FORMAT = 1;

export interface RecordedTemplate {
  /** Below the assembly, with `/`. */
  readonly path: string;
  /** Of the file's bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** Construct path of the stack. */
  readonly stack: string;
  readonly profile: ProfileName;
  readonly resources: number;
}

/** A finding that passed, and why. */
export interface AcceptedFinding {
  readonly ruleId: string;
  /** Construct path, or `Stack/LogicalId`. */
  readonly path: string;
  readonly status: 'waived' | 'baselined';
  /** It only warned: one of the baseline then lets nothing pass that blocks. */
  readonly warning?: boolean;
  /** For a waived one. */
  readonly reason?: string;
  /** The last day of its waiver. */
  readonly expires?: string;
  /** What was wrong, part by part, as in a baseline. */
  readonly got?: readonly string[];
}

/** That the gate ran, on which templates, how, and what it let pass. No time, no machine: the same app gives the same bytes. */
export interface GateRecord {
  readonly format: number;
  /** Version of the library that judged. */
  readonly library: string;
  readonly mode: 'block' | 'report';
  /** Without `SecurityGate.enforce`, only what secure constructs made is judged. */
  readonly judged: 'everything' | 'own resources';
  readonly edition?: string;
  /** Other accounts that policies may let in. */
  readonly trustedAccounts?: readonly string[];
  /** Rules of the organisation's own, which nothing but the gate knows. */
  readonly ownRules?: readonly string[];
  readonly profiles: readonly ProfileName[];
  /** The day it was told to take for today. */
  readonly asOf?: string;
  readonly writeBaseline?: boolean;
  readonly rules: number;
  readonly resources: number;
  readonly counts: Readonly<Record<'blocking' | 'warning' | 'waived' | 'baselined' | 'relaxed', number>>;
  readonly templates: readonly RecordedTemplate[];
  readonly accepted: readonly AcceptedFinding[];
}
