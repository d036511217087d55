import { App, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { LambdaRestApi, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, BucketEncryption, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination, SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Assembly } from '../../lib/core/assembly';
import { judge } from '../../lib/core/judge';
import { noDependencyCycle } from '../../lib/preflight/rules/no-dependency-cycle';
import { SecurityGate } from '../../lib/gate/security-gate';
import { judged, newStack } from '../support/judging';

const A = (properties: object, rest: object = {}) => ({ Type: 'A::B::C', Properties: properties, ...rest });
const ref = (name: string) => ({ Ref: name });

/** What PREFLIGHT-01 says of raw resources; empty when it passes. */
const said = (resources: Record<string, unknown>, rest: Record<string, unknown> = {}): string =>
  judged(resources, rest).find(({ ruleId }) => ruleId === 'PREFLIGHT-01')?.got ?? '';

test.each<[string, Record<string, unknown>, string]>([
  [
    'Ref both ways',
    { X: A({ P: ref('Y') }), Y: A({ Q: ref('X') }) },
    'X → Y → X (by X.Properties.P and Y.Properties.Q)',
  ],
  ['of itself', { X: A({ P: ref('X') }) }, 'X → X (by X.Properties.P)'],
  [
    'DependsOn, as text',
    { X: A({}, { DependsOn: 'Y' }), Y: A({ Q: ref('X') }) },
    'X → Y → X (by X.DependsOn and Y.Properties.Q)',
  ],
  [
    'DependsOn, as list',
    { X: A({}, { DependsOn: ['Y'] }), Y: A({}, { DependsOn: ['X'] }) },
    'X → Y → X (by X.DependsOn and Y.DependsOn)',
  ],
  [
    'GetAtt, list and text',
    { X: A({ P: { 'Fn::GetAtt': ['Y', 'Arn'] } }), Y: A({ Q: { 'Fn::GetAtt': 'X.Arn' } }) },
    'X → Y → X (by X.Properties.P and Y.Properties.Q)',
  ],
  [
    'Sub, in text and as variable',
    { X: A({ P: { 'Fn::Sub': 'a-${Y.Arn}' } }), Y: A({ Q: { 'Fn::Sub': ['${v}', { v: ref('X') }] } }) },
    'X → Y → X (by X.Properties.P and Y.Properties.Q)',
  ],
  [
    'below Join, Select and lists',
    { X: A({ P: [{ 'Fn::Join': ['', ['a', { 'Fn::Select': [0, [ref('Y')]] }]] }] }), Y: A({ Q: ref('X') }) },
    'X → Y → X (by X.Properties.P and Y.Properties.Q)',
  ],
  [
    'in one branch of a condition',
    { X: A({ P: { 'Fn::If': ['C', 'none', ref('Y')] } }), Y: A({ Q: ref('X') }) },
    'X → Y → X (by X.Properties.P and Y.Properties.Q)',
  ],
  [
    'of three',
    { X: A({ P: ref('Y') }), Y: A({ Q: ref('Z') }), Z: A({ R: ref('X') }) },
    'X → Y → Z → X (by X.Properties.P and Y.Properties.Q and Z.Properties.R)',
  ],
  [
    'several: the shortest, and how many more',
    { X: A({ P: ref('Y') }), Y: A({ Q: ref('Z') }), Z: A({ R: ref('X') }), S: A({ P: ref('S') }) },
    'S → S (by S.Properties.P) and 1 more',
  ],
  [
    'the shortest of a tangle',
    { X: A({ P: ref('Y') }), Y: A({ Q: ref('Z') }), Z: A({ R: [ref('X'), ref('Y')] }) },
    'Y → Z → Y (by Y.Properties.Q and Z.Properties.R)',
  ],
  [
    'through a nested stack',
    {
      N: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { P: ref('X') } } },
      X: A({ P: { 'Fn::GetAtt': ['N', 'Outputs.O'] } }),
    },
    'N → X → N (by N.Properties.Parameters and X.Properties.P)',
  ],
  ['none: a chain', { X: A({ P: ref('Y') }), Y: A({ Q: ref('Z') }), Z: A({}) }, ''],
  [
    'none: a diamond',
    { X: A({ P: ref('Y'), Q: ref('Z') }), Y: A({ R: ref('W') }), Z: A({ R: ref('W') }), W: A({}) },
    '',
  ],
  ['none: a literal that looks like one', { X: A({ P: { 'Fn::Sub': '${!Y}' }, Q: 'Y' }), Y: A({ Q: ref('X') }) }, ''],
  [
    'none: a Sub variable of that name',
    { X: A({ P: { 'Fn::Sub': ['${Y}', { Y: 'text' }] } }), Y: A({ Q: ref('X') }) },
    '',
  ],
  ['none: only metadata points back', { X: A({}, { Metadata: { note: ref('Y') } }), Y: A({ Q: ref('X') }) }, ''],
  ['none: a parameter of that name', { X: A({ P: ref('AWS::Region') }) }, ''],
])('PREFLIGHT-01 a cycle %s', (_, resources, expected) => expect(said(resources)).toBe(expected));

