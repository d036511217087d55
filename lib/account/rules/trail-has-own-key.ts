import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

export const trailHasOwnKey: Rule = {
  id: 'ACCOUNT-07',
  types: ['AWS::CloudTrail::Trail', 'AWS::CloudTrail::EventDataStore'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'what a trail records is encrypted with a customer key',
  why: 'The record of everything that was done names people, resources and parameters; with your own key reading it takes two permissions.',
  fix: 'set encryptionKey (KMSKeyId) to a key that lets cloudtrail.amazonaws.com in for this account',
  topics: ['encryption', 'logging'],
  controls: ['E1', 'G1', 'FSBP CloudTrail.2'],
  migration: 'in-place',
  reaches: [],
  check: (trail) => {
    const property = trail.type === 'AWS::CloudTrail::Trail' ? 'KMSKeyId' : 'KmsKeyId';
    return isPresent(trail.get(property)) ? PASS : fail(`${property} not set`, `Properties.${property}`);
  },
};
