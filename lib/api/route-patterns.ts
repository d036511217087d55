/** One place of a pattern: a character, any but a slash, or any at all; several of them when starred. */
interface Place {
  readonly takes: string;
  readonly isStarred: boolean;
}

const SEGMENT = '[^/]';
const ANYTHING = '.*';

const one = (takes: string): Place => ({ takes, isStarred: false });
const starred = (takes: string): Place => ({ takes, isStarred: true });
const several = (takes: string): Place[] => [one(takes), starred(takes)];

/** What stands behind the API in a resource of a policy: `/prod/GET/orders/*`, with IAM's wildcards and placeholders. */
const ofResource = (tail: string): Place[] =>
  [...tail.toLowerCase().replace(/⟨[^⟩]*⟩/g, '*')].map((character) => {
    if (character === '*') return starred(ANYTHING);
    return one(character === '?' ? ANYTHING : character);
  });

/** Everything that a route of any stage can be asked as: `{orderId}` is one segment, `{proxy+}` one or more. */
function ofRoute(verb: string, path: string): Place[] {
  const characters = (text: string): Place[] => [...text.toLowerCase()].map(one);
  const places = path
    .split(/(\{[^}]*\})/)
    .flatMap((part) => (/^\{.*\}$/.test(part) ? several(part.endsWith('+}') ? ANYTHING : SEGMENT) : characters(part)));
  const verbs = verb === 'ANY' || verb.includes('⟨') ? several(SEGMENT) : characters(verb);
  return [one('/'), ...several(SEGMENT), one('/'), ...verbs, ...places];
}

/** Whether some request for the route is covered by the resource. */
export const mayMeet = (tail: string, verb: string, path: string): boolean =>
  overlap(ofResource(tail), ofRoute(verb, path));

/** Whether two patterns take a text in common. */
function overlap(left: readonly Place[], right: readonly Place[]): boolean {
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [i, j] = next;
    const key = i * (right.length + 1) + j;
    if (seen.has(key)) continue;
    seen.add(key);
    if (i === left.length && j === right.length) return true;
    const [a, b] = [left[i], right[j]];
    if (a?.isStarred) open.push([i + 1, j]);
    if (b?.isStarred) open.push([i, j + 1]);
    if (a && b && takeAlike(a.takes, b.takes)) open.push([a.isStarred ? i : i + 1, b.isStarred ? j : j + 1]);
  }
  return false;
}

function takeAlike(left: string, right: string): boolean {
  if (left === right || left === ANYTHING || right === ANYTHING) return true;
  return (left === SEGMENT && right !== '/') || (right === SEGMENT && left !== '/');
}
