import { Rule } from '../../core/rule';
import { alarmHasReceiver } from './alarm-has-receiver';
import { deliverByHttps } from './deliver-by-https';
import { topicDeniesPlainHttp } from './deny-plain-http';
import { encryptedWithCustomerKey } from './encrypted-with-customer-key';
import { failuresStayInOrder } from './failures-stay-in-order';
import { keepFailedDeliveries } from './keep-failed-deliveries';
import { receiversOfThisAccount } from './receivers-of-this-account';

export const TOPIC_RULES: readonly Rule[] = [
  encryptedWithCustomerKey,
  topicDeniesPlainHttp,
  alarmHasReceiver,
  deliverByHttps,
  receiversOfThisAccount,
  keepFailedDeliveries,
  failuresStayInOrder,
];
