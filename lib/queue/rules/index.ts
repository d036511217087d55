import { Rule } from '../../core/rule';
import { alarmOnFailures } from './alarm-on-failures';
import { deadLettersAreTaken } from './dead-letters-are-taken';
import { queueDeniesPlainHttp } from './deny-plain-http';
import { encrypted } from './encrypted';
import { giveUpOnPoison } from './give-up-on-poison';
import { keepFailuresAWeek } from './keep-failures-a-week';
import { keepWhatFails } from './keep-what-fails';
import { keyFitsDataClass } from './key-fits-data-class';

export const QUEUE_RULES: readonly Rule[] = [
  encrypted,
  queueDeniesPlainHttp,
  keepFailuresAWeek,
  keyFitsDataClass,
  giveUpOnPoison,
  deadLettersAreTaken,
  alarmOnFailures,
  keepWhatFails,
];
