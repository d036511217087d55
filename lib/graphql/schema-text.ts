/** A directive of AppSync, and whether it names groups of users. */
export interface Directive {
  readonly name: string;
  readonly namesGroups: boolean;
}

export interface Field {
  readonly name: string;
  /** The names of its arguments. */
  readonly args: readonly string[];
  /** The type it answers with, without list and `!`. */
  readonly type: string;
  readonly directives: readonly Directive[];
}

export interface ObjectType {
  readonly directives: readonly Directive[];
  readonly fields: readonly Field[];
}

/** What a schema says, as far as rules ask: its types with fields, and the members of its unions. */
export interface Schema {
  readonly types: ReadonlyMap<string, ObjectType>;
  readonly unions: ReadonlyMap<string, readonly string[]>;
  /** `query`, `mutation` and `subscription` → the type that has their fields. */
  readonly roots: Readonly<Record<string, string>>;
}

// each at the place where it stands, so that no text is looked through twice
const BETWEEN = /[\s,\uFEFF]+|#[^\n\r]*/y;
const TOKEN = /"[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*"|[A-Za-z_]\w*|-?\d[\w.+-]*|[{}()[\]:!=|@&$]/y;
const BLOCK = '"""';

/** Reads a schema in GraphQL's definition language; `undefined` when it is none. */
export function readSchemaText(text: string): Schema | undefined {
  try {
    return new Reader(tokensOf(text)).read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

class Unreadable extends Error {}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < text.length;) {
    const next = endOf(BETWEEN, text, at);
    const end = next ?? (text.startsWith(BLOCK, at) ? endOfBlock(text, at) : endOf(TOKEN, text, at));
    // behind a text without an end, nobody knows what is text
    if (end === undefined && text[at] === '"') throw new Unreadable();
    if (end !== undefined && next === undefined) tokens.push(text.slice(at, end));
    at = end ?? at + 1;
  }
  return tokens;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Three quotation marks that no backslash stands before. */
function endOfBlock(text: string, at: number): number | undefined {
  let close = text.indexOf(BLOCK, at + BLOCK.length);
  while (close >= 0 && text[close - 1] === '\\') close = text.indexOf(BLOCK, close + BLOCK.length);
  return close < 0 ? undefined : close + BLOCK.length;
}

interface OpenType extends ObjectType {
  readonly directives: Directive[];
  readonly fields: Field[];
}

function entry<T>(map: Map<string, T>, name: string, make: () => T): T {
  const value = map.get(name) ?? make();
  map.set(name, value);
  return value;
}

const KIND = /^(type|interface|union|input|enum|scalar)$/;

/** Over the tokens from left to right, each looked at once. */
class Reader {
  private at = 0;
  private readonly types = new Map<string, OpenType>();
  private readonly unions = new Map<string, string[]>();
  private readonly roots: Record<string, string> = {
    query: 'Query',
    mutation: 'Mutation',
    subscription: 'Subscription',
  };

  constructor(private readonly tokens: readonly string[]) {}

  public read(): Schema {
    while (this.at < this.tokens.length) this.definition();
    const { types, unions, roots } = this;
    return { types, unions, roots };
  }

  private definition(): void {
    if (this.peek().startsWith('"')) return void this.take();
    if (this.peek() === 'extend') this.take();
    const kind = this.take();
    if (kind === 'schema') return this.schema();
    if (kind === 'directive') return this.directiveDefinition();
    if (!KIND.test(kind)) throw new Unreadable();
    const name = this.take();
    if (kind === 'type' || kind === 'interface') return this.object(name);
    const directives = this.directives();
    if (kind === 'union') this.union(name);
    else if (this.peek() === '{' && directives) this.skip('{', '}');
  }

  private object(name: string): void {
    if (this.peek() === 'implements') {
      this.take();
      while (!this.isOver && this.peek() !== '{' && this.peek() !== '@') {
        const isJoined = /^(implements|&)$/.test(this.tokens[this.at - 1]);
        if (KIND.test(this.peek()) && !isJoined) break; // a type without fields, and the next one
        this.take();
      }
    }
    // one after the other: a list may be longer than a call takes arguments
    const type = entry(this.types, name, () => ({ directives: [], fields: [] }));
    for (const one of this.directives()) type.directives.push(one);
    for (const one of this.peek() === '{' ? this.fields() : []) type.fields.push(one);
  }

  private fields(): Field[] {
    const fields: Field[] = [];
    this.expect('{');
    while (this.peek() !== '}') {
      if (this.peek().startsWith('"')) this.take();
      const name = this.take();
      const args = this.peek() === '(' ? this.args() : [];
      this.expect(':');
      fields.push({ name, args, type: this.type(), directives: this.directives() });
    }
    this.expect('}');
    return fields;
  }

  /** Names of arguments: what stands before a colon, outside of default values. */
  private args(): string[] {
    const names: string[] = [];
    this.expect('(');
    for (let depth = 0; depth > 0 || this.peek() !== ')';) {
      const token = this.take();
      if (/^[{[(]$/.test(token)) depth++;
      else if (/^[}\])]$/.test(token)) depth--;
      else if (depth === 0 && this.peek() === ':') names.push(token);
    }
    this.expect(')');
    return names;
  }

  private type(): string {
    let name = '';
    while (/^[[\]!]$/.test(this.peek()) || name === '') {
      const token = this.take();
      if (/^[A-Za-z_]/.test(token)) name = token;
      else if (!/^[[\]!]$/.test(token)) throw new Unreadable();
    }
    return name;
  }

  private directives(): Directive[] {
    const found: Directive[] = [];
    while (this.peek() === '@') {
      this.take();
      const name = this.take();
      const from = this.at;
      if (this.peek() === '(') this.skip('(', ')');
      const text = this.tokens.slice(from, this.at).join(' ');
      found.push({ name, namesGroups: /cognito_groups : (\[ )?"[^"]/.test(text) });
    }
    return found;
  }

  private union(name: string): void {
    const members = entry(this.unions, name, (): string[] => []);
    if (this.peek() === '=') {
      this.take();
      do {
        if (this.peek() === '|') this.take();
        members.push(this.take());
      } while (this.peek() === '|');
    }
  }

  private schema(): void {
    this.directives();
    this.expect('{');
    while (this.peek() !== '}') {
      const operation = this.take();
      this.expect(':');
      this.roots[operation] = this.take();
    }
    this.expect('}');
  }

  /** `directive @name(…) repeatable on A | B`: nothing of it is asked for. */
  private directiveDefinition(): void {
    this.expect('@');
    this.take();
    if (this.peek() === '(') this.skip('(', ')');
    while (this.take() !== 'on');
    do {
      if (this.peek() === '|') this.take();
      this.take();
    } while (this.peek() === '|');
  }

  private skip(open: string, close: string): void {
    this.expect(open);
    for (let depth = 1; depth > 0;) {
      const token = this.take();
      if (token === open) depth++;
      else if (token === close) depth--;
    }
  }

  private get isOver(): boolean {
    return this.at >= this.tokens.length;
  }

  private peek(): string {
    return this.tokens[this.at] ?? '';
  }

  private take(): string {
    if (this.isOver) throw new Unreadable();
    return this.tokens[this.at++];
  }

  private expect(token: string): void {
    if (this.take() !== token) throw new Unreadable();
  }
}
