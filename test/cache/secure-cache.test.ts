import { App, Fn, NestedStack, Size, Stack, Token } from 'aws-cdk-lib';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecureCache, SecureCacheProps } from '../../lib/cache/secure-cache';
import { SecurityProfile } from '../../lib/core/profile';
import { SecureFunction } from '../../lib/function/secure-function';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import { SecureVpc } from '../../lib/network/secure-vpc';
import { fixedCost } from '../../lib/report/fixed-cost';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const resources = (stack: Stack): Record<string, any> => stack.resolve((stack as any)._toCloudFormation()).Resources;
const ofType = (stack: Stack, type: string): any[] =>
  Object.values(resources(stack)).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
const cacheIn = (stack: Stack) => ofType(stack, 'AWS::ElastiCache::ServerlessCache')[0];
function made(props: Partial<SecureCacheProps> = {}, profile: keyof typeof PROFILES = 'production'): Stack {
  const stack = newStack();
  PROFILES[profile].applyTo(stack);
  new SecureCache(stack, 'Cache', { vpc: new SecureVpc(stack, 'Vpc'), ...props });
  return stack;
}

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('no finding, with %s', (_, flags) => {
    const stack = newStack({ flags });
    PROFILES[profile].applyTo(stack);
    const vpc = new SecureVpc(stack, 'Vpc');
    new SecureCache(stack, 'Cache', { vpc });
    new SecureCache(stack, 'Secrets', { vpc, dataClass: DataClass.SECRET });
    new SecureCache(new NestedStack(stack, 'Nested'), 'Inner', { vpc });
    expect(blocking(stack)).toEqual([]);
    const ours = SecurityGate.findingsOf(stack.node.root).filter(({ ruleId }) => /^(CACHE|NETWORK)/.test(ruleId));
    expect(ours.filter(({ status }) => status !== 'relaxed')).toEqual([]);
  });
});

describe('who gets in', () => {
  const stack = newStack();
  const vpc = new SecureVpc(stack, 'Vpc');
  const [cache, other] = ['Cache', 'Other'].map((id) => new SecureCache(stack, id, { vpc }));
  const groupOf = (id: string) => new SecurityGroup(stack, id, { vpc, allowAllOutbound: false });
  const [client, stranger] = [groupOf('Client'), groupOf('Stranger')];
  cache.allowFrom(client);
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  cache.grantConnect(role);
  const idOf = (group: SecurityGroup) => stack.resolve(group.securityGroupId);
  const groupOfCache = (one: SecureCache) => stack.resolve(one.connections.securityGroups[0].securityGroupId);

  test('the network lets in the clients that were named, on the ports of the cache, and nobody else', () => {
    expect(ofType(stack, 'AWS::EC2::SecurityGroupIngress')).toEqual([
      expect.objectContaining({
        GroupId: groupOfCache(cache),
        SourceSecurityGroupId: idOf(client),
        IpProtocol: 'tcp',
        FromPort: 6379,
        ToPort: 6380,
      }),
    ]);
    const inline = ofType(stack, 'AWS::EC2::SecurityGroup').flatMap((one) => one.SecurityGroupIngress ?? []);
    expect(inline).toEqual([]);
    expect(groupOfCache(other)).not.toEqual(groupOfCache(cache));
  });
  test('a client that reaches nobody reaches the cache, and a stranger does not', () => {
    const ways = ofType(stack, 'AWS::EC2::SecurityGroupEgress');
    expect(ways).toEqual([
      expect.objectContaining({ GroupId: idOf(client), DestinationSecurityGroupId: groupOfCache(cache) }),
    ]);
    expect(JSON.stringify(ways)).not.toContain(idOf(stranger)['Fn::GetAtt'][0]);
  });
  test('an identity signs in to this cache as its user, and nowhere else', () => {
    const [policy] = ofType(stack, 'AWS::IAM::Policy').filter(({ PolicyName }) => PolicyName.startsWith('Role'));
    const at = (one: SecureCache, child: string) => stack.getLogicalId(one.node.findChild(child) as any);
    expect(policy.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'elasticache:Connect',
        Resource: [{ 'Fn::GetAtt': [at(cache, 'Resource'), 'ARN'] }, { 'Fn::GetAtt': [at(cache, 'User'), 'Arn'] }],
      },
    ]);
  });
  test('its only user signs in by IAM, with the same id and name, and lists no keys', () => {
    for (const user of ofType(stack, 'AWS::ElastiCache::User')) {
      expect(user).toMatchObject({ AuthenticationMode: { Type: 'iam' }, UserId: user.UserName });
      expect(user.AccessString.split(' ')).toEqual(expect.arrayContaining(['on', '-@dangerous']));
      expect(user).not.toHaveProperty('NoPasswordRequired');
    }
    expect(ofType(stack, 'AWS::ElastiCache::UserGroup').map(({ UserIds }) => UserIds.length)).toEqual([1, 1]);
    expect(cache.userName).not.toBe(other.userName);
  });
});

