import { patternProblem } from './pattern-lint';
import { Conjunct, conjunctsOf, has, isObject, Json, Report, Resolve, step } from './schema-conjuncts';
import { judgeKeywords } from './schema-keywords';
import { messageOf, SchemaProblem } from './schema-problem';

export interface SchemaLintOptions {
  /** Finds what a `$ref` means that does not start with `#`: another model. Undefined: it cannot be found. */
  readonly resolve?: Resolve;
}

/** Every problem as a message: `API-04: expected the body of POST /orders …, got … at #/…; set …`. */
export const lintSchema = (schema: unknown, where: string, options?: SchemaLintOptions): string[] =>
  schemaProblems(schema, options).map((one) => messageOf(one, where));

/** Every problem, each place and reason once. The schema is plain, with `$ref`: see `plainSchema`. */
export function schemaProblems(schema: unknown, options: SchemaLintOptions = {}): SchemaProblem[] {
  return new SchemaLint(options.resolve).problems(schema);
}

/** What CDK makes of its own JsonSchema (`ref`, `schema`) in a model. */
export function plainSchema(schema: unknown, named = false): unknown {
  if (Array.isArray(schema)) return schema.map((one) => plainSchema(one));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      !named && (key === 'ref' || key === 'schema') ? `$${key}` : key,
      plainSchema(value, !named && NAMED.includes(key)),
    ]),
  );
}
/** Below these stand names that a user chose. */
const NAMED = ['definitions', 'properties', 'patternProperties', 'dependencies'];

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
/** A token of CDK is a huge negative number: no bound that anybody can judge. */
const isLimit = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) < 1e200;

/** How many places one schema may unfold to before it counts as too large to judge. */
const MOST_PLACES = 5_000;
const DEEPEST = 64;

class SchemaLint {
  private readonly found = new Map<string, SchemaProblem>();
  /** What a report has heard of already: a schema that is referred to from many places is judged once. */
  private readonly done = new Map<Report, Set<Json>>();
  private places = 0;

  public constructor(private readonly resolve?: Resolve) {}

  public problems(schema: unknown): SchemaProblem[] {
    const report: Report = (kind, { pointer, keyword }, expected, got, fix) => {
      const key = `${kind} ${pointer} ${got}`;
      if (!this.found.has(key)) this.found.set(key, { kind, pointer, expected, got, fix, ...(keyword && { keyword }) });
    };
    judgeKeywords(schema, report);
    this.visit(conjunctsOf(schema, { pointer: '#', root: schema, refs: [] }, report, this.resolve), 0, report);
    return [...this.found.values()];
  }

  /** Judges what passes all the conjuncts. */
  private visit(all: readonly Conjunct[], depth: number, report: Report): void {
    if (all.length === 0) return;
    if (all.length > 1) return this.judge(all, depth, report);
    const done = this.done.get(report) ?? new Set();
    this.done.set(report, done);
    if (done.has(all[0].schema)) return;
    this.judge(all, depth, report);
    done.add(all[0].schema); // not before: inside itself it is a recursion
  }

  private judge(all: readonly Conjunct[], depth: number, report: Report): void {
    if (++this.places > MOST_PLACES || depth > DEEPEST) {
      const got = depth > DEEPEST ? `more than ${DEEPEST} levels` : `more than ${MOST_PLACES} places`;
      report('unbounded', { pointer: '#' }, 'to be small enough to judge', got, 'make the schema smaller');
      return;
    }
    const groups = all.flatMap((one) =>
      ['anyOf', 'oneOf'].filter((key) => Array.isArray(one.schema[key])).map((key) => ({ one, key })),
    );
    if (groups.length === 0) return this.place(all, depth, report);
    // enough by itself, whatever the branches say
    if (attempt((to) => this.place(all, depth, to)).length === 0) return;
    // else one of the groups has to describe the value in each of its branches
    const attempts = groups.map(({ one, key }) =>
      attempt((to) => {
        const left = { ...one.schema };
        delete left[key];
        const rest = all.map((other) => (other === one ? { ...one, schema: left } : other)).filter(saysMore);
        one.schema[key].forEach((branch: unknown, index: number) => {
          const more = this.conjuncts(branch, one, to, [key, index]);
          if (more.length > 0) this.visit([...more, ...rest], depth + 1, to);
        });
      }),
    );
    for (const args of attempts.reduce((a, b) => (b.length < a.length ? b : a))) report(...args);
  }

  private place(all: readonly Conjunct[], depth: number, report: Report): void {
    if (all.some(({ schema }) => Array.isArray(schema.enum))) return;
    const types = typesOf(all);
    if (types === undefined) {
      const fix = "say its type, for example type: 'object' with properties and additionalProperties: false";
      return report('open', all[0], 'to say what it takes', 'no type, so that anything passes', fix);
    }
    const typed = all.find(({ schema }) => schema.type !== undefined)!;
    if (types.has('object')) this.object(all, depth, report);
    if (types.has('array')) this.array(all, depth, report);
    if (types.has('string')) text(all, typed, report);
    if (types.has('number') || types.has('integer')) range(all, typed, report);
  }

  private object(all: readonly Conjunct[], depth: number, report: Report): void {
    const shut = all.find(
      ({ schema }) => schema.additionalProperties === false || isObject(schema.additionalProperties),
    );
    if (!shut) {
      const at = all.find(({ schema }) => schema.properties !== undefined) ?? all[0];
      const open = at.schema.additionalProperties === true ? 'additionalProperties: true' : 'no additionalProperties';
      const got = `an object with ${open}, so that any other property passes`;
      report('open', at, 'to take no property that it does not name', got, 'set additionalProperties: false');
    }
    required(all, report);
    const others = all.filter(({ schema }) => isObject(schema.additionalProperties));
    const maps = [...others, ...all.filter(({ schema }) => isObject(schema.patternProperties))];
    if (maps.length > 0 && !all.some(({ schema }) => isCount(schema.maxProperties))) {
      report('unbounded', maps[0], 'to be bounded', 'a map without maxProperties', 'set maxProperties');
    }
    for (const name of namesOf(all, 'properties')) this.child(all, depth, report, 'properties', name);
    for (const name of namesOf(all, 'patternProperties')) this.child(all, depth, report, 'patternProperties', name);
    this.child(others, depth, report, 'additionalProperties');
  }

