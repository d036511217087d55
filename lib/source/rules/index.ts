import { Rule } from '../../core/rule';
import { authenticateToKafka } from './authenticate-to-kafka';
import { boundQueueConcurrency } from './bound-queue-concurrency';
import { boundStreamRetries } from './bound-stream-retries';
import { failRecordsAlone } from './fail-records-alone';
import { fewFunctions } from './few-functions';
import { fewStores } from './few-stores';
import { keepGivenUpRecords } from './keep-given-up-records';
import { leaveTimeForRetries } from './leave-time-for-retries';
import { onePurpose } from './one-purpose';
import { splitFailingBatches } from './split-failing-batches';

export const SOURCE_RULES: readonly Rule[] = [
  keepGivenUpRecords,
  boundStreamRetries,
  failRecordsAlone,
  splitFailingBatches,
  boundQueueConcurrency,
  authenticateToKafka,
  leaveTimeForRetries,
  onePurpose,
  fewStores,
  fewFunctions,
];
