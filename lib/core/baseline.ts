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

export const placeOf = ({ constructPath, stack, logicalId }: Finding): string =>
  constructPath ?? [stack, logicalId].filter(Boolean).join('/');

const keyOf = ({ ruleId, path }: BaselineEntry): string => `${ruleId} ${path}`;

/** @throws when the file is missing or is no baseline: a gate that cannot read what it may let pass must not guess */
export function readBaseline(file: string): BaselineEntry[] {
  let parsed: any;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(
      `GATE-08: expected baseline '${file}' to be a readable JSON file, got ${(error as Error).message}; ` +
        'create it with SecurityGate.writeBaseline(app, file), or drop the option',
    );
  }
  const entries = parsed?.findings;
  if (
    !Array.isArray(entries) ||
    !entries.every((one) => typeof one?.ruleId === 'string' && typeof one?.path === 'string')
  ) {
    throw new Error(
      `GATE-08: expected baseline '${file}' to hold { "findings": [{ "ruleId", "path" }] }, got something else; write it anew`,
    );
  }
  return entries;
}

const entryOf = (one: Finding): BaselineEntry => ({
  ruleId: one.ruleId,
  path: placeOf(one),
  ...(one.got !== undefined && { got: partsOf(one.got) }),
  ...(one.statements !== undefined && { statements: one.statements }),
});

/** Rules join what they saw with commas. */
export const partsOf = (got: string): string[] => [...new Set(readable(got).split(', '))].sort();

/** The known findings among these, and the entries that nothing matches any more. */
export function applyBaseline(entries: readonly BaselineEntry[], findings: readonly Finding[]) {
  const known = new Map(entries.map((entry) => [keyOf(entry), entry]));
  const present = new Set(findings.map((one) => keyOf(entryOf(one))));
  return {
    isKnown: (one: Finding) => {
      const { got = [], statements = [], ...place } = entryOf(one);
      const entry = known.get(keyOf(place));
      if (entry === undefined || !got.every((part) => entry.got?.includes(part))) return false;
      return entry.statements === undefined || statements.every((each) => entry.statements!.includes(each));
    },
    gone: entries.filter((entry) => !present.has(keyOf(entry))),
  };
}

/**
 * Writes the findings down. A file that exists only loses entries: what it does not list stays blocking.
 *
 * @returns how many entries it holds now, how many went, and how many findings it does not take
 */
export function writeBaseline(
  file: string,
  findings: readonly Finding[],
): { readonly kept: number; readonly removed: number; readonly refused: number } {
  const before = existsSync(file) ? readBaseline(file) : undefined;
  const allowed = before && applyBaseline(before, findings).isKnown;
  const taken = findings.filter((one) => !allowed || allowed(one)).map(entryOf);
  const unique = new Map(taken.map((one) => [keyOf(one), one]));
  const entries = [...unique.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ findings: entries }, undefined, 2)}\n`);
  const kept = entries.length;
  return { kept, removed: (before?.length ?? kept) - kept, refused: findings.length - taken.length };
}
