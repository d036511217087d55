import { Rule } from '../../core/rule';
import { encryptWithCustomerKey } from './encrypt-with-customer-key';
import { keepOnRemoval } from './keep-on-removal';
import { stateRetention } from './state-retention';

export const LOGS_RULES: readonly Rule[] = [stateRetention, encryptWithCustomerKey, keepOnRemoval];
