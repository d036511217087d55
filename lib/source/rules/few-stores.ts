import { fail, PASS, Rule } from '../../core/rule';
import { reachIn } from '../reached-stores';

/** Control B8. */
const MOST_STORES = 3;

export const fewStores: Rule = {
  id: 'SOURCE-09',
  types: ['AWS::Lambda::Function'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a function reaches at most three data stores',
  why: 'What a function may reach is what a mistake in it gives away; one that reaches everything makes all the others’ narrow roles worth nothing.',
  fix: 'make one function for each purpose, and connect each to what it needs',
  topics: ['least-privilege'],
  controls: ['B8', 'A6', 'PureSec SAS-4'],
  migration: 'manual',
  reaches: [],
  check: (fn) => {
    const stores = [...(reachIn(fn.assembly).byFunction.get(fn) ?? [])].filter((one) => one.exists());
    if (stores.length <= MOST_STORES) return PASS;
    return fail(`${stores.length}: ${stores.map(({ logicalId }) => logicalId).join(', ')}`);
  },
};
