import { existsSync, readFileSync } from 'fs';
import { basename, dirname, join } from 'path';
import { readInputs } from '../cli/input/read-inputs';
import { Entry, judging } from '../cli/judging';
import { ALL_RULES } from '../lib/catalog';

const ROOT = join(__dirname, '..');
export const CORPUS = 'test/detection';
/** Written by somebody else, who ran the gate once and had read nothing of it. */
export const SECOND = 'test/detection/second';
/** Fixed, so that the same rules give the same page: rules with dates would change their mind. */
export const AS_OF = '2026-11-22';

/** What a template says about itself below `Metadata.Corpus`. */
export interface Label {
  readonly Topic: string;
  /** Where a weakness is about several. */
  readonly Topics?: readonly string[];
  /** Bad ones only: what is wrong, where, and the AWS page that says so. */
  readonly Weakness?: string;
  readonly Resource?: string;
  readonly Source?: string;
  /** The good template it was made of. */
  readonly Twin?: string;
  /** Good ones only: why it is fine although it looks odd. */
  readonly Note?: string;
}

export interface Found {
  readonly ruleId: string;
  readonly logicalId: string;
  readonly topics: readonly string[];
}

export interface Sample {
  readonly kind: 'good' | 'bad';
  /** Below `test/detection/<kind>`: `auth/http-api-jwt.yaml`. */
  readonly file: string;
  readonly folder: string;
  readonly name: string;
  readonly label: Label;
  readonly isSam: boolean;
  readonly body: any;
  readonly blocking: readonly Found[];
  readonly warnings: readonly Found[];
}

export interface Measurement {
  readonly rules: number;
  readonly good: readonly Sample[];
  readonly bad: readonly Sample[];
  /** What the gate itself could not do: none of it may happen. */
  readonly troubles: readonly string[];
}

/** Judges every template of the corpus on its own, as `cdk-secure-serverless check` does. */
export function measure(corpus = CORPUS): Measurement {
  const { groups, troubles } = readInputs([`${corpus}/good`, `${corpus}/bad`], ROOT);
  const listed = labelsOf(corpus);
  const { entries, problems, crashes } = judging(groups, { day: AS_OF });
  const byFile = new Map<string, Entry[]>();
  for (const entry of entries) {
    const path = entry.template.file.path;
    byFile.set(path, [...(byFile.get(path) ?? []), entry]);
  }
  const samples = groups.flatMap(({ templates }) =>
    templates.map(({ file: { path, body } }) => sampleOf(path, body, byFile.get(path) ?? [], listed)),
  );
  const ofKind = (kind: Sample['kind']) =>
    samples.filter((one) => one.kind === kind).sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    rules: ALL_RULES.length,
    good: ofKind('good'),
    bad: ofKind('bad'),
    troubles: [
      ...troubles.map(({ path, message }) => `${path}: ${message}`),
      ...problems.map(({ message }) => message),
      ...crashes.map(({ ruleId, stack, message }) => `${ruleId} crashed on ${stack}: ${message}`),
    ],
  };
}

/** Beside the templates, where these do not say it themselves. */
function labelsOf(corpus: string): Readonly<Record<string, Label>> {
  const file = join(ROOT, corpus, 'labels.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

function sampleOf(path: string, body: any, entries: readonly Entry[], listed: Readonly<Record<string, Label>>): Sample {
  const folder = basename(dirname(path));
  const kind = basename(dirname(dirname(path)));
  const name = basename(path).replace(/\.[a-z]+$/, '');
  const of = (status: Entry['status']): Found[] =>
    entries
      .filter((one) => one.status === status)
      .map(({ finding: { ruleId, logicalId, topics } }) => ({ ruleId, logicalId, topics }));
  return {
    kind: kind as Sample['kind'],
    file: `${folder}/${basename(path)}`,
    folder,
    name,
    label: body.Metadata?.Corpus ?? listed[name] ?? {},
    isSam: body.Transform !== undefined,
    body,
    blocking: of('blocking'),
    warnings: of('warning'),
  };
}

/** A finding about what the label is about. */
export const byTopic =
  ({ label }: Sample) =>
  ({ topics }: Found): boolean =>
    [label.Topic, ...(label.Topics ?? [])].some((one) => topics.includes(one));

/** A finding at the resource that the label names. */
export const atResource =
  ({ label }: Sample) =>
  ({ logicalId }: Found): boolean =>
    String(label.Resource).split('/').includes(logicalId);

export interface Rates {
  readonly byTopic: number;
  readonly atResource: number;
  readonly both: number;
  /** By topic, and the good template that it was made of has no such finding there. */
  readonly planted: number;
  /** By topic, and warnings count. */
  readonly withWarnings: number;
}

/** How many of some bad templates are detected, by each measure. */
export function detected(samples: readonly Sample[], good: readonly Sample[]): Rates {
  const twins = new Map(good.map((one) => [one.name, new Set(one.blocking.map(keyOf))]));
  const isNew = ({ label }: Sample, found: Found) => !twins.get(label.Twin ?? '')?.has(keyOf(found));
  const count = (is: (sample: Sample) => boolean) => samples.filter(is).length;
  return {
    byTopic: count((one) => one.blocking.some(byTopic(one))),
    atResource: count((one) => one.blocking.some(atResource(one))),
    both: count((one) => one.blocking.some((found) => byTopic(one)(found) && atResource(one)(found))),
    planted: count((one) => one.blocking.some((found) => byTopic(one)(found) && isNew(one, found))),
    withWarnings: count((one) => [...one.blocking, ...one.warnings].some(byTopic(one))),
  };
}

const keyOf = ({ ruleId, logicalId }: Found): string => `${ruleId} ${logicalId}`;

export const falseAlarms = (good: readonly Sample[]): Sample[] => good.filter(({ blocking }) => blocking.length > 0);
