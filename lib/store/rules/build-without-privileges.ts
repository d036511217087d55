import { Rule } from '../../core/rule';
import { judgeSettings } from '../settings';

const PROJECT = 'AWS::CodeBuild::Project';

/** Advice: building images with Docker needs it. */
export const buildWithoutPrivileges: Rule = {
  id: 'STORE-25',
  types: [PROJECT],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'builds run without the privileges of their host',
  why: 'A build that fetches a poisoned dependency has root on its machine, with the credentials of the project.',
  fix: 'set privileged to false, unless the build makes images with Docker',
  topics: ['least-privilege', 'supply-chain'],
  controls: ['A9', 'AwsSolutions-CB3'],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings([{ type: PROJECT, path: 'Environment.PrivilegedMode', bad: [true], absent: 'pass' }]),
};
