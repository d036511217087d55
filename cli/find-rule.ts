import { ALL_RULES } from '../lib/catalog';
import type { Rule } from '../lib/core/rule';
import { UsageError } from './exit-codes';

/** The rule of this id, however it is written: `bucket-1` is BUCKET-01. @throws UsageError with what may be meant */
export function findRule(id: string): Rule {
  const [, folder = '', number = ''] = /^([a-z]+)[-_ ]?(\d+)$/i.exec(id.trim()) ?? [];
  const wanted = folder === '' ? id.toUpperCase() : `${folder.toUpperCase()}-${number.padStart(2, '0')}`;
  const rule = ALL_RULES.find((one) => one.id === wanted);
  if (rule) return rule;
  if (/^GATE-\d+$/.test(wanted)) {
    throw new UsageError(`${wanted} is about the gate itself, not a rule; its own message says what to do`);
  }
  const close = ALL_RULES.map((one) => ({ id: one.id, distance: distance(one.id, wanted) }))
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map((one) => one.id);
  throw new UsageError(`no rule '${id}'; did you mean ${close.join(', ')}? 'explain' alone lists all`);
}

/** How many letters apart. */
function distance(one: string, other: string): number {
  const long = other.slice(0, 40);
  let row = [...Array(long.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= long.length; j++) {
      const same = one[i - 1] === long[j - 1] ? 0 : 1;
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same));
    }
    row = next;
  }
  return row[long.length];
}