test('a chain of 20,000 resources is followed to its end', () => {
  const chain = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`R${i}`, A({ P: ref(`R${i + 1}`) })]));
  const of = (last: object) => {
    const body = { Resources: { ...chain, R20000: last } };
    return judge(new Assembly([{ file: 'f', stack: 'S', body }]), [noDependencyCycle]);
  };
  expect(of(A({}))).toEqual({ findings: [], crashes: [] });
  expect(of(A({ P: ref('R19999') })).findings.map(({ got }) => got)).toEqual([
    'R19999 → R20000 → R19999 (by R19999.Properties.P and R20000.Properties.P)',
  ]);
});

/** What PREFLIGHT-01 says of a real synthesis. */
const cycles = (stack: Stack): string[] =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ ruleId }) => ruleId === 'PREFLIGHT-01')
    .map(({ status, path, got }) => `${status} ${path}: ${got?.replace(/ \(.*/, '').replace(/[0-9A-F]{8}/g, '')}`);

const newFunction = (scope: Construct, id: string): Function =>
  new Function(scope, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => 1;'),
    timeout: Duration.seconds(6),
  });

describe.each([
  ['recommended flags', undefined],
  ['no flags', {}],
])('what CDK synthesizes without a word, %s', (_, flags) => {
  test('an encrypted bucket notifies an encrypted queue under the same key', () => {
    const stack = newStack({ flags });
    const key = new Key(stack, 'Key');
    const bucket = new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS, encryptionKey: key });
    const queue = new Queue(stack, 'Queue', { encryptionMasterKey: key });
    bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue));
    expect(cycles(stack)).toEqual(['blocking Stack: Bucket → Key → Bucket']);
  });

  test('a key policy names the log group that the key encrypts', () => {
    const stack = newStack({ flags });
    const key = new Key(stack, 'Key');
    const logGroup = new LogGroup(stack, 'Logs', { encryptionKey: key });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('logs.us-east-1.amazonaws.com')],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroup.logGroupArn } },
      }),
    );
    expect(cycles(stack)).toEqual(['blocking Stack: Key → Logs → Key']);
  });

  test('a handler is told the URL of its own API', () => {
    const stack = newStack({ flags });
    const handler = newFunction(stack, 'Handler');
    const api = new LambdaRestApi(stack, 'Api', { handler });
    handler.addEnvironment('API_URL', api.url);
    expect(cycles(stack)).toEqual([
      expect.stringMatching(/^blocking Stack: ApiANY → Handler → ApiDeploymentStageprod → ApiDeployment\w+ → ApiANY$/),
    ]);
  });
});

describe('no false alarm', () => {
  test('on a large app with every usual connection, nested stacks included', () => {
    const stack = newStack();
    const other = new Stack(stack.node.root as App, 'Other', { env: { account: '111111111111', region: 'us-east-1' } });
    const nested = new NestedStack(stack, 'Nested');
    for (let i = 0; i < 9; i++) {
      const key = new Key(stack, `Key${i}`);
      const table = new Table(stack, `Table${i}`, { partitionKey: { name: 'id', type: AttributeType.STRING } });
      const bucket = new Bucket(stack, `Bucket${i}`, { encryptionKey: key, enforceSSL: true });
      const queue = new Queue(stack, `Queue${i}`, {
        encryptionMasterKey: key,
        deadLetterQueue: { queue: new Queue(stack, `Failed${i}`), maxReceiveCount: 3 },
      });
      const topic = new Topic(stack, `Topic${i}`, { masterKey: key });
      topic.addSubscription(new SqsSubscription(new Queue(stack, `Inbox${i}`)));
      const reader = newFunction(stack, `Reader${i}`);
      const api = new RestApi(stack, `Api${i}`, { cloudWatchRole: false });
      api.root.addResource('a').addMethod('GET');
      reader.addEventSource(new SqsEventSource(queue));
      reader.addEnvironment('BUCKET', bucket.bucketName);
      table.grantReadWriteData(reader);
      bucket.grantRead(reader);
      topic.grantPublish(reader);
      bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(newFunction(stack, `OnObject${i}`)));
      new Rule(stack, `Rule${i}`, {
        schedule: Schedule.rate(Duration.hours(1)),
        targets: [new LambdaFunction(reader)],
      });
      table.grantReadData(newFunction(nested, `Inner${i}`));
      bucket.grantRead(newFunction(other, `Across${i}`));
    }
    expect(cycles(stack)).toEqual([]);
  });
});
