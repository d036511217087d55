import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { readable } from '../../core/text';
import { attachedTo, boundaryOf, isBoundaryOnly, isIdentity, isJudgedWithIdentity, listed } from '../attachments';
import { ADMINISTRATORS } from '../escalations';
import { IDENTITY_POLICIES, identityStatements, UNREADABLE } from '../identity-statements';
import { WayUp, waysUp } from '../ways-up';

/** Judged on the identity, with everything that is attached to it; on a policy only where its identity is not seen. */
export const noPrivilegeEscalation: Rule = {
  id: 'ROLE-04',
  types: IDENTITY_POLICIES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no statements together let the role grant itself more',
  why: 'Code that is broken into could then rewrite policies, take other roles or run as another function: one bug owns the account.',
  fix: 'take the action away, or name the one role or function that it is for',
  topics: ['least-privilege'],
  controls: ['A9', 'PureSec SAS-4'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => {
    if (!isIdentity(resource) && (isBoundaryOnly(resource) || isJudgedWithIdentity(resource))) return PASS;
    const administrator = listed(resource).find((one) => ADMINISTRATORS.test(String(one)));
    if (administrator !== undefined) return fail(readable(administrator), 'Properties.ManagedPolicyArns');
    const documents = [resource, ...attachedTo(resource)].map(identityStatements);
    const bound = boundaryOf(resource);
    const ways = waysUp({
      statements: documents.flatMap((one) => one ?? []),
      boundary: bound && identityStatements(bound),
    });
    if (ways.length > 0) return judgeAll(ways);
    return documents.includes(undefined) ? UNREADABLE : PASS;
  },
};

/** The first ways in words; the places of all of them, so that a new one is another weakness than the known ones. */
function judgeAll(ways: readonly WayUp[]): Judgement {
  const places = [...new Set(ways.flatMap(({ by }) => by.map(({ at }) => at)))];
  const said = ways.slice(0, MOST_SAID).map(({ got }) => got);
  const more = ways.length - said.length;
  const got = [...said, ...(more > 0 ? [`${more} more ways`] : [])].join('; ');
  return { ...fail(got, places[0]), ...(places.length > 1 && { places }) };
}

const MOST_SAID = 3;
