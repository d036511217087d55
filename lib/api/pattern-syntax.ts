/** A regular expression as far as its ambiguity needs: which characters, how often, in which order. */
export type Expression =
  | { readonly kind: 'set'; readonly set: bigint }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly parts: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly body: Expression; readonly least: number; readonly most: number };

export interface Parsed {
  readonly expression: Expression;
  /** What stands in lookaheads and lookbehinds: matched apart. */
  readonly asides: readonly Expression[];
  readonly backReference: boolean;
}

/** Sets of characters are bits: one for each ASCII character, and one for all others. */
const OTHERS = 128;
const ALL = (1n << 129n) - 1n;
const bit = (code: number): bigint => 1n << BigInt(Math.min(code, OTHERS));
const span = (from: number, to: number): bigint => {
  let set = to >= OTHERS ? bit(OTHERS) : 0n;
  for (let code = from; code <= Math.min(to, OTHERS - 1); code++) set |= bit(code);
  return set;
};
const DIGIT = span(48, 57);
const WORD = DIGIT | span(65, 90) | span(97, 122) | bit(95);
const SPACE = span(9, 13) | bit(32) | bit(OTHERS);
/** A complement keeps the bit of all others: some of them are in it. */
const not = (set: bigint): bigint => (ALL & ~set) | bit(OTHERS);
const CLASSES: Readonly<Record<string, bigint>> = {
  d: DIGIT,
  D: not(DIGIT),
  w: WORD,
  W: not(WORD),
  s: SPACE,
  S: not(SPACE),
};
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0 };
const EMPTY: Expression = { kind: 'sequence', parts: [] };

/** Parses a pattern that JavaScript's RegExp accepts. */
export const parsePattern = (pattern: string): Parsed => new Parser(pattern).parse();

class Parser {
  private at = 0;
  private readonly asides: Expression[] = [];
  private backReference = false;

  public constructor(private readonly text: string) {}

  public parse(): Parsed {
    const expression = this.choice();
    return { expression, asides: this.asides, backReference: this.backReference };
  }

  private choice(): Expression {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    return parts.length === 1 ? parts[0] : { kind: 'choice', parts };
  }

  private sequence(): Expression {
    const parts: Expression[] = [];
    while (this.at < this.text.length && !'|)'.includes(this.text[this.at])) parts.push(this.quantified());
    return parts.length === 1 ? parts[0] : { kind: 'sequence', parts };
  }

  private quantified(): Expression {
    const body = this.atom();
    const match = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(this.text.slice(this.at));
    if (!match) return body;
    this.at += match[0].length;
    const [whole, low, comma, high] = match;
    if (low === undefined)
      return { kind: 'repeat', body, least: whole[0] === '+' ? 1 : 0, most: whole[0] === '?' ? 1 : Infinity };
    return { kind: 'repeat', body, least: Number(low), most: comma ? (high ? Number(high) : Infinity) : Number(low) };
  }

  private atom(): Expression {
    if (this.take('(')) return this.group();
    if (this.take('[')) return { kind: 'set', set: this.bracket() };
    if (this.take('\\')) return this.escape();
    const one = this.text[this.at++];
    if (one === '^' || one === '$') return EMPTY;
    return { kind: 'set', set: one === '.' ? ALL : bit(one.charCodeAt(0)) };
  }

  private group(): Expression {
    const [head, aside] = /^\?(?:(<?[=!])|:|<[^>]*>)/.exec(this.text.slice(this.at)) ?? [''];
    this.at += head.length;
    const inner = this.choice();
    this.take(')');
    if (!aside) return inner;
    this.asides.push(inner);
    return EMPTY;
  }

  private escape(): Expression {
    const next = this.text[this.at];
    if (/[bB]/.test(next)) {
      this.at++;
      return EMPTY;
    }
    if (/[1-9k]/.test(next)) {
      this.at++;
      this.backReference = true;
      return EMPTY;
    }
    return { kind: 'set', set: this.escaped() };
  }

  private escaped(): bigint {
    const code = /^(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]+)\})/i.exec(this.text.slice(this.at));
    if (code) {
      this.at += code[0].length;
      return bit(parseInt(code[1] ?? code[2] ?? code[3], 16));
    }
    const next = this.text[this.at++] ?? '\\';
    if (next === 'p' || next === 'P') {
      this.at += /^\{[^}]*\}/.exec(this.text.slice(this.at))?.[0].length ?? 0;
      return ALL;
    }
    if (next === 'c') return bit(this.text.charCodeAt(this.at++) % 32);
    return CLASSES[next] ?? bit(CONTROLS[next] ?? next.charCodeAt(0));
  }

  private bracket(): bigint {
    const negated = this.take('^');
    let set = 0n;
    while (this.at < this.text.length && this.text[this.at] !== ']') {
      const from = this.member();
      if (this.text[this.at] === '-' && this.text[this.at + 1] !== ']' && this.at + 1 < this.text.length) {
        this.at++;
        const to = this.member();
        set |= single(from) && single(to) ? span(codeOf(from), codeOf(to)) : from | to | bit(45);
      } else set |= from;
    }
    this.at++;
    return negated ? not(set) : set;
  }

  private member(): bigint {
    if (!this.take('\\')) return bit(this.text.charCodeAt(this.at++));
    if (this.take('b')) return bit(8);
    return this.escaped();
  }

  private take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }
}

const single = (set: bigint): boolean => set !== 0n && (set & (set - 1n)) === 0n;
const codeOf = (set: bigint): number => set.toString(2).length - 1;
