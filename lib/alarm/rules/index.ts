import { Rule } from '../../core/rule';
import { staySwitchedOn } from './stay-switched-on';
import { tellSomebody } from './tell-somebody';

export const ALARM_RULES: readonly Rule[] = [tellSomebody, staySwitchedOn];
