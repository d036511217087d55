import { createHash } from 'crypto';
import { existsSync, readFileSync } from 'fs';
import { join, relative } from 'path';
import { partsOf, placeOf } from '../lib/core/baseline';
import type { Problem, RecordedWaiver } from '../lib/core/decide';
import { isEdition } from '../lib/core/editions';
import type { ProfileName } from '../lib/core/profile';
import { AcceptedFinding, GATE_RECORD, GateRecord, RECORD_FORMAT, RecordedTemplate } from '../lib/core/record-format';
import type { Finding } from '../lib/core/rule';
import type { ReadTemplate } from './input/cdk-output';
import type { Group } from './input/read-inputs';
import type { Io } from './io';

/** What the record in a CDK output proves about the templates that lie beside it. */
export interface GateEvidence {
  /** Why it does not prove that the gate passed exactly these templates, `…; do`, one line each. Empty: it does. */
  readonly problems: readonly string[];
  /** What the gate was told to let pass, on templates that are still what it judged. */
  readonly waivers: readonly RecordedWaiver[];
  /** Known in the baseline of the app, on such templates. */
  readonly isKnown: (finding: Finding) => boolean;
  /** The profile under which such a template was judged. */
  readonly profileOf: (template: ReadTemplate) => ProfileName | undefined;
  /** The edition by which the gate judged. */
  readonly edition?: string;
  /** Accounts it was told to trust. */
  readonly trustedAccounts?: readonly string[];
  /** Whether there is a record at all. */
  readonly isPresent: boolean;
  /** How the gate ran, for the reader. */
  readonly summary?: string;
}

export interface EvidenceOptions {
  /** The edition that has to be in force, or a later one. */
  readonly edition?: string;
}

/** Compares the gate's record with the templates of a CDK output. Reads no file that only the record names. */
export function gateEvidence(
  root: string,
  templates: readonly ReadTemplate[],
  { edition }: EvidenceOptions = {},
): GateEvidence {
  const isPresent = existsSync(join(root, GATE_RECORD));
  let record: GateRecord;
  try {
    record = readRecord(root);
  } catch (error) {
    return { ...noEvidence((error as Error).message), isPresent };
  }
  const listed = new Map(record.templates.map((one) => [one.path, one]));
  const same = new Map<string, RecordedTemplate>();
  const differences: string[] = [];
  const present = new Set<string>();
  for (const { file, source, isAsset } of templates) {
    const path = relative(root, file.path).split('\\').join('/');
    present.add(path);
    const judged = listed.get(path);
    if (!judged && isAsset) continue; // named by the app, and judged here like a template on its own
    if (!judged)
      differences.push(`${path} was not judged by the gate; synthesize into an empty directory, and put nothing there`);
    else if (judged.sha256 !== sha256(file.path)) {
      differences.push(
        `${path} is not what the gate judged (its SHA-256 differs); synthesize again, and change nothing behind it`,
      );
    } else same.set(source.stack, judged);
  }
  for (const path of listed.keys()) {
    if (!present.has(path)) differences.push(`${path} was judged by the gate and is not here; check the whole output`);
  }
  const accepted = record.accepted.map((one) => ({ one, covers: coversOf(one, same) }));
  return {
    isPresent,
    problems: [...circumstances(record, edition), ...differences],
    waivers: accepted
      .filter(({ one }) => one.status === 'waived')
      .map(({ one: { ruleId, path, reason = '', expires }, covers }) => ({
        waiver: { ruleId, reason: plain(reason).replace(/ · expires \S+$/, ''), expires },
        at: path,
        covers,
        used: true,
      })),
    isKnown: (finding) =>
      accepted.some(
        ({ one, covers }) =>
          one.status === 'baselined' && (!one.warning || finding.weight !== 'blocking') && covers(finding),
      ),
    profileOf: ({ source }) => same.get(source.stack)?.profile,
    edition: differences.length === 0 ? record.edition : undefined,
    trustedAccounts: differences.length === 0 ? record.trustedAccounts : undefined,
    summary: summaryOf(record),
  };
}