test('a function of the VPC is a client, and reaches nothing else', () => {
  const stack = newStack();
  const vpc = new SecureVpc(stack, 'Vpc');
  const cache = new SecureCache(stack, 'Cache', { vpc });
  const code = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('x') };
  const fn = new SecureFunction(stack, 'Function', { ...code, vpc, allowAllOutbound: false });
  cache.allowFrom(fn);
  cache.grantConnect(fn);
  expect(ofType(stack, 'AWS::EC2::SecurityGroupIngress')).toHaveLength(1);
  expect(ofType(stack, 'AWS::EC2::SecurityGroupEgress')).toMatchObject([{ FromPort: 6379, ToPort: 6380 }]);
  const open = ofType(stack, 'AWS::EC2::SecurityGroup').flatMap((one) => one.SecurityGroupEgress ?? []);
  expect(open.filter(({ CidrIp }: any) => CidrIp === '0.0.0.0/0')).toEqual([]);
  expect(blocking(stack)).toEqual([]);
});

describe('a client of another stack', () => {
  const code = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('x') };
  const RULES = ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'];
  const rulesOf = (stack: Stack) => RULES.map((type) => ofType(stack, type).length);
  function stacks(network: 'Cache' | 'Client' | 'Network') {
    const app = new App({ context: RECOMMENDED_FLAGS });
    const [client, own, other] = ['Client', 'Cache', 'Network'].map((id) => new Stack(app, id, { env: ENV }));
    const vpc = new SecureVpc({ Client: client, Cache: own, Network: other }[network], 'Vpc');
    return { app, client, own, vpc, cache: new SecureCache(own, 'Cache', { vpc }) };
  }
  const functionIn = (scope: Stack, vpc: SecureVpc, environment?: Record<string, string>) =>
    new SecureFunction(scope, 'Function', { ...code, vpc, allowAllOutbound: false, environment });

  test.each(['Cache', 'Network'] as const)('gets the rules, with the VPC in the stack %s', (network) => {
    const { app, client, own, vpc, cache } = stacks(network);
    const fn = functionIn(client, vpc, { CACHE: cache.endpointAddress });
    cache.allowFrom(fn);
    cache.grantConnect(fn);
    expect(blocking(client)).toEqual([]);
    app.synth();
    expect(client.dependencies).toContain(own);
    expect(own.dependencies).not.toContain(client);
    expect(rulesOf(client)).toEqual([1, 1]);
    expect(rulesOf(own)).toEqual([0, 0]);
    const [into] = ofType(client, RULES[0]);
    expect(into).toMatchObject({ FromPort: 6379, ToPort: 6380 });
    expect(JSON.stringify(into.GroupId)).toMatch(/CacheSecurityGroup/);
  });
  test('whose VPC the cache stands in gets none: they stand beside the cache', () => {
    const { app, client, own, vpc, cache } = stacks('Client');
    cache.allowFrom(functionIn(client, vpc));
    app.synth();
    expect(own.dependencies).toContain(client);
    expect(rulesOf(own)).toEqual([1, 1]);
    expect(rulesOf(client)).toEqual([0, 0]);
  });
  test.each(['the cache', 'the client'])('with %s in a nested stack', (which) => {
    const stack = newStack();
    const vpc = new SecureVpc(stack, 'Vpc');
    const nested = new NestedStack(stack, 'Nested');
    const [own, client] = which === 'the cache' ? [nested, stack] : [stack, nested];
    const cache = new SecureCache(own, 'Cache', { vpc });
    const fn = functionIn(client, vpc, { CACHE: cache.endpointAddress });
    cache.allowFrom(fn);
    cache.grantConnect(fn);
    expect(blocking(stack)).toEqual([]);
    const [ingress, egress] = rulesOf(stack).map((count, index) => count + rulesOf(nested)[index]);
    expect([ingress, egress]).toEqual([1, 1]);
  });
});

