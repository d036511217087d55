import { Rule } from '../../core/rule';
import { queueDeniesPlainHttp } from './deny-plain-http';
import { encrypted } from './encrypted';
import { keepFailuresAWeek } from './keep-failures-a-week';
import { keyFitsDataClass } from './key-fits-data-class';

export const QUEUE_RULES: readonly Rule[] = [encrypted, queueDeniesPlainHttp, keepFailuresAWeek, keyFitsDataClass];
