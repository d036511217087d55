import { fail, PASS, Rule } from '../../core/rule';
import { eventKindsOf } from '../event-kinds';

/** Control B8. */
const MOST_KINDS = 2;

export const onePurpose: Rule = {
  id: 'SOURCE-08',
  types: ['AWS::Lambda::Function'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a function gets at most two kinds of events',
  why: 'A function that has to tell kinds of events apart can be made to take one for another, and has the permissions of all its purposes.',
  fix: 'make one function for each purpose; they may share their code',
  topics: ['validation', 'least-privilege'],
  controls: ['B8', 'PureSec SAS-10'],
  migration: 'manual',
  reaches: [],
  check: (fn) => {
    const kinds = eventKindsOf(fn);
    return kinds.size > MOST_KINDS ? fail([...kinds].sort().join(', ')) : PASS;
  },
};
