import { Expression, parsePattern } from './pattern-syntax';

const MOST_POSITIONS = 150;
/** Repetitions of something short are written out up to here; others count as endless, which can only find more. */
const FEW = 8;
const LONGEST = 1000;
const MOST_STEPS = 3_000_000;

/**
 * What is wrong with a pattern. Found: a repetition that can take the same text in two ways, so that a backtracking matcher
 * tries exponentially many, as in `(a+)+$`, `(a|a)*$` or `(\w*x?)*$`. Not found: quadratic ones such as `a*a*$`, which maxLength
 * keeps small, and patterns without `^` and `$`, which match a part.
 */
export function patternProblem(pattern: unknown): { readonly got: string; readonly fix: string } | undefined {
  if (typeof pattern !== 'string') return { got: 'a pattern that is no text', fix: 'write a regular expression' };
  if (pattern.length > LONGEST)
    return { got: `a pattern of ${pattern.length} characters`, fix: `use at most ${LONGEST}` };
  const shown = pattern.length > 60 ? `${pattern.slice(0, 57)}...` : pattern;
  const fix = 'write it so that each text can match in one way only';
  try {
    new RegExp(pattern);
  } catch {
    return { got: `the pattern ${shown}, which is no regular expression`, fix: 'correct it' };
  }
  const { expression, asides, backReference } = parsePattern(pattern);
  if (backReference) return { got: `the pattern ${shown} with a back reference`, fix: 'check that in the handler' };
  for (const one of [expression, ...asides]) {
    const machine = new Positions(one);
    const exponential = machine.tooMany ? undefined : isExponential(machine);
    if (exponential === undefined)
      return { got: `the pattern ${shown}, which is too large to judge`, fix: 'use a shorter one' };
    if (exponential) return { got: `the pattern ${shown}, whose repetition can match the same text in many ways`, fix };
  }
  return undefined;
}

interface Ends {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly nullable: boolean;
}
/** Whether it holds a repetition without end: repeated a few times, that is a polynomial of high degree. */
const isEndless = (one: Expression): boolean => {
  if (one.kind === 'set') return false;
  return one.kind === 'repeat' ? one.most > FEW || isEndless(one.body) : one.parts.some(isEndless);
};

const NOTHING: Ends = { first: [], last: [], nullable: true };

/** The positions of a pattern's characters and which may follow which: Glushkov's automaton, with edges that exist twice. */
class Positions {
  public readonly sets: bigint[] = [];
  public readonly next: Set<number>[] = [];
  public readonly twice: [number, number][] = [];
  public tooMany = false;

  public constructor(expression: Expression) {
    this.add(expression);
  }

  private add(one: Expression): Ends {
    if (this.sets.length > MOST_POSITIONS) {
      this.tooMany = true;
      return NOTHING;
    }
    if (one.kind === 'set') {
      const at = this.sets.push(one.set) - 1;
      this.next.push(new Set());
      return { first: [at], last: [at], nullable: false };
    }
    if (one.kind === 'sequence')
      return one.parts.reduce<Ends>((before, part) => this.chain(before, this.add(part)), NOTHING);
    if (one.kind === 'choice') {
      const ends = one.parts.map((part) => this.add(part));
      const all = (key: 'first' | 'last') => ends.flatMap((end) => end[key]);
      return { first: all('first'), last: all('last'), nullable: ends.some(({ nullable }) => nullable) };
    }
    return this.repeat(one.body, one.least, one.most);
  }

  private repeat(body: Expression, least: number, most: number): Ends {
    if (most > (isEndless(body) ? 1 : FEW)) {
      const ends = this.add(body);
      this.connect(ends.last, ends.first);
      return { ...ends, nullable: ends.nullable || least === 0 };
    }
    let result = NOTHING;
    for (let turn = most; turn > 0; turn--) {
      const after = this.chain(this.add(body), result);
      result = turn > least ? { ...after, nullable: true } : after;
    }
    return result;
  }

  private chain(a: Ends, b: Ends): Ends {
    this.connect(a.last, b.first);
    return {
      first: a.nullable ? [...a.first, ...b.first] : a.first,
      last: b.nullable ? [...a.last, ...b.last] : b.last,
      nullable: a.nullable && b.nullable,
    };
  }

  private connect(from: readonly number[], to: readonly number[]): void {
    for (const a of from) {
      for (const b of to) {
        if (this.next[a].has(b)) this.twice.push([a, b]);
        this.next[a].add(b);
      }
    }
  }
}

/** Whether some position can be left and come back to by the same text on two different ways; undefined after too many steps. */
function isExponential({ sets, next, twice }: Positions): boolean | undefined {
  const size = sets.length;
  const previous = reversed(next);
  const steps = { left: MOST_STEPS };
  const pairs = (edges: readonly (readonly number[])[]) => (pair: number) => {
    const [lefts, rights] = [edges[Math.floor(pair / size)], edges[pair % size]];
    steps.left -= lefts.length * rights.length;
    return lefts.flatMap((p) => rights.filter((q) => (sets[p] & sets[q]) !== 0n).map((q) => p * size + q));
  };
  const [forth, back] = [pairs(next.map((after) => [...after])), pairs(previous)];
  for (let start = 0; start < size; start++) {
    const ahead = flood([...next[start]], (one) => [...next[one]], steps);
    if (!ahead.has(start)) continue; // no loop goes through it
    const behind = flood(previous[start], (one) => previous[one], steps);
    if (twice.some(([p, q]) => (p === start || ahead.has(p)) && (q === start || behind.has(q)))) return true;
    const reached = flood([start * size + start], forth, steps);
    const returning = flood([start * size + start], back, steps);
    if ([...reached].some((pair) => Math.floor(pair / size) !== pair % size && returning.has(pair))) return true;
    if (steps.left < 0) return undefined;
  }
  return false;
}

function flood(
  from: readonly number[],
  after: (one: number) => readonly number[],
  steps: { left: number },
): Set<number> {
  const seen = new Set(from);
  for (const one of seen) {
    if (steps.left-- < 0) break;
    for (const another of after(one)) seen.add(another);
  }
  return seen;
}

function reversed(next: readonly Set<number>[]): number[][] {
  const result: number[][] = next.map(() => []);
  next.forEach((after, from) => after.forEach((to) => result[to].push(from)));
  return result;
}
