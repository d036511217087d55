/** Why one rule need not hold on one construct. The only way to disagree with a rule. */
export interface Waiver {
  /** The rule, as the finding names it: `BUCKET-01`. */
  readonly ruleId: string;
  /** Why the weakness is acceptable here, for whoever reads the report: at least three words and 20 characters, and no placeholders. */
  readonly reason: string;
  /**
   * Who accepted the risk.
   *
   * @default - not recorded
   */
  readonly approvedBy?: string;
  /**
   * Where the decision is written down.
   *
   * @default - not recorded
   */
  readonly ticket?: string;
  /**
   * Last day on which it counts, `YYYY-MM-DD`. It warns for 30 days before, and blocks again from the day after.
   *
   * @default - it does not expire
   */
  readonly expires?: string;
}

/** A waiver for a resource you have no construct for. */
export interface PathWaiver extends Waiver {
  /**
   * Exact path of the construct below the scope, or `Stack/LogicalId` where there is no construct. No wildcards.
   *
   * @default - the scope itself
   */
  readonly path?: string;
}

/** Refuses a waiver that tells its reader nothing. */
export function checkWaiver({ ruleId, reason, expires }: Waiver): void {
  const words = (reason ?? '').trim().split(/\s+/).filter(Boolean);
  if (words.length < 3 || (reason ?? '').trim().length < 20) {
    throw new Error(
      `GATE-06: expected the waiver of ${ruleId} to give a reason of at least three words and 20 characters, got '${reason ?? ''}'; ` +
        'say why the weakness is acceptable here',
    );
  }
  if (wordsThatSay(words).size < 2) {
    throw new Error(
      `GATE-06: expected the waiver of ${ruleId} to give a reason in words of its own, got '${reason}'; ` +
        'say why the weakness is acceptable here',
    );
  }
  if (!/^[A-Z]+-\d{2,}$/.test(ruleId)) {
    throw new Error(
      `GATE-06: expected ruleId to be a rule's id such as BUCKET-01, got '${ruleId}'; copy it from the finding`,
    );
  }
  if (expires !== undefined && !isDay(expires)) {
    throw new Error(
      `GATE-06: expected expires to be a day written YYYY-MM-DD, got '${expires}'; write for example 2027-06-30`,
    );
  }
}

const PLACEHOLDERS =
  /^(todo|tbd|tba|tbc|fixme|wip|hack|tests?|testing|placeholder|because|reasons?|foo|bar|baz|blah?|lorem|ipsum|asdf|none|na|n\/a|(.)\2*)$/u;

/** Different words that are no placeholders. A sentence has at least two, whatever it is about. */
const wordsThatSay = (words: readonly string[]): Set<string> =>
  new Set(
    words
      .map((word) => word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
      .filter((word) => word !== '' && !PLACEHOLDERS.test(word)),
  );

export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** Days until a waiver ends; negative once it has. */
export const daysLeft = (expires: string, day: string): number =>
  Math.round((Date.parse(`${expires}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000);

export const describeWaiver = ({ reason, approvedBy, ticket, expires }: Waiver): string =>
  [
    reason.trim(),
    approvedBy && `approved by ${approvedBy}`,
    ticket && `ticket ${ticket}`,
    expires && `expires ${expires}`,
  ]
    .filter(Boolean)
    .join(' · ');
