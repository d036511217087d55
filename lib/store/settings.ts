import type { Resource } from '../core/assembly';
import { isPresent } from '../core/compare';
import { fail, Judgement, PASS, unknownName, worstOfAll } from '../core/rule';
import { isUnknown, readable } from '../core/text';

/** One property of one type: which values are weak, and what AWS does when nothing is said. */
export interface Setting {
  readonly type: string;
  readonly path: string;
  /** Only these are secure; without it, everything but `bad` is. */
  readonly good?: readonly unknown[];
  readonly bad?: readonly unknown[];
  /** What it means to say nothing. */
  readonly absent: 'pass' | 'fail';
  /** Where the property has no say, or somebody else has it. */
  readonly except?: (resource: Resource) => boolean;
}

export const typesOf = (rows: readonly { readonly type: string }[]): readonly string[] => [
  ...new Set(rows.map(({ type }) => type)),
];

/** A check over a table. All rows of a type are judged, so that nobody mends one and meets the next. */
export function judgeSettings(rows: readonly Setting[]): (resource: Resource) => Judgement {
  const byType = new Map<string, Setting[]>();
  for (const row of rows) byType.set(row.type, [...(byType.get(row.type) ?? []), row]);
  return (resource) =>
    worstOfAll(
      (byType.get(resource.type) ?? [])
        .filter(({ except }) => !except?.(resource))
        .map((row) => judgeValue(resource.get(row.path), row)),
    );
}

type Wanted = Pick<Setting, 'path' | 'good' | 'bad' | 'absent'>;

/** A value of whatever place: `path` is what messages call it. */
export function judgeValue(value: unknown, { path, good, bad, absent }: Wanted): Judgement {
  const at = `Properties.${path}`;
  if (value === undefined || value === null) return absent === 'pass' ? PASS : fail(`${path} not set`, at);
  if (isUnknown(value)) return unknownName(value, `${path} ${readable(value)}`, at);
  const isOneOf = (list: readonly unknown[]) => list.some((one) => saysSame(value, one));
  const isSecure = good ? isOneOf(good) : !isOneOf(bad ?? []);
  return isSecure ? PASS : fail(`${path} ${readable(value)}`, at);
}

/** Raw templates say `'true'`, and CloudFormation takes `True` as well. */
export const saysSame = (value: unknown, wanted: unknown): boolean =>
  typeof value !== 'object' && String(value).toLowerCase() === String(wanted).toLowerCase();

export const isOn = (value: unknown): boolean => saysSame(value, true);
export const isOff = (value: unknown): boolean => saysSame(value, false);

/** Whether one of the properties is there: a reference counts. */
export const hasAny = (resource: Resource, paths: readonly string[]): boolean =>
  paths.some((path) => isPresent(resource.get(path)));

/** A list, whose items may stand alone in a raw template; undefined when it is only known at deployment. */
export function itemsOf(value: unknown): readonly any[] | undefined {
  if (isUnknown(value)) return undefined;
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