/** For what no gate can have judged. */
const noEvidence = (problem: string): GateEvidence => ({
  problems: [problem],
  waivers: [],
  isKnown: () => false,
  profileOf: () => undefined,
  isPresent: false,
});

/** What the record of each CDK output proves; of anything else, that there can be none. */
export function evidenceOf(groups: readonly Group[], edition?: string): Map<Group, GateEvidence> {
  const outputs = new Map(
    groups
      .filter(({ output }) => output !== undefined)
      .map(({ output }) => {
        const inside = groups.filter((one) => one.output === output || one.extraIn === output);
        const templates = inside.flatMap((one) => one.templates);
        return [output!, gateEvidence(output!, templates, { edition })];
      }),
  );
  return new Map(
    groups.map((group) => {
      const evidence = outputs.get(group.output ?? group.extraIn ?? '');
      if (!evidence)
        return [group, noEvidence('a template on its own has no record; name the directory that cdk synth wrote')];
      // of what lies beside an app, everything is said with the app
      return [group, group.output ? evidence : { ...evidence, problems: [], summary: undefined, isPresent: false }];
    }),
  );
}

/** What `--require-gate` fails by. Nothing to judge is no proof either. */
export function missingProofs(evidence: ReadonlyMap<Group, GateEvidence>, cwd: string): Problem[] {
  return [...evidence].flatMap(([{ output, templates }, { problems }]) => {
    const path = relative(cwd, output ?? templates[0].file.path)
      .split('\\')
      .join('/');
    return problems.map((problem) => missingProof(problem, path || 'this directory'));
  });
}

/** How the gate ran, on stderr: a reviewer sees editions, profiles and waivers change. */
export function gateRemarks(
  evidence: ReadonlyMap<Group, GateEvidence>,
  { requireGate = false, waivers }: { readonly requireGate?: boolean; readonly waivers: boolean },
  io: Io,
): void {
  for (const { summary, problems, isPresent } of evidence.values()) {
    if (summary !== undefined) io.stderr(`note: ${summary}${waivers ? '' : ' (not counted: --no-waivers)'}\n`);
    if (isPresent && !requireGate && problems.length > 0) {
      io.stderr(`note: its record does not fit (${plain(problems[0]).split('; ')[0]}); --require-gate would fail\n`);
    }
  }
}

/** A missing proof, as a problem that every format shows. */
function missingProof(problem: string, output: string): Problem {
  const at = problem.indexOf('; ');
  return {
    id: 'GATE-14',
    message: `expected proof that the gate passed ${output}, got none: ${problem.slice(0, at)}`,
    fix: problem.slice(at + 2),
    blocks: true,
    at: '',
  };
}

/** The same rule at the same place, with nothing wrong that was not wrong then, in a template that did not change. */
function coversOf(one: AcceptedFinding, same: ReadonlyMap<string, unknown>): (finding: Finding) => boolean {
  return (finding) =>
    finding.ruleId === one.ruleId &&
    placeOf(finding) === one.path &&
    same.has(finding.stack) &&
    (finding.got === undefined || partsOf(finding.got).every((part) => one.got?.includes(part)));
}

/** How the gate has to have run. */
function circumstances(record: GateRecord, edition: string | undefined): string[] {
  const problems: string[] = [];
  if (record.mode !== 'block') problems.push('the gate only reported; drop mode: GateMode.REPORT');
  if (record.judged !== 'everything') {
    problems.push('the gate judged only what secure constructs made; call SecurityGate.enforce(app)');
  }
  if (record.asOf !== undefined) {
    problems.push(`the gate was told that today is ${record.asOf}; drop the context cdk-secure-serverless:asOf`);
  }
  if (record.writeBaseline) {
    problems.push('the gate wrote a baseline; synthesize without the context cdk-secure-serverless:writeBaseline');
  }
  if (edition !== undefined && record.edition !== undefined && record.edition < edition) {
    problems.push(`the gate judged by edition ${record.edition}; pass edition: '${edition}' or a later one`);
  }
  const { blocking } = record.counts;
  if (blocking > 0)
    problems.push(
      `the gate found ${blocking} thing${blocking === 1 ? '' : 's'} that block${blocking === 1 ? 's' : ''}; mend what cdk synth says`,
    );
  return problems;
}

