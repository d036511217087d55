import type { GraphqlApiProps } from 'aws-cdk-lib/aws-appsync';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API } from '../api-parts';

/** Resolvers that one request may run: a page of 50 with three lookups each, and room. */
const RESOLVERS = 200;
/** What AppSync takes when nothing, or 0, is said. */
const UNLIMITED = 10_000;
const MOST = 1_000;

export const limitResolvers: Rule<GraphqlApiProps> = {
  id: 'GRAPHQL-11',
  types: [API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'one request runs at most 1,000 resolvers',
  why: 'AppSync runs 10,000 for a single request: one request costs as much as thousands, and limits on requests do not count them.',
  fix: 'set resolverCountLimit, to 200 for example',
  topics: ['denial-of-wallet', 'throttling'],
  controls: ['F1', 'F8', 'PureSec SAS-8'],
  migration: 'in-place',
  reaches: ['construct'],
  secure: { props: () => ({ resolverCountLimit: RESOLVERS }) },
  check: (api) => {
    const limit = api.get('ResolverCountLimit');
    const at = 'Properties.ResolverCountLimit';
    if (isUnknown(limit)) return unknown('a limit only known at deployment', at);
    const most = Number(limit ?? 0) || UNLIMITED;
    return most <= MOST ? PASS : fail(`${most} resolvers`, at);
  },
};
