import { Rule } from '../../core/rule';
import { boundLateRuns } from './bound-late-runs';
import { boundRetries } from './bound-retries';
import { encryptArchiveAsBus } from './encrypt-archive-as-bus';
import { keepMissedRuns } from './keep-missed-runs';
import { keepPayloadsOutOfLogs } from './keep-payloads-out-of-logs';
import { keepUndecryptableEvents } from './keep-undecryptable-events';
import { keepUndeliveredEvents } from './keep-undelivered-events';
import { busKeyFitsDataClass } from './key-fits-data-class';
import { letStreamsMoveOn } from './let-streams-move-on';
import { logFailures } from './log-failures';
import { pipeKeyFitsDataClass } from './pipe-key-fits-data-class';
import { rolesActForOwnResources } from './roles-act-for-own-resources';
import { stayInOwnAccount } from './stay-in-own-account';

export const BUS_RULES: readonly Rule[] = [
  keepUndeliveredEvents,
  boundRetries,
  stayInOwnAccount,
  busKeyFitsDataClass,
  encryptArchiveAsBus,
  keepUndecryptableEvents,
  logFailures,
  keepPayloadsOutOfLogs,
  keepMissedRuns,
  rolesActForOwnResources,
  letStreamsMoveOn,
  boundLateRuns,
  pipeKeyFitsDataClass,
];
