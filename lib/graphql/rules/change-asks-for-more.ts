import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { API, COGNITO, modesOf, schemaOf } from '../api-parts';
import { entriesOf, Entry, named, waysIn } from '../field-access';

export const changeAsksForMore: Rule = {
  id: 'GRAPHQL-17',
  types: [API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'mutations for users of a pool name the groups that may call them',
  why: 'Otherwise whoever signed up may call every one of them, also those that are for a few; the pool as a whole only says that somebody is a user.',
  fix: 'put @aws_cognito_user_pools(cognito_groups: ["…"]) on the mutation or the type Mutation, or set defaultAction to DENY; waive it where every user may',
  topics: ['auth'],
  controls: ['C3', 'PureSec SAS-2'],
  migration: 'breaks-callers',
  reaches: [],
  check,
};

function check(api: Resource): Judgement {
  const modes = modesOf(api);
  if (!modes) return PASS;
  const byDefault = modes[0].type;
  const schema = schemaOf(api);
  if (typeof schema === 'string') return PASS;
  const isDenied = byDefault === COGNITO && api.get('UserPoolConfig.DefaultAction') === 'DENY';
  const open = entriesOf(schema, 'mutation').filter((one) => isForEveryUser(one, byDefault, isDenied));
  return open.length > 0 ? fail(`every user for ${named(open)}`) : PASS;
}

function isForEveryUser(entry: Entry, byDefault: string, isDenied: boolean): boolean {
  if (!waysIn(entry, byDefault).includes(COGNITO)) return false;
  const cognito = entry.deciding.filter(({ name }) => /^aws_(auth|cognito_user_pools)$/.test(name));
  return cognito.length === 0 ? !isDenied : cognito.some(({ namesGroups }) => !namesGroups);
}
