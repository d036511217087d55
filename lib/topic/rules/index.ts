import { Rule } from '../../core/rule';
import { alarmHasReceiver } from './alarm-has-receiver';
import { topicDeniesPlainHttp } from './deny-plain-http';
import { encryptedWithCustomerKey } from './encrypted-with-customer-key';

export const TOPIC_RULES: readonly Rule[] = [encryptedWithCustomerKey, topicDeniesPlainHttp, alarmHasReceiver];
