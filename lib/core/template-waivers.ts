import type { Assembly } from './assembly';
import type { Problem, RecordedWaiver } from './decide';
import { checkWaiver, Waiver } from './waiver';

/** The key below `Metadata` of a resource; below that of a template, for findings about the template as a whole. */
export const METADATA_KEY = 'cdk-secure-serverless';

const FIELDS: readonly string[] = ['ruleId', 'reason', 'approvedBy', 'ticket', 'expires'];

/** What the templates themselves waive, and what is written there that is no waiver. */
export interface TemplateWaivers {
  readonly waivers: RecordedWaiver[];
  readonly problems: Problem[];
}

/** Waivers in the `Metadata` of raw templates. Each covers the one resource it stands on: never a stack, a type or what it nests. */
export function templateWaivers(assembly: Assembly): TemplateWaivers {
  const result: TemplateWaivers = { waivers: [], problems: [] };
  for (const template of assembly.templates) {
    const { stack, source, expansion } = template;
    collect(source.body.Metadata, { stack, at: stack, covers: '', named: expansion.implicit }, result);
    // as it was written: what a transform adds is reported on what brings it about
    for (const [logicalId, raw] of Object.entries<any>(source.body.Resources ?? {})) {
      const at = source.paths?.get(logicalId) ?? raw?.Metadata?.['aws:cdk:path'] ?? `${stack}/${logicalId}`;
      collect(raw?.Metadata, { stack, at, covers: logicalId, named: NOBODY }, result);
    }
  }
  return result;
}

/** What waivers at one place cover. */
interface Scope {
  readonly stack: string;
  readonly at: string;
  /** The logical id. */
  readonly covers: string;
  /** Resources that have no place of their own in the template: a waiver names one by `path`. */
  readonly named: ReadonlySet<string>;
}

const NOBODY: ReadonlySet<string> = new Set();

function collect(metadata: any, scope: Scope, { waivers, problems }: TemplateWaivers) {
  const ours = isObject(metadata) ? metadata[METADATA_KEY] : undefined;
  if (ours === undefined) return;
  const { stack, at, covers, named } = scope;
  const list = isObject(ours) ? ours.waivers : undefined;
  if (!Array.isArray(list) || Object.keys(ours).length > 1) {
    problems.push(wrong(at, `expected ${METADATA_KEY} in Metadata to be { waivers: [ … ] }, got ${shown(ours)}`));
    return;
  }
  for (const one of list) {
    const { path, ...rest } = isObject(one) ? one : {};
    const isNamed = typeof path === 'string' && named.has(path);
    const problem = whatIsWrong(isNamed ? rest : one);
    if (problem !== undefined) {
      problems.push(wrong(at, problem));
      continue;
    }
    const waiver: Waiver = { ...(isNamed ? rest : one) };
    const logicalId = isNamed ? path : covers;
    waivers.push({
      waiver,
      at: isNamed ? `${at}/${path}` : at,
      covers: (finding) =>
        finding.ruleId === waiver.ruleId && finding.stack === stack && finding.logicalId === logicalId,
      used: false,
    });
  }
}

/** CloudFormation resolves intrinsic functions in Metadata only at deployment: what nobody can read here counts for nothing. */
function whatIsWrong(one: unknown): string | undefined {
  if (!isObject(one)) return `expected a waiver in Metadata to be { ruleId, reason }, got ${shown(one)}`;
  for (const [field, value] of Object.entries(one)) {
    if (!FIELDS.includes(field))
      return `expected a waiver in Metadata to have no field but ${FIELDS.join(', ')}, got ${shown(field)}`;

    if (typeof value !== 'string' || /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(value)) {
      return `expected ${field} of a waiver in Metadata to be plain text on one line, got ${shown(value)}`;
    }
  }
  try {
    checkWaiver({ ruleId: '', reason: '', ...(one as object) });
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^GATE-06: /, '').replace(/; [^;]*$/, '');
  }
}

const wrong = (at: string, message: string): Problem => ({
  id: 'GATE-06',
  message: `${message} at ${at}`,
  fix: "write Metadata: { 'cdk-secure-serverless': { waivers: [{ ruleId, reason }] } } on the resource, in plain text",
  blocks: true,
  at,
});

const isObject = (value: unknown): value is Record<string, any> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON, so that no control character of a template reaches a terminal. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 100 ? `${text.slice(0, 100)} …` : text;
}
