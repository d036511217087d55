import { EventBusProps } from 'aws-cdk-lib/aws-events';
import { Rule } from '../../core/rule';
import { keyFitsStatedClass } from '../../core/stated-class';

/** EventBridge encrypts with a key of AWS when nothing is said: only what a bus states about its data asks for more. */
export const busKeyFitsDataClass: Rule<EventBusProps> = {
  id: 'BUS-04',
  types: ['AWS::Events::EventBus'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a bus of personal or secret events is encrypted with a customer key',
  why: 'With a key of AWS nobody can revoke the access to stored events, and no trail shows when they were decrypted.',
  fix: 'set kmsKey to KeyRing.of(this).data(), or correct the tag data-class',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (bus) => keyFitsStatedClass(bus, 'KmsKeyIdentifier'),
};