test.each(['production', 'development', 'regulated'] as const)('keys and snapshots in %s', (profile) => {
  const [usual, secret, internal] = [undefined, DataClass.SECRET, DataClass.INTERNAL].map((dataClass) =>
    cacheIn(made({ dataClass }, profile)),
  );
  expect(secret.KmsKeyId).toBeDefined();
  expect(internal.KmsKeyId).toBeUndefined();
  expect(usual.KmsKeyId === undefined).toBe(profile === 'development');
  expect(usual.SnapshotRetentionLimit).toBe({ production: 7, development: 0, regulated: 35 }[profile]);
});

test('what it may hold and do has an end, and idle it costs what its documentation says', () => {
  const stack = made({ dataClass: DataClass.INTERNAL });
  expect(cacheIn(stack).CacheUsageLimits).toEqual({
    DataStorage: { Maximum: 1, Unit: 'GB' },
    ECPUPerSecond: { Maximum: 5000 },
  });
  const lines = fixedCost([{ Resources: resources(stack) }]).lines;
  expect(lines.find(({ type }) => type === 'AWS::ElastiCache::ServerlessCache')).toMatchObject({ monthly: 6.13 });
});

test('what the caller says counts', () => {
  const stack = newStack();
  const key = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${ENV.account}:key/1`);
  const props = {
    cacheName: 'sessions',
    encryptionKey: key,
    maximumStorage: Size.gibibytes(20),
    maximumEcpuPerSecond: 20_000,
    snapshotRetentionDays: 1,
    accessString: 'on ~session:* -@all +get +set',
    dataClass: DataClass.SECRET,
  };
  new SecureCache(stack, 'Cache', { vpc: new SecureVpc(stack, 'Vpc'), ...props });
  expect(cacheIn(stack)).toMatchObject({
    ServerlessCacheName: 'sessions',
    KmsKeyId: key.keyArn,
    CacheUsageLimits: { DataStorage: { Maximum: 20 }, ECPUPerSecond: { Maximum: 20_000 } },
    SnapshotRetentionLimit: 1,
    Tags: [{ Key: 'data-class', Value: 'secret' }],
  });
  expect(ofType(stack, 'AWS::ElastiCache::User')[0].AccessString).toBe(props.accessString);
});

test.each<[string, Partial<SecureCacheProps>, RegExp]>([
  [
    'too much storage',
    { maximumStorage: Size.tebibytes(5) },
    /^CACHE-06: expected maximumStorage to be 1 to 5000 GiB, got 5120/,
  ],
  ['too few requests', { maximumEcpuPerSecond: 10 }, /^CACHE-06: expected maximumEcpuPerSecond/],
  [
    'too many days',
    { snapshotRetentionDays: 36 },
    /^CACHE-05: expected snapshotRetentionDays to be 0 to 35 days, got 36/,
  ],
  [
    'storage of half a gibibyte',
    { maximumStorage: Size.mebibytes(1_536) },
    /^CACHE-06: expected maximumStorage .* 1\.5;/,
  ],
  ['half a day', { snapshotRetentionDays: 0.5 }, /^CACHE-05: expected snapshotRetentionDays/],
  ...['Sessions', '1sessions', 'a--b', 'a-', 'a_b', '', 'a'.repeat(41)].map(
    (cacheName): [string, Partial<SecureCacheProps>, RegExp] => [
      `the name '${cacheName}'`,
      { cacheName },
      new RegExp(`^expected cacheName of 'Stack/Cache' to be .*, got '${cacheName}'; `),
    ],
  ),
  ...[
    ['', ''],
    ['~* +@all', '~* +@all'],
    ['off ~* +@all', 'off ~* +@all'],
    ['on ~*', 'on ~*'],
    ['on ~* read', 'read'],
    ['on >secret ~* +@all', '>secret'],
    ['on nopass ~* +@all', 'nopass'],
  ].map(([accessString, got]): [string, Partial<SecureCacheProps>, RegExp] => [
    `the access string '${accessString}'`,
    { accessString },
    new RegExp(
      `^CACHE-04: expected accessString of 'Stack/Cache' to begin with 'on' .* '${got.replace(/[*+]/g, '\\$&')}'`,
    ),
  ]),
])('%s is refused at once', (_, props, message) => {
  expect(() => made(props)).toThrow(message);
});

test.each([
  'on ~* +@all -@dangerous +info',
  'on allkeys allcommands',
  'on %R~read:* &channel +get|x -@all (+set ~write:*)',
  Token.asString({ Ref: 'Access' }),
])('the access string %s is taken', (accessString) => {
  expect(() => made({ accessString })).not.toThrow();
});

test('one zone is refused, and zones that nobody knows yet are not', () => {
  const stack = newStack();
  const one = new Vpc(stack, 'One', { maxAzs: 1 });
  expect(() => new SecureCache(stack, 'A', { vpc: one })).toThrow(
    /^expected vpcSubnets of 'Stack\/A' in 2 zones or more, got 1; choose/,
  );
  const two = new SecureVpc(stack, 'Two');
  const subnets = two.isolatedSubnets.concat(two.privateSubnets).slice(0, 1);
  expect(() => new SecureCache(stack, 'B', { vpc: two, vpcSubnets: { subnets } })).toThrow(/vpcSubnets of 'Stack\/B'/);
  const imported = Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: 'vpc-1',
    availabilityZones: Fn.split(',', Fn.importValue('Zones')),
    privateSubnetIds: Fn.split(',', Fn.importValue('Subnets')),
  });
  expect(() => new SecureCache(stack, 'C', { vpc: imported })).not.toThrow();
  expect(() => new SecureCache(stack, 'D', { vpc: two })).not.toThrow();
});

test('it stands in three zones at most, and in the subnets that were chosen', () => {
  const stack = newStack();
  const vpc = new SecureVpc(stack, 'Wide', {
    availabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1d'],
  });
  new SecureCache(stack, 'Cache', { vpc });
  expect(cacheIn(stack).SubnetIds).toHaveLength(3);
  const chosen = newStack();
  const mixed = new Vpc(chosen, 'Vpc', {
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [
      { name: 'A', subnetType: SubnetType.PRIVATE_ISOLATED },
      { name: 'B', subnetType: SubnetType.PRIVATE_ISOLATED },
    ],
  });
  new SecureCache(chosen, 'Cache', { vpc: mixed, vpcSubnets: { subnetGroupName: 'B' } });
  const b = mixed.selectSubnets({ subnetGroupName: 'B' }).subnetIds;
  expect(cacheIn(chosen).SubnetIds).toEqual(b.map((one) => chosen.resolve(one)));
});

test('names are what ElastiCache takes, however deep and odd the path', () => {
  const stack = new Stack(newStack(), `An-Inner--Stack-${'x'.repeat(60)}-`, { env: ENV });
  const vpc = new SecureVpc(stack, 'Vpc');
  const caches = ['Sessions_Of-The--Customers.', '2nd'].map((id) => new SecureCache(stack, id, { vpc }));
  const names = [
    ...caches.flatMap(({ cacheName, userName }) => [cacheName, userName]),
    ...ofType(stack, 'AWS::ElastiCache::UserGroup').map(({ UserGroupId }) => UserGroupId),
  ];
  expect(names.filter((name) => !/^[a-z](-?[a-z0-9])*$/.test(name) || name.length > 40)).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test('a waiver covers it', () => {
  const stack = newStack();
  const vpc = new SecureVpc(stack, 'Vpc');
  const waivers = [{ ruleId: 'CACHE-08', reason: 'What it holds is public already, by contract.' }];
  for (const id of ['Waived', 'Not']) {
    const cache = new SecureCache(stack, id, { vpc, waivers: id === 'Waived' ? waivers : [] });
    (cache.node.findChild('Resource') as any).addPropertyDeletionOverride('KmsKeyId');
  }
  expect(blocking(stack)).toEqual(['CACHE-08 Stack/Not/Resource']);
});
