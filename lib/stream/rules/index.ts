import { Rule } from '../../core/rule';
import { bufferKeyFitsDataClass } from './buffer-key-fits-data-class';
import { deliverOverTls } from './deliver-over-tls';
import { deliveredKeyFitsDataClass } from './delivered-key-fits-data-class';
import { encryptBufferedRecords } from './encrypt-buffered-records';
import { encryptRecords } from './encrypt-records';
import { keepOnRemoval } from './keep-on-removal';
import { streamKeyFitsDataClass } from './key-fits-data-class';
import { logAnalytics } from './log-analytics';
import { logFailedDeliveries } from './log-failed-deliveries';
import { stateRetention } from './state-retention';

export const STREAM_RULES: readonly Rule[] = [
  encryptRecords,
  streamKeyFitsDataClass,
  stateRetention,
  keepOnRemoval,
  encryptBufferedRecords,
  bufferKeyFitsDataClass,
  deliveredKeyFitsDataClass,
  logFailedDeliveries,
  deliverOverTls,
  logAnalytics,
];
