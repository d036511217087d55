import { existsSync, readFileSync, writeFileSync } from 'fs';
import type { Finding } from './rule';
import { readable } from './text';

/** A finding that was there before the gate was: it may pass until it is mended, and never come back. */
export interface BaselineEntry {
  readonly ruleId: string;
  /** Construct path, or `Stack/LogicalId`. */
  readonly path: string;
  /** What was wrong, part by part: a weakness that comes to the same resource later is a new finding. */
  readonly got?: readonly string[];
  /** Digests of the policy statements that were wrong: whoever changes one, or adds one like it, mends it. */
  readonly statements?: readonly string[];
}

/** What a baseline file holds. */
export interface Baseline {
  readonly findings: readonly BaselineEntry[];
  /**
   * Known warnings. They stand apart, since an entry here never lets a finding pass that blocks. A file without them is of a
   * version that kept none: there, every warning is printed until the file is written anew.
   */
  readonly warnings?: readonly BaselineEntry[];
}

export const placeOf = ({ constructPath, stack, logicalId }: Finding): string =>
  constructPath ?? [stack, logicalId].filter(Boolean).join('/');

const keyOf = ({ ruleId, path }: BaselineEntry): string => `${ruleId} ${path}`;

/** @throws when the file is missing or is no baseline: a gate that cannot read what it may let pass must not guess */
export function readBaseline(file: string): Baseline {
  let parsed: any;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(
      `GATE-08: expected baseline '${file}' to be a readable JSON file, got ${(error as Error).message}; ` +
        'create it with SecurityGate.writeBaseline(app, file), or drop the option',
    );
  }
  const { findings, warnings } = parsed ?? {};
  if (!areEntries(findings) || (warnings !== undefined && !areEntries(warnings))) {
    throw new Error(
      `GATE-08: expected baseline '${file}' to hold { "findings": [{ "ruleId", "path" }], "warnings": [ … ] }, got something else; write it anew`,
    );
  }
  return { findings, ...(warnings && { warnings }) };
}

const areEntries = (list: unknown): list is BaselineEntry[] =>
  Array.isArray(list) && list.every((one) => typeof one?.ruleId === 'string' && typeof one?.path === 'string');

const entryOf = (one: Finding): BaselineEntry => ({
  ruleId: one.ruleId,
  path: placeOf(one),
  ...(one.got !== undefined && { got: partsOf(one.got) }),
  ...(one.statements !== undefined && { statements: one.statements }),
});

/** Rules join what they saw with commas. */
export const partsOf = (got: string): string[] => [...new Set(readable(got).split(', '))].sort();

/** What a baseline makes of findings. */
export interface Applied {
  readonly isKnown: (finding: Finding) => boolean;
  /** Why a finding at a known place is none of those that may pass: completes `…; in the baseline …`. */
  readonly remark: (finding: Finding) => string | undefined;
  /** Entries that nothing matches any more. */
  readonly gone: readonly BaselineEntry[];
}

export function applyBaseline({ findings: entries, warnings = [] }: Baseline, findings: readonly Finding[]): Applied {
  const byKey = (list: readonly BaselineEntry[]) => new Map(list.map((entry) => [keyOf(entry), entry]));
  const blocking = byKey(entries);
  const warning = byKey(warnings);
  const present = new Set(findings.map((one) => keyOf(entryOf(one))));
  const isKnown = (one: Finding): boolean => {
    const own = entryOf(one);
    if (covers(blocking.get(keyOf(own)), own)) return true;
    // known as a warning, it may have become an error since: then it blocks
    return one.weight !== 'blocking' && covers(warning.get(keyOf(own)), own);
  };
  return {
    isKnown,
    remark: (one) => {
      const own = entryOf(one);
      const known = blocking.get(keyOf(own)) ?? warning.get(keyOf(own));
      return known === undefined || isKnown(one) ? undefined : `in the baseline ${difference(known, own)}`;
    },
    gone: [...entries, ...warnings].filter((entry) => !present.has(keyOf(entry))),
  };
}

/** The same, or less than what is known. */
function covers(known: BaselineEntry | undefined, { got = [], statements = [] }: BaselineEntry): boolean {
  if (known === undefined || !got.every((part) => known.got?.includes(part))) return false;
  return known.statements === undefined || statements.every((each) => known.statements!.includes(each));
}

function difference(known: BaselineEntry, own: BaselineEntry): string {
  if (covers(known, own)) return 'as a warning only';
  const added = (own.got ?? []).filter((part) => !known.got?.includes(part));
  const shown = added.slice(0, 3).join(', ') + (added.length > 3 ? ` and ${added.length - 3} more` : '');
  return `with other content, new here: ${shown || 'a policy statement that was changed or added'}`;
}

/** What became of a baseline file. */
export interface Written {
  /** Entries it holds now, warnings included. */
  readonly kept: number;
  /** How many of them are warnings. */
  readonly warnings: number;
  readonly removed: number;
  /** Findings that it does not take, since it did not list them. */
  readonly refused: number;
}

/**
 * Writes the findings down. A file that exists only loses entries: what it does not list stays blocking. One that never
 * kept warnings takes those of today, once.
 */
export function writeBaseline(file: string, findings: readonly Finding[]): Written {
  const before = existsSync(file) ? readBaseline(file) : undefined;
  const isKnown = before && applyBaseline(before, findings).isKnown;
  const isWarning = ({ weight }: Finding) => weight !== 'blocking';
  const takes = (one: Finding) => !isKnown || isKnown(one) || (isWarning(one) && before?.warnings === undefined);
  const taken = findings.filter(takes);
  const now = {
    findings: sorted(taken.filter((one) => !isWarning(one))),
    warnings: sorted(taken.filter(isWarning)),
  };
  writeFileSync(file, `${JSON.stringify(now, undefined, 2)}\n`);
  const kept = now.findings.length + now.warnings.length;
  const keys = new Set([...now.findings, ...now.warnings].map(keyOf));
  const removed = [...(before?.findings ?? []), ...(before?.warnings ?? [])].filter((one) => !keys.has(keyOf(one)));
  return { kept, warnings: now.warnings.length, removed: removed.length, refused: findings.length - taken.length };
}

function sorted(findings: readonly Finding[]): BaselineEntry[] {
  const unique = new Map(findings.map(entryOf).map((one) => [keyOf(one), one]));
  return [...unique.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
