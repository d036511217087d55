import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { API, API_KEY, modesOf, schemaOf } from '../api-parts';
import { entriesOf, named, waysIn } from '../field-access';

export const noChangeByApiKey: Rule = {
  id: 'GRAPHQL-02',
  types: [API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no mutation of a GraphQL API is open to its API key',
  why: 'Whoever takes the key out of an app changes and deletes what he likes, and nobody knows who it was.',
  fix: 'take @aws_api_key off the mutation and the type Mutation, and name another way in, such as @aws_cognito_user_pools',
  topics: ['auth', 'public-access'],
  controls: ['C1', 'C3', 'PureSec SAS-2'],
  migration: 'breaks-callers',
  reaches: [],
  check,
};

function check(api: Resource): Judgement {
  const modes = modesOf(api);
  // a default of API_KEY is GRAPHQL-01's
  if (!modes || modes[0].type === API_KEY || !modes.some(({ type }) => type === API_KEY)) return PASS;
  const schema = schemaOf(api);
  if (schema === 'elsewhere') return PASS;
  if (schema === 'unreadable')
    return unknown('an API key beside a schema that cannot be read here; put it into Definition');
  const open = entriesOf(schema, 'mutation').filter((one) => waysIn(one, modes[0].type).includes(API_KEY));
  return open.length > 0 ? fail(`@aws_api_key on ${named(open)}`) : PASS;
}
