import { Rule } from '../../core/rule';
import { judgeSettings } from '../settings';

const PROJECT = 'AWS::CodeBuild::Project';

export const keepBuildsPrivate: Rule = {
  id: 'STORE-11',
  types: [PROJECT],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'builds are not shown to the public',
  why: 'Logs, artifacts and environment of every build, past ones too, are on a page for everybody.',
  fix: 'set visibility to ProjectVisibility.PRIVATE, or leave it out',
  topics: ['public-access'],
  controls: ['E3'],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings([{ type: PROJECT, path: 'Visibility', bad: ['PUBLIC_READ'], absent: 'pass' }]),
};