  private array(all: readonly Conjunct[], depth: number, report: Report): void {
    const lists = all.filter(({ schema }) => Array.isArray(schema.items));
    const single = all.filter(({ schema }) => isObject(schema.items));
    const rest = lists.filter(({ schema }) => isObject(schema.additionalItems));
    const shut = lists.some(({ schema }) => schema.additionalItems === false);
    if (single.length === 0 && lists.length === 0) {
      const fix = 'set items to the schema of one item';
      report('open', all[0], 'to say what its items are', 'an array without items', fix);
    } else if (single.length === 0 && !shut && rest.length === 0) {
      const got = 'an array without additionalItems';
      report('open', lists[0], 'to take no item that it does not describe', got, 'set additionalItems: false');
    }
    if (!shut && !all.some(({ schema }) => isCount(schema.maxItems))) {
      report('unbounded', all[0], 'to be bounded', 'an array without maxItems', 'set maxItems');
    }
    this.child(single, depth, report, 'items');
    for (const one of lists)
      one.schema.items.forEach((_: unknown, index: number) => this.child([one], depth, report, 'items', index));
    this.child(rest, depth, report, 'additionalItems');
  }

  /** Judges one child by what each of the conjuncts says about it. */
  private child(all: readonly Conjunct[], depth: number, report: Report, ...keys: (string | number)[]): void {
    const seen = new Set<unknown>();
    const parts = all.flatMap((one) => {
      let child: any = one.schema;
      for (const key of keys) {
        if (typeof child !== 'object' || child === null || !has(child, String(key))) return [];
        child = child[key];
      }
      return this.conjuncts(child, one, report, keys, seen);
    });
    this.visit(parts, depth + 1, report);
  }

  private conjuncts(
    schema: unknown,
    from: Conjunct,
    report: Report,
    keys: readonly (string | number)[],
    seen?: Set<unknown>,
  ): Conjunct[] {
    return conjunctsOf(schema, { ...from, pointer: step(from.pointer, ...keys) }, report, this.resolve, seen);
  }
}

/** Whether a schema has anything besides words and definitions. */
const saysMore = ({ schema }: Conjunct): boolean => Object.keys(schema).some((key) => !SILENT.has(key));
const SILENT = new Set(['definitions', '$schema', 'id', 'title', 'description', 'default']);

function attempt(run: (to: Report) => void): Parameters<Report>[] {
  const calls: Parameters<Report>[] = [];
  run((...args) => void calls.push(args));
  return calls;
}

const namesOf = (all: readonly Conjunct[], key: string): Set<string> =>
  new Set(all.flatMap(({ schema }) => (isObject(schema[key]) ? Object.keys(schema[key]) : [])));

/** What is required and refused at once: no body has it, so that none passes. */
function required(all: readonly Conjunct[], report: Report): void {
  const closed = all.filter(({ schema }) => schema.additionalProperties === false);
  for (const { schema, pointer } of all) {
    if (!Array.isArray(schema.required)) continue;
    for (const name of schema.required) {
      if (typeof name !== 'string' || closed.every((one) => takes(one, name))) continue;
      const got = `required ${name}, which the closed object does not have, so that no body passes`;
      const fix = `add ${name} to properties, or take it out of required`;
      report('impossible', { pointer, keyword: 'required' }, 'to require only what it takes', got, fix);
    }
  }
}

function takes({ schema: { properties, patternProperties } }: Conjunct, name: string): boolean {
  if (isObject(properties) && has(properties, name)) return true;
  return isObject(patternProperties) && Object.keys(patternProperties).some((pattern) => mayMatch(pattern, name));
}

/** A pattern that cannot be read here takes anything. */
function mayMatch(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return true;
  }
}

function text(all: readonly Conjunct[], at: Conjunct, report: Report): void {
  const patterns = all.filter(({ schema }) => schema.pattern !== undefined);
  if (!all.some(({ schema }) => isCount(schema.maxLength))) {
    const got = patterns.length > 0 ? 'a string with a pattern but no maxLength' : 'a string without maxLength';
    report('unbounded', at, 'to be bounded', got, 'set maxLength or enum');
  }
  for (const one of patterns) {
    const problem = patternProblem(one.schema.pattern);
    if (problem) report('unbounded', one, 'to have a pattern that matches quickly', problem.got, problem.fix);
  }
}

function range(all: readonly Conjunct[], at: Conjunct, report: Report): void {
  const missing = ['minimum', 'maximum'].filter((key) => !all.some(({ schema }) => isLimit(schema[key])));
  if (missing.length === 0) return;
  const both = missing.join(' and ');
  report('unbounded', at, 'to be bounded', `a number without ${both}`, `set ${both}`);
}

/** The types that pass all; undefined when none is named. */
function typesOf(all: readonly Conjunct[]): Set<string> | undefined {
  const lists = all
    .filter(({ schema }) => schema.type !== undefined)
    .map(({ schema }) => withInteger([schema.type].flat()));
  if (lists.length === 0) return undefined;
  return new Set(lists.reduce((types, own) => types.filter((one) => own.includes(one))));
}

/** Every integer is a number. */
const withInteger = (types: string[]): string[] => (types.includes('number') ? [...types, 'integer'] : types);
