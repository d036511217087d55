import { is } from '../core/compare';
import { Judgement, PASS } from '../core/rule';
import { readable } from '../core/text';
import { Copy } from './copies';

/** Whether a property is true in a region. */
export const judgeFlag =
  (path: string) =>
  (copy: Copy): Judgement => {
    const value = copy.get(path);
    const verdict = is(value, true);
    if (verdict === 'pass') return PASS;
    return { verdict, got: `${path} ${value === undefined ? 'not set' : `= ${readable(value)}`}`, at: copy.at(path) };
  };
