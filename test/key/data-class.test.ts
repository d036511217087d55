import { Stack } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { DefinitionBody, Pass } from 'aws-cdk-lib/aws-stepfunctions';
import {
  AlarmTopic,
  DataClass,
  FailureQueues,
  SecureBucket,
  SecureCache,
  SecureEventBus,
  SecureQueue,
  SecureSecret,
  SecureStateMachine,
  SecureTable,
  SecureTableV2,
  SecureTopic,
  SecureVpc,
  SecurityGate,
  SecurityProfile,
} from '../../lib';
import { ENV, newStack, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const P = { Ref: 'P' };
const REST = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [P, 'x'] } } };
const store = (Type: string, Properties: Raw = {}): Raw => ({ S: { Type, Properties } });
const QUEUE = 'AWS::SQS::Queue';
const stated = (Value: unknown) => ({
  Tags: [
    { Key: 'team', Value: 'x' },
    { Key: 'data-class', Value },
  ],
});

describe('DATA-01: what keeps data states the class of it', () => {
  test.each<[string, string[], Raw]>([
    ['no tags', ['fail S'], store(QUEUE)],
    ['another tag', ['fail S'], store(QUEUE, { Tags: [{ Key: 'class', Value: 'personal' }] })],
    ['an empty one', ['fail S'], store(QUEUE, stated(''))],
    ['a class that does not exist', ['fail S'], store(QUEUE, stated('public'))],
    ['none in one branch', ['fail S'], store(QUEUE, { Tags: { 'Fn::If': ['C', stated('secret').Tags, []] } })],
    ['tags only known later', ['unknown S'], store(QUEUE, { Tags: P })],
    ['a class of the deployment', [], store(QUEUE, stated(P))],
    ...['internal', 'personal', 'secret'].map((one): [string, string[], Raw] => [one, [], store(QUEUE, stated(one))]),
    ['one tag for a list', [], store(QUEUE, { Tags: { Key: 'data-class', Value: 'secret' } })],
    ['a map', [], store('AWS::MSK::Cluster', { Tags: { 'data-class': 'personal' } })],
    ['a map without', ['fail S'], store('AWS::MSK::Cluster', { Tags: { team: 'x' } })],
    [
      'a service that calls its tags otherwise',
      [],
      store('AWS::EFS::FileSystem', { FileSystemTags: stated('secret').Tags }),
    ],
    ['tags in the wrong place', ['fail S'], store('AWS::EFS::FileSystem', stated('secret'))],
    ['a vault', [], store('AWS::Backup::BackupVault', { BackupVaultTags: { 'data-class': 'secret' } })],
    ['a stream', ['fail S'], store('AWS::Kinesis::Stream')],
    ['a database', ['fail S'], store('AWS::RDS::DBInstance')],
    ['an instance of a cluster', [], store('AWS::RDS::DBInstance', { DBClusterIdentifier: 'c' })],
    ['a replica', [], store('AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'c' })],
    ['a node of a replication group', [], store('AWS::ElastiCache::CacheCluster', { ReplicationGroupId: 'c' })],
    ['a topic', ['fail S'], store('AWS::SNS::Topic')],
    [
      'a topic that alarms go to',
      [],
      {
        ...store('AWS::SNS::Topic'),
        A: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: [{ Ref: 'S' }] } },
      },
    ],
    ['a secret says its class by what it is', [], store('AWS::SecretsManager::Secret')],
  ])('%s', (_, expected, resources) => expect(verdicts('DATA-01', resources, REST)).toEqual(expected));
});

