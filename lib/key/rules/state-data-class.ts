import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import type { Resource } from '../../core/assembly';
import { isUnknown, readable } from '../../core/text';
import { DATA_STORES, stated } from '../data-stores';

export const stateDataClass: Rule = {
  id: 'DATA-01',
  types: Object.keys(DATA_STORES),
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'what keeps data states the class of it',
  why: 'Where nobody said whose data it is, key, retention and logging are guesswork, and no report shows where personal data lies.',
  fix: 'set dataClass on the Secure construct, or the tag data-class to internal, personal or secret: Tags.of(store).add("data-class", …)',
  topics: ['encryption', 'retention'],
  controls: ['E6'],
  migration: 'none',
  reaches: ['construct'],
  check,
};

const CLASSES: readonly unknown[] = ['internal', 'personal', 'secret'];

function check(store: Resource): Judgement {
  if (DATA_STORES[store.type].isExempt?.(store)) return PASS;
  const { value, readable: canBeRead, at } = stated(store);
  if (!canBeRead) return unknown('tags only known at deployment', at);
  if (!isPresent(value)) return fail('no tag data-class', at);
  return isUnknown(value) || CLASSES.includes(value) ? PASS : fail(`data-class ${readable(value)}`, at);
}
