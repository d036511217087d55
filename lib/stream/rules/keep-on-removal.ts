import { keptOnRemoval } from '../../core/kept-on-removal';
import { Rule } from '../../core/rule';

/** It only warns: a stream holds what passes through, mostly for a day. */
export const keepOnRemoval: Rule = {
  id: 'STREAM-04',
  types: ['AWS::Kinesis::Stream'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'the stream is kept when its resource is removed or replaced',
  why: 'A renamed construct or a deleted stack takes the records with it that no reader has seen yet.',
  fix: 'set removalPolicy to RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE',
  topics: ['retention', 'availability'],
  controls: ['E4'],
  migration: 'none',
  reaches: ['construct', 'mixin'],
  check: keptOnRemoval,
};
