import { readFileSync, statSync } from 'fs';
import { isAbsolute, relative } from 'path';
import { atPointer, has, isObject, pointerNames, step } from './schema-conjuncts';

const MOST_BYTES = 2_000_000;
const MOST_VALUES = 200_000;
const DEEPEST = 100;
const MOST_ALIASES = 100;
const MOST_REFERENCES = 50;
const MOST_SHOWN = 20;

interface Problem {
  /** From 1; 0: it stands in the props. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

const PROPS = { line: 0, column: 0 };

/** An OpenAPI document, where each of its values stands, and all that is wrong with it. */
export class OpenApiSource {
  public readonly root: Place;
  private readonly shown: string;
  private readonly problems = new Map<string, Problem>();
  private position: (names: readonly string[]) => Pick<Problem, 'line' | 'column'> = () => ({ line: 1, column: 1 });

  /** @throws API-20 when the file cannot be read, is no YAML or JSON, or is too large */
  public constructor(file: string) {
    const near = relative(process.cwd(), file);
    this.shown = near.startsWith('..') || isAbsolute(near) ? file : near;
    this.root = new Place(this, this.parse(this.read(file)), []);
  }

  public problem(names: readonly string[], ruleId: string, expected: string, got: string, fix: string): void {
    const place = this.position(names);
    this.add(place, `${ruleId}: expected ${expected}, got ${got}; ${fix}`);
  }

  /** What another part of the library threw about a value of the document. */
  public failure(names: readonly string[], error: unknown): void {
    this.add(this.position(names), error instanceof Error ? error.message : String(error));
  }

  /** What is wrong with the props rather than with the document, which then has no line for it. */
  public propProblem(ruleId: string, expected: string, got: string, fix: string): void {
    this.add(PROPS, `${ruleId}: expected ${expected}, got ${got}; ${fix}`);
  }

  /** What another part of the library threw about one of the props. */
  public propFailure(name: string, error: unknown): void {
    this.add(PROPS, `${error instanceof Error ? error.message : String(error)}, in ${name}`);
  }

  /** @throws all problems so far, those of the props and then by line, at most 20 in full */
  public finish(): void {
    if (this.problems.size === 0) return;
    const all = [...this.problems.values()].sort((a, b) => a.line - b.line || a.column - b.column);
    const lines = all.slice(0, MOST_SHOWN).map((one) => `${this.placeOf(one)}: ${one.text}`);
    const more = all.length - lines.length;
    throw new Error([...lines, ...(more > 0 ? [`${this.shown}: and ${more} more`] : [])].join('\n'));
  }

  private placeOf({ line, column }: Problem): string {
    return line === PROPS.line ? `the props for ${this.shown}` : `${this.shown}:${line}:${column}`;
  }

  private add(place: Pick<Problem, 'line' | 'column'>, text: string): void {
    const key = `${place.line}:${place.column} ${text}`;
    if (!this.problems.has(key)) this.problems.set(key, { ...place, text });
  }

  private refuse(expected: string, got: string, fix: string, place = { line: 1, column: 1 }): never {
    this.add(place, `API-20: expected ${expected}, got ${got}; ${fix}`);
    this.finish();
    throw new Error('unreachable');
  }

  private read(file: string): string {
    try {
      const { size } = statSync(file);
      if (size <= MOST_BYTES) return readFileSync(file, 'utf8');
      return this.refuse(`at most ${MOST_BYTES} bytes`, `${size}`, 'split it into several APIs');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (!code) throw error;
      return this.refuse('an OpenAPI document', code, 'name a file that is there, as join(__dirname, …)');
    }
  }

  private parse(text: string): any {
    // yaml takes its time to load, and most apps import no document
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const yaml: typeof import('yaml') = require('yaml');
    const lines = new yaml.LineCounter();
    // its own search for keys that are there twice takes a minute for 60,000
    const options = { lineCounter: lines, prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;
    const document = parsed(() => yaml.parseDocument(text, options));
    if (document instanceof Error) return this.refuse('a document of sensible depth', document.message, 'nest it less');
    const at = (offset: number) => {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(1, line), column: Math.max(1, col) };
    };
    for (const { message, pos } of [...document.errors, ...document.warnings].slice(0, MOST_SHOWN)) {
      this.add(at(pos[0]), `API-20: expected YAML or JSON, got ${message.split('\n')[0]}; correct it`);
    }
    const repeated = parsed(() => repeatedKeys(yaml, document));
    if (repeated instanceof Error) return this.refuse('a document of sensible depth', repeated.message, 'nest it less');
    for (const offset of repeated) {
      this.add(at(offset), 'API-20: expected each key once, got one again; take one of them out');
    }
    this.finish();
    const value = parsed(() => document.toJS({ maxAliasCount: MOST_ALIASES }));
    if (value instanceof Error) return this.refuse('few aliases', value.message, 'use $ref, or write it out');
    if (!isSmall(value)) {
      const got = `more than ${MOST_VALUES} values or ${DEEPEST} levels, aliases written out`;
      return this.refuse('a document of sensible size', got, 'use $ref instead of aliases, or split it');
    }
    this.position = (names) => at(offsetOf(yaml, document, names));
    return value;
  }
}

/** A value of the document with the way to it. */
export class Place {
  public constructor(
    public readonly source: OpenApiSource,
    public readonly value: any,
    public readonly names: readonly string[],
  ) {}

