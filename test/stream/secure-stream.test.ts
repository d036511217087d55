import { CfnResource, Duration, Mixins, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnStream, Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import { SecureStream } from '../../lib/stream/secure-stream';
import { SecureStreamMixin } from '../../lib/stream/secure-stream-mixin';
import { SecureStreamProps } from '../../lib/stream/secure-stream-props';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};
type Profile = keyof typeof PROFILES;
const TYPE = 'AWS::Kinesis::Stream';

const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const streamOf = (stack: Stack): any => Object.values<any>(rendered(stack).Resources).find(({ Type }) => Type === TYPE);
function made(profile: Profile, props: SecureStreamProps = {}): any {
  const stack = newStack();
  PROFILES[profile].applyTo(stack);
  new SecureStream(stack, 'Stream', props);
  return streamOf(stack);
}

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('no finding of any weight, with %s', (_, flags) => {
    const stack = newStack({ flags });
    PROFILES[profile].applyTo(stack);
    new SecureStream(stack, 'Stream');
    new SecureStream(stack, 'Secret', { dataClass: DataClass.SECRET, streamMode: StreamMode.ON_DEMAND });
    new SecureStream(new NestedStack(stack, 'Nested'), 'Inner');
    const open = SecurityGate.findingsOf(stack.node.root).filter(({ status }) => status !== 'relaxed');
    expect(open.map(({ ruleId, path }) => `${ruleId} ${path}`)).toEqual([]);
  });
});

test.each<[Profile, DataClass | undefined, boolean]>([
  ['production', undefined, true],
  ['production', DataClass.INTERNAL, false],
  ['development', undefined, false],
  ['development', DataClass.SECRET, true],
  ['regulated', DataClass.PERSONAL, true],
])('%s, class %s: a customer key is %s', (profile, dataClass, expected) => {
  const { StreamEncryption: encryption } = made(profile, { dataClass }).Properties;
  expect(encryption.EncryptionType).toBe('KMS');
  expect(encryption.KeyId !== 'alias/aws/kinesis').toBe(expected);
});

test.each<[Profile, number, string]>([
  ['production', 24, 'RetainExceptOnCreate'],
  ['development', 24, 'Delete'],
  ['regulated', 168, 'RetainExceptOnCreate'],
])('%s keeps records %s hours, and the stream: %s', (profile, hours, policy) => {
  const { Properties, DeletionPolicy } = made(profile);
  expect(Properties.RetentionPeriodHours).toBe(hours);
  expect(DeletionPolicy).toBe(policy);
});

test('keeps what it is told, and its class in a tag', () => {
  const stack = newStack();
  const encryptionKey = new Key(stack, 'Key');
  new SecureStream(stack, 'Stream', {
    encryptionKey,
    retentionPeriod: Duration.hours(48),
    shardCount: 3,
    streamName: 'clicks',
    removalPolicy: RemovalPolicy.DESTROY,
    dataClass: DataClass.SECRET,
  });
  const { Properties, DeletionPolicy } = streamOf(stack);
  expect(Properties).toEqual({
    Name: 'clicks',
    ShardCount: 3,
    RetentionPeriodHours: 48,
    StreamEncryption: { EncryptionType: 'KMS', KeyId: stack.resolve(encryptionKey.keyArn) },
    Tags: [{ Key: 'data-class', Value: 'secret' }],
  });
  expect(DeletionPolicy).toBe('Delete');
});

test.each<[string, SecureStreamProps, string[]]>([
  ['no encryption', { encryption: StreamEncryption.UNENCRYPTED }, ['STREAM-01', 'STREAM-02']],
  ['a key of AWS for people', { encryption: StreamEncryption.MANAGED }, ['STREAM-02']],
  ['a key of AWS for nobody', { encryption: StreamEncryption.MANAGED, dataClass: DataClass.INTERNAL }, []],
])('a weak prop is refused: %s', (_, props, expected) => {
  const stack = newStack();
  new SecureStream(stack, 'Stream', props);
  expect(blocking(stack)).toEqual(expected.map((id) => `${id} Stack/Stream/Resource`));
});

test('KMS without a key takes the one of the ring, also for internal records', () => {
  const stack = newStack();
  new SecureStream(stack, 'Stream', { encryption: StreamEncryption.KMS, dataClass: DataClass.INTERNAL });
  expect(JSON.stringify(streamOf(stack).Properties.StreamEncryption)).toContain('SecureKeyRingData');
  expect(blocking(stack)).toEqual([]);
});

test('a waiver covers this stream alone', () => {
  const stack = newStack();
  const waivers = [{ ruleId: 'STREAM-02', reason: 'Nobody but this test will ever see it.' }];
  new SecureStream(stack, 'First', { encryption: StreamEncryption.MANAGED, waivers });
  new SecureStream(stack, 'Second', { encryption: StreamEncryption.MANAGED });
  expect(blocking(stack)).toEqual(['STREAM-02 Stack/Second/Resource']);
});

