import type { GraphqlApiProps } from 'aws-cdk-lib/aws-appsync';
import type { Resource } from '../../core/assembly';
import { advise, fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API, schemaOf } from '../api-parts';
import { recursiveType } from '../schema-depth';

/** Levels that a query may have: apps ask for five or six. */
const LEVELS = 10;

export const limitQueryDepth: Rule<GraphqlApiProps> = {
  id: 'GRAPHQL-10',
  types: [API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'queries have a depth limit, or a schema that cannot be nested without an end',
  why: 'AppSync has none of its own: in a schema whose types lead back to themselves, one small query asks for everything again and again, and every resolver is paid for.',
  fix: 'set queryDepthLimit, to 10 for example; it may be 75 at most',
  topics: ['denial-of-wallet', 'throttling'],
  controls: ['F1', 'F8', 'PureSec SAS-8'],
  migration: 'in-place',
  reaches: ['construct'],
  secure: { props: () => ({ queryDepthLimit: LEVELS }) },
  check,
};

function check(api: Resource): Judgement {
  const limit = api.get('QueryDepthLimit');
  const at = 'Properties.QueryDepthLimit';
  if (isUnknown(limit)) return unknown('a limit only known at deployment', at);
  // 0 says that there is none
  if (Number(limit ?? 0) > 0) return PASS;
  const schema = schemaOf(api);
  if (schema === 'elsewhere') return PASS;
  // a schema in S3 may well be a tree
  if (schema === 'unreadable') return advise(unknown('no QueryDepthLimit, and a schema that cannot be read here', at));
  const type = recursiveType(schema);
  return type === undefined ? PASS : fail(`no QueryDepthLimit, though ${type} leads back to itself`, at);
}
