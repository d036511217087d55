import { DEEPEST, Unreadable } from './unreadable';

const QUOTE = 34;
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const BROKEN_TEXT = /[\u0000-\u001f]|\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/;

/**
 * Walks through JSON text: what is wrong and where, twice the same key, nesting too deep, and the lines on which resources
 * begin. Iterative, so that no text can overflow the stack. Of text that is valid, what is between quotes is not looked at.
 *
 * @returns the line of every key below `Resources`
 */
export function scanJson(text: string, { isValid = false } = {}): Map<string, number> {
  return new Scan(text, isValid).run();
}

interface Open {
  readonly isObject: boolean;
  /** Keys so far; the current one. */
  readonly keys?: Set<string>;
  key?: string;
}

class Scan {
  private at = 0;
  private line = 1;
  private counted = 0;
  private readonly open: Open[] = [];
  private readonly resources = new Map<string, number>();

  constructor(
    private readonly text: string,
    private readonly isValid: boolean,
  ) {}

  public run(): Map<string, number> {
    this.value();
    while (this.open.length > 0) {
      const top = this.open[this.open.length - 1];
      this.blank();
      const char = this.text[this.at];
      if (char === (top.isObject ? '}' : ']')) {
        this.at++;
        this.open.pop();
      } else if (char === ',') {
        this.at++;
        this.entry(top);
      } else throw this.wrong(`expected ',' or '${top.isObject ? '}' : ']'}'`);
    }
    this.blank();
    if (this.at < this.text.length) throw this.wrong('expected nothing more');
    return this.resources;
  }

  /** A value, or the opening of one with its first entry. */
  private value(): void {
    for (;;) {
      this.blank();
      const char = this.text[this.at];
      if (char !== '{' && char !== '[') {
        if (char === '"') this.string();
        else this.literal();
        return;
      }
      if (this.open.length >= DEEPEST) throw this.wrong(`nested deeper than ${DEEPEST} levels`);
      this.at++;
      const isObject = char === '{';
      this.open.push(isObject ? { isObject, keys: new Set() } : { isObject });
      this.blank();
      if (this.text[this.at] === (isObject ? '}' : ']')) return; // the loop in `run` closes it
      if (isObject) this.name(this.open[this.open.length - 1]);
    }
  }

  private entry(top: Open): void {
    if (top.isObject) this.name(top);
    this.value();
  }

  private name(top: Open): void {
    this.blank();
    const start = this.at;
    if (this.text[this.at] !== '"') throw this.wrong('expected a key in double quotes');
    const raw = this.string();
    const key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
    if (top.keys!.has(key)) throw this.wrong(`duplicate key '${key}'`, start);
    top.keys!.add(key);
    top.key = key;
    if (this.open.length === 2 && this.open[0].key === 'Resources') this.resources.set(key, this.lineAt(start));
    this.blank();
    if (this.text[this.at] !== ':') throw this.wrong("expected ':'");
    this.at++;
  }

  /** Between the quotes, as written. */
  private string(): string {
    const start = this.at + 1;
    let end = start;
    for (;;) {
      end = this.text.indexOf('"', end);
      if (end < 0) throw this.wrong('a text without an end');
      let slashes = 0;
      while (this.text[end - 1 - slashes] === '\\') slashes++;
      if (slashes % 2 === 0) break;
      end++;
    }
    const raw = this.text.slice(start, end);
    const broken = this.isValid ? null : BROKEN_TEXT.exec(raw.replace(/\\\\/g, '__'));
    if (broken) throw this.wrong('a text with a line break, control character or unknown escape', start + broken.index);
    this.at = end + 1;
    return raw;
  }

  private literal(): void {
    LITERAL.lastIndex = this.at;
    const found = LITERAL.exec(this.text);
    if (!found) throw this.wrong('expected a value');
    this.at += found[0].length;
  }

  private blank(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  /** Positions are asked for from front to back. */
  private lineAt(offset: number): number {
    for (;;) {
      const next = this.text.indexOf('\n', this.counted);
      if (next < 0 || next >= offset) return this.line;
      this.counted = next + 1;
      this.line++;
    }
  }

  private wrong(what: string, offset = this.at): Unreadable {
    const before = this.text.slice(0, offset);
    const line = before.split('\n').length;
    const column = offset - before.lastIndexOf('\n');
    const char = this.text.charCodeAt(offset);
    const isEnd = offset >= this.text.length;
    const got = isEnd ? 'the end of the file' : char === QUOTE ? 'a text' : `'${this.text[offset]}'`;
    return new Unreadable(what.startsWith('expected') ? `${what}, got ${got}` : what, line, column);
  }
}