describe('who may what', () => {
  const stack = newStack();
  const stream = new SecureStream(stack, 'Stream');
  new SecureStream(stack, 'Other');
  const roleFor = (id: string) => new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  stream.grantRead(roleFor('Reader'));
  stream.grantWrite(roleFor('Writer'));
  stream.grantReadWrite(roleFor('Both'));
  stream.grant(roleFor('Lister'), 'kinesis:ListShards');
  const account = Account.of({ stackName: 'Stack', template: rendered(stack) });
  const id = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
  const [itself, other] = ['Stream', 'Other'].map((one) => id(TYPE, one));
  const key = id('AWS::KMS::Key', 'SecureKeyRingData');
  const via = (service: string) => ({ 'kms:ViaService': `${service}.us-east-1.amazonaws.com` });
  const may = (as: string, action: string, on: string, context: object = {}) =>
    account.can({ as: id('AWS::IAM::Role', as), action, on, context: context as any }).includes('allow');

  test.each([
    ['Reader', 'kinesis:GetRecords', true],
    ['Reader', 'kinesis:GetShardIterator', true],
    ['Reader', 'kinesis:PutRecord', false],
    ['Reader', 'kinesis:DeleteStream', false],
    ['Writer', 'kinesis:PutRecords', true],
    ['Writer', 'kinesis:GetRecords', false],
    ['Both', 'kinesis:GetRecords', true],
    ['Both', 'kinesis:PutRecord', true],
    ['Lister', 'kinesis:ListShards', true],
    ['Lister', 'kinesis:GetRecords', false],
  ])('%s: %s is %s, and never on another stream', (as, action, expected) => {
    expect(may(as, action, itself)).toBe(expected);
    expect(may(as, action, other)).toBe(false);
  });
  test.each([
    ['Reader', 'kms:Decrypt', true],
    ['Reader', 'kms:GenerateDataKey', false],
    ['Writer', 'kms:GenerateDataKey', true],
    ['Writer', 'kms:Decrypt', false],
    ['Lister', 'kms:Decrypt', false],
  ])('%s: %s is %s, through Kinesis only', (as, action, expected) => {
    expect(may(as, action, key, via('kinesis'))).toBe(expected);
    expect(may(as, action, key, via('s3'))).toBe(false);
    expect(may(as, action, key)).toBe(false);
  });
  test('the key names nobody, and nothing is open', () => {
    expect(JSON.stringify(rendered(stack).Resources[key].Properties.KeyPolicy)).not.toMatch(/Reader|Writer/);
    expect(blocking(stack)).toEqual([]);
  });
});

test('a policy beside it that lets everybody in is found', () => {
  const stack = newStack();
  const stream = new SecureStream(stack, 'Stream');
  new CfnResource(stack, 'Policy', {
    type: 'AWS::Kinesis::ResourcePolicy',
    properties: {
      ResourceArn: stream.streamArn,
      ResourcePolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kinesis:GetRecords', Resource: '*' }] },
    },
  });
  expect(blocking(stack)).toContain('POLICY-01 Stack/Policy');
});

describe('the mixin', () => {
  const after = (build: (stack: Stack) => any): any => {
    const stack = newStack();
    Mixins.of(build(stack)).apply(new SecureStreamMixin());
    return streamOf(stack);
  };
  const KEPT = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
  const MANAGED = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' };

  test('encrypts what is not, and keeps it', () => {
    for (const build of [
      (stack: Stack) => new CfnStream(stack, 'It', { shardCount: 1 }),
      (stack: Stack) =>
        new CfnStream(stack, 'It', { shardCount: 1, streamEncryption: { encryptionType: 'NONE', keyId: '' } }),
      (stack: Stack) => new CfnResource(stack, 'It', { type: TYPE, properties: { ShardCount: 1 } }),
    ]) {
      const it = after(build);
      expect(it.Properties.StreamEncryption).toEqual(MANAGED);
      expect(it).toMatchObject(KEPT);
    }
  });
  test('leaves a key that was chosen, and a stream that is kept already', () => {
    const keyId = 'arn:aws:kms:us-east-1:111111111111:key/a1b2';
    const it = after((stack) => new CfnStream(stack, 'It', { streamEncryption: { encryptionType: 'KMS', keyId } }));
    expect(it.Properties.StreamEncryption.KeyId).toBe(keyId);
    expect(after((stack) => new Stream(stack, 'It')).DeletionPolicy).toBe('Retain');
  });
  test('is for streams only', () => {
    const stack = newStack();
    const topic = new CfnResource(stack, 'It', { type: 'AWS::SNS::Topic' });
    expect(new SecureStreamMixin().supports(topic)).toBe(false);
    Mixins.of(topic).apply(new SecureStreamMixin());
    expect(rendered(stack).Resources.It).toEqual({ Type: 'AWS::SNS::Topic' });
  });
});
