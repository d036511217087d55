import { Rule } from '../../core/rule';
import { hasALimit } from './has-a-limit';
import { onePerAccount } from './one-per-account';
import { tellsActualAndForecast } from './tells-actual-and-forecast';

export const SPEND_RULES: readonly Rule[] = [tellsActualAndForecast, hasALimit, onePerAccount];