  public get pointer(): string {
    return step('#', ...this.names);
  }

  public get(name: string | number): Place {
    const there = typeof this.value === 'object' && this.value !== null && has(this.value, String(name));
    return new Place(this.source, there ? this.value[name] : undefined, [...this.names, String(name)]);
  }

  public get exists(): boolean {
    return this.value !== undefined;
  }

  /** The values of an object, or none and a problem. */
  public entries(what: string): [string, Place][] {
    if (this.value === undefined) return [];
    if (isObject(this.value)) return Object.keys(this.value).map((name) => [name, this.get(name)]);
    this.problem('API-20', `${what} to be an object`, kindOf(this.value), 'correct it');
    return [];
  }

  /** The values of a list, or none and a problem. */
  public items(what: string): Place[] {
    if (this.value === undefined) return [];
    if (Array.isArray(this.value)) return this.value.map((_, index) => this.get(index));
    this.problem('API-20', `${what} to be a list`, kindOf(this.value), 'correct it');
    return [];
  }

  public problem(ruleId: string, expected: string, got: string, fix: string): void {
    this.source.problem(this.names, ruleId, expected, got, fix);
  }

  /** What a reference leads to, or the place itself. Undefined, and a problem: it leads nowhere. */
  public followed(seen: readonly string[] = []): Place | undefined {
    if (!isObject(this.value) || !has(this.value, '$ref')) return this;
    if (seen.includes(this.pointer) || seen.length >= MOST_REFERENCES) {
      const got = seen.includes(this.pointer) ? `${this.pointer} again` : `${MOST_REFERENCES} in a row`;
      this.get('$ref').problem('API-20', 'a reference that ends', got, 'correct it');
      return undefined;
    }
    return this.target()?.followed([...seen, this.pointer]);
  }

  /** Where its `$ref` points: within the document, or a problem. No other file is ever read. */
  public target(): Place | undefined {
    const ref = this.get('$ref');
    const names = typeof ref.value === 'string' ? pointerNames(ref.value) : undefined;
    if (!names) {
      const fix = 'bundle the document into one file';
      ref.problem('API-20', 'a reference within the document, as #/components/…', JSON.stringify(ref.value), fix);
      return undefined;
    }
    const value = atPointer(this.source.root.value, ref.value);
    if (value === undefined) {
      ref.problem('API-20', 'a reference to something that is there', ref.value, 'correct it');
      return undefined;
    }
    return new Place(this.source, value, names);
  }
}

export const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : JSON.stringify(value);

/** yaml runs out of stack on hostile nesting, and refuses many aliases. */
function parsed<T>(run: () => T): T | Error {
  try {
    return run();
  } catch (error) {
    return error as Error;
  }
}

function repeatedKeys(yaml: typeof import('yaml'), document: any): number[] {
  const offsets: number[] = [];
  yaml.visit(document, {
    Map: (_, { items }) => {
      const names = new Set<string>();
      for (const { key } of items) {
        const name = String(yaml.isScalar(key) ? key.value : key);
        if (names.has(name)) offsets.push((key as any).range?.[0] ?? 0);
        names.add(name);
      }
    },
  });
  return offsets;
}

/** Counts with aliases written out: a bomb is large, and an alias inside itself is deep. */
function isSmall(root: unknown): boolean {
  let left = MOST_VALUES;
  const fits = (value: unknown, depth: number): boolean => {
    if (--left < 0 || depth > DEEPEST) return false;
    return typeof value !== 'object' || value === null || Object.values(value).every((one) => fits(one, depth + 1));
  };
  return fits(root, 0);
}

/** Where the key of a value begins; where the nearest value around it does when it is missing. */
function offsetOf(yaml: typeof import('yaml'), document: any, names: readonly string[]): number {
  let node = document.contents;
  let offset: number = node?.range?.[0] ?? 0;
  for (const name of names) {
    if (yaml.isAlias(node)) node = node.resolve(document);
    if (yaml.isMap(node)) {
      const pair: any = node.items.find(({ key }: any) => String(yaml.isScalar(key) ? key.value : key) === name);
      if (!pair) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (yaml.isSeq(node)) {
      const item: any = node.items[Number(name)];
      if (!item) return offset;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else return offset;
  }
  return offset;
}
