import type { Problem, Status } from './decide';
import type { Finding, Rule } from './rule';

/** With an earlier one, every rule would only warn. */
export const FIRST_EDITION = '2026-11';

export const isEdition = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** The rules that block, by the edition that made them block, the oldest first. */
export function rulesByEdition(rules: readonly Rule[]): Map<string, Rule[]> {
  const editions = [...new Set(rules.map(({ since }) => since))].sort();
  return new Map(
    editions.map((edition) => [
      edition,
      rules.filter(({ since, severity }) => since === edition && severity === 'error'),
    ]),
  );
}

/** What a later edition would do here. */
export interface EditionDifference {
  readonly edition: string;
  /** Its rules with the number of findings that would block. */
  readonly rules: readonly { readonly rule: Rule; readonly blocks: number }[];
}

interface Decided {
  readonly finding: Finding;
  readonly status: Status;
}

/** What the editions after the pinned one would newly block: findings that only warn because of the pin, and that nobody waived. */
export function laterEditions(
  rules: readonly Rule[],
  decided: readonly Decided[],
  pinned: string,
): EditionDifference[] {
  // a baseline that knows them as warnings does not let them pass then
  const held = decided.filter(
    ({ status, finding }) => (status === 'warning' || status === 'baselined') && finding.blocksFrom !== undefined,
  );
  return [...rulesByEdition(rules)]
    .filter(([edition, own]) => edition > pinned && own.length > 0)
    .map(([edition, own]) => ({
      edition,
      rules: own.map((rule) => ({ rule, blocks: held.filter(({ finding }) => finding.ruleId === rule.id).length })),
    }));
}

/** Said once for the whole app, so that nobody stays on an old edition without knowing. */
export function editionProblem(
  rules: readonly Rule[],
  decided: readonly Decided[],
  pinned: string | undefined,
): Problem[] {
  if (pinned === undefined) return [];
  const later = laterEditions(rules, decided, pinned);
  if (later.length === 0) return [];
  const parts = later.map(
    ({ edition, rules: own }) =>
      `${edition} (${own.map(({ rule, blocks }) => `${rule.id} would block ${blocks === 0 ? 'nothing' : findings(blocks)}`).join(', ')})`,
  );
  return [
    {
      id: 'GATE-12',
      message: `the app is pinned to edition ${pinned}; rules of later editions only warn: ${parts.join('; ')}`,
      fix: `mend or waive what they say, then pass edition: '${later[later.length - 1].edition}'`,
      blocks: false,
      at: '',
    },
  ];
}

const findings = (count: number): string => `${count} finding${count === 1 ? '' : 's'}`;
