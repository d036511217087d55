import type { Assembly, Resource } from '../core/assembly';
import { references } from '../core/references';

/** What keeps data, so that it counts who reaches it. Queues, streams and secrets pass data on. */
export const STORES: readonly string[] = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::DSQL::Cluster',
  'AWS::OpenSearchService::Domain',
  'AWS::OpenSearchServerless::Collection',
  'AWS::Timestream::Table',
];

interface Reach {
  readonly byFunction: ReadonlyMap<Resource, ReadonlySet<Resource>>;
  readonly byStore: ReadonlyMap<Resource, readonly Resource[]>;
}

const reaches = new WeakMap<Assembly, Reach>();

/** Which function may reach which store by its role, in some branch of the templates: read once for each assembly. */
export function reachIn(assembly: Assembly): Reach {
  const known = reaches.get(assembly);
  if (known) return known;
  const reach = assembly.world.aside(() => read(assembly));
  reaches.set(assembly, reach);
  return reach;
}

function read(assembly: Assembly): Reach {
  const ofRoles = storesByRole(assembly);
  const byFunction = new Map<Resource, ReadonlySet<Resource>>();
  const byStore = new Map<Resource, Resource[]>();
  for (const fn of assembly.ofType('AWS::Lambda::Function')) {
    const named = namedIn(fn.raw.Properties?.Role, fn);
    const stores = ofRoles.get(named.find(({ type }) => type === 'AWS::IAM::Role')!) ?? new Set();
    byFunction.set(fn, stores);
    for (const store of stores) {
      const functions = byStore.get(store);
      if (functions) functions.push(fn);
      else byStore.set(store, [fn]);
    }
  }
  return { byFunction, byStore };
}

const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

function storesByRole(assembly: Assembly): ReadonlyMap<Resource, ReadonlySet<Resource>> {
  const all = new Map<Resource, Set<Resource>>();
  const add = (role: Resource, stores: readonly Resource[]) => {
    const known = all.get(role) ?? new Set();
    for (const store of stores) known.add(store);
    all.set(role, known);
  };
  for (const role of assembly.ofType('AWS::IAM::Role')) {
    for (const one of [role.raw.Properties?.Policies ?? []].flat()) add(role, storesIn(one?.PolicyDocument, role));
  }
  for (const policy of POLICIES.flatMap((type) => assembly.ofType(type))) {
    const stores = storesIn(policy.raw.Properties?.PolicyDocument, policy);
    if (stores.length === 0) continue;
    for (const role of assembly.subjects(policy)) if (role.type === 'AWS::IAM::Role') add(role, stores);
  }
  return all;
}

const storesIn = (document: unknown, by: Resource): Resource[] =>
  grantedIn(document)
    .flatMap((resources) => namedIn(resources, by))
    .filter(({ type }) => STORES.includes(type));

/** What no reference of the template alone says: ARNs in text, and values from elsewhere. */
const FROM_ELSEWHERE = /arn:|"Fn::(?!GetAtt"|Join"|Sub")/;

/** Nearly all grants name a resource beside them, for which nothing has to be resolved. */
function namedIn(value: unknown, { assembly, template }: Resource): readonly Resource[] {
  if (value === '*') return [];
  const mentions = references(value).filter(({ name }) => !name.startsWith('AWS::'));
  const beside = mentions.map(({ name, output }) => (output ? undefined : template.resources.get(name)));
  const isClosed = beside.every((one) => one !== undefined) && !FROM_ELSEWHERE.test(JSON.stringify(value));
  return isClosed ? (beside as Resource[]) : assembly.mentionedIn(value, template);
}

/** The service reads a stream in the function's name: that is an event, not a use of the table. */
const OF_STREAMS = /^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams|ListShards)$/i;

function grantedIn(document: any): unknown[] {
  const statements = document?.Statement;
  if (statements === undefined) return [];
  return [statements].flat().flatMap((one: any) => {
    if (typeof one !== 'object' || one === null || one.Effect === 'Deny') return [];
    const actions = [one.Action ?? []].flat();
    const isStream =
      actions.length > 0 && actions.every((action) => typeof action === 'string' && OF_STREAMS.test(action));
    return isStream || one.Resource === undefined ? [] : [one.Resource];
  });
}
