import { Template } from '../core/assembly';

/** How much of one limit a template uses. */
export interface Usage {
  readonly what: string;
  readonly most: number;
  readonly counted: number;
}

const size = (section: unknown): number =>
  typeof section === 'object' && section !== null ? Object.keys(section).length : 0;

/** The AWS page "Understand CloudFormation quotas". None of these can be raised. */
const QUOTAS: readonly { what: string; most: number; count: (template: Template) => number }[] = [
  { what: 'resources', most: 500, count: ({ body }) => size(body.Resources) },
  { what: 'parameters', most: 200, count: ({ body }) => size(body.Parameters) },
  { what: 'outputs', most: 200, count: ({ body }) => size(body.Outputs) },
  { what: 'mappings', most: 200, count: ({ body }) => size(body.Mappings) },
  {
    // the page says 1 MB; the smaller reading of it
    what: 'bytes',
    most: 1_000_000,
    count: ({ source, body }) => source.bytes ?? Buffer.byteLength(JSON.stringify(body)),
  },
];

const known = new WeakMap<Template, Usage[]>();

/** What a template uses of each quota. */
export function usage(template: Template): readonly Usage[] {
  const before = known.get(template);
  if (before) return before;
  const all = QUOTAS.map(({ what, most, count }) => ({ what, most, counted: count(template) }));
  known.set(template, all);
  return all;
}

/** `512 resources (quota 500)`. */
export const describeUsage = (all: readonly Usage[]): string =>
  all.map(({ what, most, counted }) => `${say(counted)} ${what} (quota ${say(most)})`).join(', ');

const say = (count: number): string => count.toLocaleString('en-US');
