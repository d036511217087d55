import { fail, PASS, Rule } from '../../core/rule';
import { reachIn, STORES } from '../reached-stores';

/** Control A6. The verbs of one resource, its events and a nightly job need seven. */
const MOST_FUNCTIONS = 8;
const SHOWN = 5;

export const fewFunctions: Rule = {
  id: 'SOURCE-10',
  types: STORES,
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'at most eight functions reach a data store',
  why: 'Each function that reaches a store is a way in. With many, nobody can say who may change what, and one of them is the weakest.',
  fix: 'let few functions work on the store and the others ask them, or keep what they need in a store of their own',
  topics: ['least-privilege'],
  controls: ['A6'],
  migration: 'manual',
  reaches: [],
  check: (store) => {
    const functions = (reachIn(store.assembly).byStore.get(store) ?? []).filter((one) => one.exists());
    if (functions.length <= MOST_FUNCTIONS) return PASS;
    const names = functions.slice(0, SHOWN).map(({ logicalId }) => logicalId);
    return fail(`${functions.length}: ${names.join(', ')}, …`);
  },
};