function summaryOf({ library, edition, profiles, rules, ownRules, trustedAccounts, counts }: GateRecord): string {
  const passed = [
    counts.waived > 0 && `${counts.waived} waived`,
    counts.baselined > 0 && `${counts.baselined} in the baseline`,
    counts.relaxed > 0 && `${counts.relaxed} not provided in development`,
  ].filter(Boolean);
  const own = ownRules ? `, ${ownRules.length} of your own,` : '';
  const trusted = trustedAccounts ? `, trusting ${trustedAccounts.join(' and ')}` : '';
  const pinned = edition === undefined ? 'every edition' : `edition ${edition}`;
  const by = `${rules} rules${own} of version ${library}, ${pinned}${trusted}`.replace(', of version', ', version');
  return `the gate judged by ${by}, in ${profiles.join(' and ')}${passed.length > 0 ? `: ${passed.join(', ')}` : ''}`;
}

/** @throws one line that says what to do */
function readRecord(root: string): GateRecord {
  const file = join(root, GATE_RECORD);
  if (!existsSync(file)) {
    throw new Error(
      `no ${GATE_RECORD}, so nothing proves that the gate ran; call SecurityGate.enforce(app), synthesize, and check the directory that cdk synth wrote`,
    );
  }
  let record: any;
  try {
    record = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`${GATE_RECORD} cannot be read as JSON; synthesize again`);
  }
  if (typeof record?.format === 'number' && record.format > RECORD_FORMAT) {
    throw new Error(
      `${GATE_RECORD} was written by a later version of the library; use the command line of the version in the app`,
    );
  }
  if (!isRecord(record)) throw new Error(`${GATE_RECORD} is not what the gate writes; synthesize again`);
  return record;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value === plain(value);
const isOptionalText = (value: unknown): boolean => value === undefined || isText(value);
const areTexts = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.every(isText));
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const PROFILES: readonly unknown[] = ['production', 'development', 'regulated'];

/** Somebody may have edited it: nothing in it is taken as it comes. */
function isRecord(one: any): one is GateRecord {
  return (
    one?.format === RECORD_FORMAT &&
    [one.library, one.mode, one.judged].every(isText) &&
    (one.edition === undefined || isEdition(String(one.edition))) &&
    isOptionalText(one.asOf) &&
    areTexts(one.trustedAccounts) &&
    areTexts(one.ownRules) &&
    ['blocking', 'warning', 'waived', 'baselined', 'relaxed'].every((name) => isCount(one.counts?.[name])) &&
    isCount(one.rules) &&
    Array.isArray(one.profiles) &&
    one.profiles.every((profile: unknown) => PROFILES.includes(profile)) &&
    Array.isArray(one.templates) &&
    one.templates.every(
      (each: any) => isText(each?.path) && /^[0-9a-f]{64}$/.test(each.sha256) && PROFILES.includes(each.profile),
    ) &&
    Array.isArray(one.accepted) &&
    one.accepted.every(isAccepted)
  );
}

const isAccepted = (one: any): boolean =>
  isText(one?.ruleId) &&
  isText(one.path) &&
  (one.status === 'waived' || one.status === 'baselined') &&
  (one.warning === undefined || typeof one.warning === 'boolean') &&
  (one.reason === undefined || typeof one.reason === 'string') &&
  (one.expires === undefined || (isText(one.expires) && /^\d{4}-\d{2}-\d{2}$/.test(one.expires))) &&
  (one.got === undefined || (Array.isArray(one.got) && one.got.every((part: unknown) => typeof part === 'string')));

/** Nothing that moves a terminal's cursor. */

const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ');

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
