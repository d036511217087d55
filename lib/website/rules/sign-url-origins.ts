import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, worstOfAll } from '../../core/rule';
import { DISTRIBUTION, originsOf } from '../distribution-config';

/** It only warns: a function URL that is open itself blocks by FUNCTION-12; one that asks for a signature answers nobody else. */
export const signUrlOrigins: Rule = {
  id: 'SITE-13',
  types: [DISTRIBUTION],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a function URL behind CloudFront is called with origin access control',
  why: 'Otherwise the URL has to be open to everybody, who then calls the function past the web ACL and the cache.',
  fix: 'use FunctionUrlOrigin.withOriginAccessControl(url), and authType AWS_IAM on the URL',
  topics: ['public-access', 'auth'],
  controls: ['C1', 'B7', 'FSBP CloudFront.16'],
  migration: 'in-place',
  reaches: [],
  check: (distribution) =>
    worstOfAll(
      (originsOf(distribution) ?? []).map(({ origin, name, at, kind }) =>
        kind === 'function URL' && !isPresent(origin?.OriginAccessControlId)
          ? fail(`${name}, a function URL without access control`, at)
          : PASS,
      ),
    ),
};
