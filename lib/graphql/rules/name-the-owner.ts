import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isSymbolic, isUnknown } from '../../core/text';
import { API, COGNITO, DATA_SOURCE, FUNCTION, modesOf, partsOf, RESOLVER, schemaOf } from '../api-parts';
import { entriesOf, Entry, named, waysIn } from '../field-access';

const FOR_USERS = [COGNITO, 'OPENID_CONNECT'];
/** `id`, `orderId`, `order_id`: an argument that names one thing. */
const IS_ID = /^(id|\w*(Id|ID|_id))$/;
const CODE = ['Code', 'RequestMappingTemplate', 'ResponseMappingTemplate'];

export const nameTheOwner: Rule = {
  id: 'GRAPHQL-18',
  types: [API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a field for users with an id among its arguments compares with who calls',
  why: 'Signed in is not the same as allowed: with a number exchanged in the query, one user reads or changes what belongs to another.',
  fix: 'make ctx.identity.sub part of the key or of a condition in the resolver, or name groups in @aws_cognito_user_pools; waive it where things belong to nobody',
  topics: ['auth'],
  controls: ['C7', 'PureSec SAS-2'],
  migration: 'breaks-callers',
  reaches: [],
  check,
};

function check(api: Resource): Judgement {
  const modes = modesOf(api);
  const schema = schemaOf(api);
  if (!modes || typeof schema === 'string') return PASS;
  const suspects = entriesOf(schema).filter(
    (one) => one.operation !== 'subscription' && isForUsers(one, modes[0].type),
  );
  if (suspects.length === 0) return PASS;
  const resolvers = new Map(
    partsOf(api, RESOLVER).map((one) => [`${one.get('TypeName')}.${one.get('FieldName')}`, one]),
  );
  const blind = suspects.filter(({ name }) => resolvers.has(name) && looksAway(resolvers.get(name)!));
  return blind.length > 0 ? fail(`no look at the caller in ${named(blind)}`) : PASS;
}

function isForUsers(entry: Entry, byDefault: string): boolean {
  if (!entry.field.args.some((one) => IS_ID.test(one))) return false;
  if (entry.deciding.some(({ namesGroups }) => namesGroups)) return false;
  return waysIn(entry, byDefault).some((one) => FOR_USERS.includes(one));
}

/** Whether the template has all the code of a resolver, and none of it speaks of the caller. */
function looksAway(resolver: Resource): boolean {
  const { assembly } = resolver;
  const listed = [resolver.get('PipelineConfig.Functions') ?? []].flat();
  const functions = listed.map((one) => assembly.find(one, FUNCTION));
  if (functions.some((one) => one === undefined)) return false;
  const parts = [resolver, ...(functions as Resource[])];
  return parts.every((one) => isDirect(one) && texts(one).every((text) => !/identity/.test(text))) && hasCode(parts);
}

/** Behind the others a function or a backend looks at the caller, which nobody sees here. */
function isDirect(part: Resource): boolean {
  const name = part.get('DataSourceName');
  if (name === undefined) return true;
  const source = part.assembly.find(name, DATA_SOURCE) ?? byName(part, name);
  return source !== undefined && source.get('Type') === 'AMAZON_DYNAMODB';
}

const byName = (part: Resource, name: unknown): Resource | undefined => {
  const api = part.assembly.find(part.get('ApiId'), API);
  return api && partsOf(api, DATA_SOURCE).find((one) => one.get('Name') === name);
};

const hasCode = (parts: readonly Resource[]): boolean => parts.some((one) => texts(one).length > 0);

function texts(part: Resource): string[] {
  const inS3 = ['CodeS3Location', 'RequestMappingTemplateS3Location', 'ResponseMappingTemplateS3Location'];
  // what is not seen may well speak of the caller
  if (inS3.some((path) => part.get(path) !== undefined)) return ['identity'];
  return CODE.map((path) => part.get(path))
    .filter((one) => one !== undefined)
    .map((one) => (isUnknown(one) || (isSymbolic(one) && String(one).length < 200) ? 'identity' : String(one)));
}