type Make = (stack: Stack, dataClass?: DataClass) => unknown;
const ID = { name: 'id', type: AttributeType.STRING };
/** Every construct that keeps data: [resource type, property that names the key, how it is made]. */
const STORES: Readonly<Record<string, readonly [type: string, key: string, make: Make]>> = {
  SecureBucket: ['AWS::S3::Bucket', 'BucketEncryption', (s, dataClass) => new SecureBucket(s, 'It', { dataClass })],
  SecureTable: [
    'AWS::DynamoDB::Table',
    'SSESpecification',
    (s, dataClass) => new SecureTable(s, 'It', { partitionKey: ID, dataClass }),
  ],
  SecureTableV2: [
    'AWS::DynamoDB::GlobalTable',
    'Replicas',
    (s, dataClass) => new SecureTableV2(s, 'It', { partitionKey: ID, dataClass }),
  ],
  SecureQueue: [QUEUE, 'KmsMasterKeyId', (s, dataClass) => new SecureQueue(s, 'It', { dataClass })],
  FailureQueues: [QUEUE, 'KmsMasterKeyId', (s, dataClass) => FailureQueues.of(s).queue(dataClass)],
  SecureTopic: ['AWS::SNS::Topic', 'KmsMasterKeyId', (s, dataClass) => new SecureTopic(s, 'It', { dataClass })],
  SecureEventBus: [
    'AWS::Events::EventBus',
    'KmsKeyIdentifier',
    (s, dataClass) => new SecureEventBus(s, 'It', { dataClass }),
  ],
  SecureSecret: ['AWS::SecretsManager::Secret', 'KmsKeyId', (s, dataClass) => new SecureSecret(s, 'It', { dataClass })],
  SecureStateMachine: [
    'AWS::StepFunctions::StateMachine',
    'EncryptionConfiguration',
    (s, dataClass) =>
      new SecureStateMachine(s, 'It', { dataClass, definitionBody: DefinitionBody.fromChainable(new Pass(s, 'Do')) }),
  ],
  SecureCache: [
    'AWS::ElastiCache::ServerlessCache',
    'KmsKeyId',
    (s, dataClass) => new SecureCache(s, 'It', { vpc: new SecureVpc(s, 'Vpc'), dataClass }),
  ],
};

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
};

function made(name: string, dataClass?: DataClass, profile: keyof typeof PROFILES = 'production') {
  const [type, key, make] = STORES[name];
  const stack = newStack();
  PROFILES[profile].applyTo(stack);
  make(stack, dataClass);
  const found = SecurityGate.findingsOf(stack.node.root).filter(({ ruleId }) =>
    /^(DATA-01|BUCKET-11|TABLE-07)$/.test(ruleId),
  );
  const template = stack.resolve((stack as any)._toCloudFormation());
  const all = Object.values<any>(template.Resources).filter(({ Type }) => Type === type);
  return {
    said: found.map(({ ruleId, path }) => `${ruleId} ${path}`),
    text: JSON.stringify(all[0].Properties),
    key: JSON.stringify(all[0].Properties[key] ?? ''),
  };
}

/** A reference to a key of this stack, or to a table's in every region. */
const hasOwnKey = (key: string): boolean => /SecureKeyRing|Fn::GetAtt/.test(key);

describe.each(Object.keys(STORES))('the class of a %s', (name) => {
  test.each([DataClass.INTERNAL, DataClass.PERSONAL, DataClass.SECRET])('%s stands in its tag', (dataClass) => {
    expect(made(name, dataClass).text).toContain(`"data-class"`);
    expect(made(name, dataClass).text).toContain(`"${dataClass}"`);
  });
  test('nothing said: a class is stated all the same', () => expect(made(name).said).toEqual([]));
  test('decides the key: secret data has one of its own in every profile, personal data in production', () => {
    expect(hasOwnKey(made(name, DataClass.SECRET).key)).toBe(true);
    expect(hasOwnKey(made(name, DataClass.SECRET, 'development').key)).toBe(true);
    expect(hasOwnKey(made(name, DataClass.PERSONAL).key)).toBe(true);
    expect(hasOwnKey(made(name, DataClass.PERSONAL, 'development').key)).toBe(false);
  });
});

test('a topic of alarms holds no data: it states no class and no rule asks', () => {
  const stack = newStack();
  FailureQueues.of(stack).queue();
  expect(AlarmTopic.of(stack).topic()).toBeDefined();
  expect(SecurityGate.findingsOf(stack.node.root).filter(({ ruleId }) => ruleId === 'DATA-01')).toEqual([]);
});
