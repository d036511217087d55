import { Rule } from '../../core/rule';
import { judgeSettings } from '../settings';

const REPOSITORY = 'AWS::ECR::Repository';

export const keepImageTags: Rule = {
  id: 'STORE-27',
  types: [REPOSITORY],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a tag of an image always means the same image',
  why: 'Whoever may push can put another image behind the tag that was tested, and the next start runs it.',
  fix: 'set imageTagMutability to TagMutability.IMMUTABLE',
  topics: ['supply-chain'],
  controls: ['H1', 'FSBP ECR.2'],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings([
    { type: REPOSITORY, path: 'ImageTagMutability', good: ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION'], absent: 'fail' },
  ]),
};
