import fc from 'fast-check';
import { patternProblem } from '../../lib/api/pattern-lint';

describe('patterns that take exponential time', () => {
  test.each([
    '(a+)+$',
    '(a*)*',
    '(a|a)*$',
    '(a|aa)+$',
    '(\\w*x?)*$',
    '^(a+b?)+$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '^(\\d+|\\w+)*$',
    '(.*a){20}',
    '(.*a){3}',
    '(a{1,30}){1,30}',
    '(x+x+)+y',
    '((a|b)*c|a*)*x',
    '^(?:a?a?)*$',
    '(?=(a+)+b)c',
    '(?<name>a+)+$',
    '([\\s\\S]+)+x',
    '(\\u0061|a)+$',
    '([a-c]|[c-e])*$',
    '(é|è|\\W)*$',
  ])('%s', (pattern) =>
    expect(patternProblem(pattern)?.got).toMatch(/whose repetition can match the same text in many ways$/),
  );
});

describe('patterns that take linear or quadratic time', () => {
  test.each([
    '^[a-z0-9]+(-[a-z0-9]+)*$',
    '^(\\w+\\.)*\\w+$',
    '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
    '^(25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)(\\.(25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)){3}$',
    '^[A-Za-z0-9+/]*={0,2}$',
    '^\\d{4}-\\d{2}-\\d{2}$',
    '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    '^(a|b|c)+$',
    '^\\+?[1-9]\\d{1,14}$',
    '^(/[a-z]+(-[a-z]+)*)*$',
    '^(?:[a-z]{1,10}\\.){1,5}[a-z]+$',
    '^a*a*$',
    '^\\p{L}+$',
    '^\\$?\\{x\\}$',
    '^[]$',
    '^[^]$',
    '^[\\]\\-a-]+$',
    '^(?!-)[a-z-]+(?<!-)$',
    '',
  ])('%s', (pattern) => expect(patternProblem(pattern)).toBeUndefined());
});

test.each<[pattern: unknown, got: RegExp]>([
  ['(a)\\1', /with a back reference$/],
  ['(?<x>a)\\k<x>', /with a back reference$/],
  ['[', /which is no regular expression$/],
  ['a**', /which is no regular expression$/],
  [7, /^a pattern that is no text$/],
  ['a'.repeat(1001), /^a pattern of 1001 characters$/],
  [`(?:x${'[a-z]?'.repeat(140)})*`, /too large to judge$/],
  ['[a-z]?'.repeat(160), /too large to judge$/],
])('%s cannot be judged', (pattern, got) => expect(patternProblem(pattern)?.got).toMatch(got));

/** Counts the steps of the plainest backtracking matcher, written without the library. */
type Node = { c: string } | { seq: Node[] } | { alt: Node[] } | { rep: Node; min: number };

const show = (node: Node): string =>
  'c' in node
    ? node.c
    : 'seq' in node
      ? node.seq.map(show).join('')
      : 'alt' in node
        ? `(?:${node.alt.map(show).join('|')})`
        : `(?:${show(node.rep)})${node.min ? '+' : '*'}`;

function steps(root: Node, text: string, limit: number): number {
  let count = 0;
  const match = (node: Node, at: number, then: (at: number) => boolean): boolean => {
    if (++count > limit) return true;
    if ('c' in node) return text[at] === node.c && then(at + 1);
    if ('alt' in node) return node.alt.some((one) => match(one, at, then));
    if ('seq' in node) {
      const from = (index: number, here: number): boolean =>
        index === node.seq.length ? then(here) : match(node.seq[index], here, (next) => from(index + 1, next));
      return from(0, at);
    }
    const again = (times: number, here: number): boolean =>
      match(node.rep, here, (next) => next > here && again(times + 1, next)) || (times >= node.min && then(here));
    return again(0, at);
  };
  match(root, 0, () => false); // never content: every way is tried
  return count;
}

test('what passes is not exponential, whatever the pattern', () => {
  const { node } = fc.letrec<{ node: Node }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('a', 'b').map((c) => ({ c })),
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((seq) => ({ seq })),
      fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((alt) => ({ alt })),
      fc.record({ rep: tie('node'), min: fc.constantFrom(0, 1) }),
    ),
  }));
  const texts = ['a', 'b', 'ab', 'aab', 'abb', 'ba'];
  let flagged = 0;
  fc.assert(
    fc.property(node, (root) => {
      if (patternProblem(show(root))) return void flagged++;
      // doubling the text multiplies the steps of a polynomial of degree 7 by less than 200, and squares those of an exponential
      for (const text of texts) {
        const [short, long] = [8, 16].map((length) => steps(root, text.repeat(length).slice(0, length), 3_000_000));
        expect(long).toBeLessThanOrEqual(200 * short);
      }
    }),
    { numRuns: 300, seed: 20261101 },
  );
  expect(flagged).toBeGreaterThan(20);
});
