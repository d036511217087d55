import { verdicts } from '../support/judging';

const P = {
  Parameters: { P: { Type: 'String' } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
const GROUP = 'AWS::ElastiCache::ReplicationGroup';
const CLUSTER = 'AWS::ElastiCache::CacheCluster';
const SERVERLESS = 'AWS::ElastiCache::ServerlessCache';
const says = (id: string, Type: string, Properties: object) =>
  verdicts(id, { It: { Type, Properties } }, P).map((one) => one.replace(' It', ''));

const MEMCACHED = { Engine: 'memcached' };
const TLS = { TransitEncryptionEnabled: true };
test.each<[string, string, object, string[]]>([
  ['on', GROUP, TLS, []],
  ['on, as text', GROUP, { TransitEncryptionEnabled: 'true' }, []],
  ['nothing said', GROUP, {}, ['fail']],
  ['nothing said, Valkey', GROUP, { Engine: 'valkey' }, ['fail']],
  ['off', GROUP, { TransitEncryptionEnabled: false }, ['fail']],
  ['required', GROUP, { ...TLS, TransitEncryptionMode: 'required' }, []],
  ['preferred', GROUP, { ...TLS, TransitEncryptionMode: 'preferred' }, ['fail']],
  ['parameter', GROUP, { TransitEncryptionEnabled: { Ref: 'P' } }, ['unknown']],
  ['in one branch', GROUP, { TransitEncryptionEnabled: { 'Fn::If': ['C', true, false] } }, ['fail']],
  ['of a global datastore', GROUP, { GlobalReplicationGroupId: 'g' }, []],
  ['memcached', CLUSTER, { ...MEMCACHED, ...TLS }, []],
  ['memcached without', CLUSTER, MEMCACHED, ['fail']],
  ['a single node of Redis', CLUSTER, { Engine: 'redis' }, ['fail']],
])('CACHE-01 TLS: %s', (_, type, properties, expected) => {
  expect(says('CACHE-01', type, properties)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['on', { AtRestEncryptionEnabled: true }, []],
  ['nothing said', {}, ['fail']],
  ['nothing said, Redis', { Engine: 'redis' }, ['fail']],
  ['nothing said, Valkey', { Engine: 'valkey' }, []],
  ['off, Valkey', { Engine: 'valkey', AtRestEncryptionEnabled: false }, ['fail']],
  ['off, as text', { AtRestEncryptionEnabled: 'false' }, ['fail']],
  ['parameter', { AtRestEncryptionEnabled: { Ref: 'P' } }, ['unknown']],
  ['of a global datastore', { GlobalReplicationGroupId: 'g' }, []],
])('CACHE-02 at rest: %s', (_, properties, expected) => {
  expect(says('CACHE-02', GROUP, properties)).toEqual(expected);
});

test.each<[string, string, object, string[]]>([
  ['nobody', GROUP, {}, ['fail']],
  ['a token', GROUP, { AuthToken: { Ref: 'P' } }, []],
  ['users', GROUP, { UserGroupIds: [{ Ref: 'P' }] }, []],
  ['no users', GROUP, { UserGroupIds: [] }, ['fail']],
  ['of a global datastore', GROUP, { GlobalReplicationGroupId: 'g' }, []],
  ['serverless, nobody', SERVERLESS, { Engine: 'valkey' }, ['fail']],
  ['serverless, users', SERVERLESS, { Engine: 'valkey', UserGroupId: { Ref: 'P' } }, []],
  [
    'serverless, users in one branch',
    SERVERLESS,
    { UserGroupId: { 'Fn::If': ['C', 'g', { Ref: 'AWS::NoValue' }] } },
    ['fail'],
  ],
  ['serverless, on the internet', SERVERLESS, { Engine: 'valkey', ConnectionType: 'public' }, []],
  ['serverless memcached', SERVERLESS, MEMCACHED, []],
])('CACHE-03 who signs in: %s', (_, type, properties, expected) => {
  expect(says('CACHE-03', type, properties)).toEqual(expected);
});

const user = (rest: object) => ({ UserId: 'u', UserName: 'u', Engine: 'redis', AccessString: 'on ~* +@all', ...rest });
test.each<[string, object, string[]]>([
  ['by IAM', user({ AuthenticationMode: { Type: 'iam' } }), []],
  ['by a password', user({ AuthenticationMode: { Type: 'password', Passwords: [{ Ref: 'P' }] } }), []],
  ['by a password, the older way', user({ Passwords: [{ Ref: 'P' }] }), []],
  ['not at all', user({ AuthenticationMode: { Type: 'no-password-required' } }), ['fail']],
  ['not at all, the older way', user({ NoPasswordRequired: true }), ['fail']],
  ['not at all, as text', user({ NoPasswordRequired: 'true', Passwords: ['x'] }), ['fail']],
  ['nothing said', user({}), ['fail']],
  ['off', user({ AccessString: 'off ~* -@all', NoPasswordRequired: true }), []],
  ['neither on nor off', user({ AccessString: '~* +@all', NoPasswordRequired: true }), []],
  ['parameter', user({ NoPasswordRequired: { Ref: 'P' } }), ['unknown']],
  ['a mode that is known later', user({ AuthenticationMode: { Type: { Ref: 'P' } } }), ['unknown']],
  ['an access string that is known later', user({ AccessString: { Ref: 'P' }, NoPasswordRequired: true }), ['unknown']],
  [
    'an access string that is known later, by IAM',
    user({ AccessString: { Ref: 'P' }, AuthenticationMode: { Type: 'iam' } }),
    [],
  ],
])('CACHE-04 users: %s', (_, properties, expected) => {
  expect(says('CACHE-04', 'AWS::ElastiCache::User', properties)).toEqual(expected);
});
test.each<[string, unknown, string[]]>([
  ['its own', [{ Ref: 'P' }], []],
  ['the built-in one too', [{ Ref: 'P' }, 'default'], ['fail']],
  ['the built-in one, no list', 'default', ['fail']],
])('CACHE-04 groups: %s', (_, UserIds, expected) => {
  expect(says('CACHE-04', 'AWS::ElastiCache::UserGroup', { UserGroupId: 'g', UserIds })).toEqual(expected);
});

test.each<[string, string, object, string[]]>([
  ['none', GROUP, {}, ['fail']],
  ['zero', GROUP, { SnapshotRetentionLimit: 0 }, ['fail']],
  ['zero, as text', GROUP, { SnapshotRetentionLimit: '0' }, ['fail']],
  ['a week', GROUP, { SnapshotRetentionLimit: 7 }, []],
  ['parameter', GROUP, { SnapshotRetentionLimit: { Ref: 'P' } }, ['unknown']],
  ['of a global datastore', GROUP, { GlobalReplicationGroupId: 'g' }, []],
  ['memcached', CLUSTER, MEMCACHED, []],
  ['Redis', CLUSTER, { Engine: 'redis' }, ['fail']],
  ['serverless', SERVERLESS, { Engine: 'valkey' }, ['fail']],
  ['serverless for a day', SERVERLESS, { Engine: 'valkey', SnapshotRetentionLimit: '1' }, []],
])('CACHE-05 snapshots: %s', (_, type, properties, expected) => {
  expect(says('CACHE-05', type, properties)).toEqual(expected);
});

const limits = (data: unknown, ecpu: unknown) => ({
  CacheUsageLimits: { DataStorage: { Unit: 'GB', Maximum: data }, ECPUPerSecond: { Maximum: ecpu } },
});
test.each<[string, object, string[]]>([
  ['none', {}, ['fail']],
  ['both', limits(1, 1000), []],
  ['both, as text', limits('1', '1000'), []],
  ['storage only', limits(1, undefined), ['fail']],
  ['requests only', limits(undefined, 1000), ['fail']],
  ['a least, and no most', { CacheUsageLimits: { DataStorage: { Unit: 'GB', Minimum: 1 } } }, ['fail']],
  ['parameter', limits({ Ref: 'P' }, 1000), ['unknown']],
])('CACHE-06 limits: %s', (_, properties, expected) => {
  expect(says('CACHE-06', SERVERLESS, properties)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['nothing said', {}, []],
  ['a VPC', { ConnectionType: 'vpc' }, []],
  ['public', { ConnectionType: 'public' }, ['fail']],
  ['parameter', { ConnectionType: { Ref: 'P' } }, ['unknown']],
])('CACHE-07 where from: %s', (_, properties, expected) => {
  expect(says('CACHE-07', SERVERLESS, properties)).toEqual(expected);
});

const tagged = (Value: unknown, rest: object = {}) => ({ Tags: [{ Key: 'data-class', Value }], ...rest });
test.each<[string, string, object, string[]]>([
  ['no class stated', SERVERLESS, {}, []],
  ['internal', SERVERLESS, tagged('internal'), []],
  ['secret', SERVERLESS, tagged('secret'), ['fail']],
  ['secret with a key', SERVERLESS, tagged('secret', { KmsKeyId: { Ref: 'P' } }), []],
  ['secret with a key of AWS', SERVERLESS, tagged('secret', { KmsKeyId: 'alias/aws/elasticache' }), ['fail']],
  ['personal, in a group', GROUP, tagged('personal'), ['fail']],
  ['parameter', SERVERLESS, tagged({ Ref: 'P' }), ['unknown']],
])('CACHE-08 keys: %s', (_, type, properties, expected) => {
  expect(says('CACHE-08', type, properties)).toEqual(expected);
});

const FAILOVER = { AutomaticFailoverEnabled: true };
const ZONES = { MultiAZEnabled: true };
test.each<[string, object, string[]]>([
  ['over to another zone', { ...FAILOVER, ...ZONES }, []],
  ['as text', { AutomaticFailoverEnabled: 'true', MultiAZEnabled: 'true' }, []],
  ['nothing said', {}, ['fail']],
  ['not at all', { AutomaticFailoverEnabled: false, ...ZONES }, ['fail']],
  ['within one zone', FAILOVER, ['fail']],
  ['in one branch', { AutomaticFailoverEnabled: { 'Fn::If': ['C', true, false] }, ...ZONES }, ['fail']],
  ['parameter', { AutomaticFailoverEnabled: { Ref: 'P' }, ...ZONES }, ['unknown']],
  ['with cluster mode', { NumNodeGroups: 2, ...ZONES }, []],
  ['with cluster mode, in one zone', { NumNodeGroups: 2 }, ['fail']],
  ['of a global datastore', { GlobalReplicationGroupId: 'g' }, []],
])('CACHE-09 fails over: %s', (_, properties, expected) => {
  expect(says('CACHE-09', GROUP, properties)).toEqual(expected);
});
