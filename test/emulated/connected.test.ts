import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetQueueAttributesCommand,
  Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { adaptAssembly, Adapted } from './adapt-assembly';
import { alice, Attack, FORBIDDEN, UNAUTHENTICATED } from './attacks';
import { awsJson, awsQuery } from './aws-json';
import { cdk, onlyEmulator, TARGET } from './cdk-cli';
import { certificatesUnavailable, Issuer } from './issuer';
import { ACCOUNT, eventually, install, MiniStack, REGION } from './ministack';

const ROOT = join(__dirname, '../..');
const APP = 'tsx --tsconfig examples/tsconfig.json test/emulated/apps/connected.ts';

const unavailable = install() ?? certificatesUnavailable();
if (unavailable && process.env.CI === 'true') throw new Error(unavailable.reason);
if (unavailable) process.stdout.write(`skipped: test/emulated: ${unavailable.reason}\n`);

/** † AWS looks at the end of a token that has one or not, the emulator only at one that is there. */
const NOT_REFUSED_THERE = ['without an end'];
/** What only `JwtAuthorizer` of a REST API checks: an HTTP API compares no claims with the path, and asks for no fresh login. */
const ofScopes = (attacks: Readonly<Record<string, Attack>>) =>
  Object.entries(attacks).filter(([, { route = 'GET /orders' }]) => /^(GET|POST) \/orders$/.test(route));

(unavailable ? describe.skip : describe)('functions with sources and connections, deployed on an emulator', () => {
  let work: string;
  let issuer: Issuer;
  let emulator: MiniStack;
  let adapted: Adapted;
  let outputs: Record<string, string>;
  let s3: S3Client;
  let sqs: SQSClient;
  let tables: DynamoDBDocumentClient;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'connected-'));
    issuer = await Issuer.start();
    emulator = await MiniStack.start({ SSL_CERT_FILE: issuer.certificate });
    const assembly = join(work, 'cdk.out');
    const given = Object.entries({ account: ACCOUNT, region: REGION, issuer: issuer.url });
    const context = given.flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    const bootstrapped = onEmulator(['bootstrap', TARGET]);
    await cdk(['synth', '--quiet', '--app', APP, ...context, '--output', assembly], { cwd: ROOT });
    adapted = adaptAssembly(assembly, 0);
    await bootstrapped;
    const file = join(work, 'outputs.json');
    await onEmulator(['deploy', '--app', assembly, '--require-approval', 'never', '--outputs-file', file]);
    outputs = JSON.parse(readFileSync(file, 'utf8')).Connected;
    const client = {
      endpoint: emulator.endpoint,
      region: REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    s3 = new S3Client({ ...client, forcePathStyle: true });
    sqs = new SQSClient(client);
    tables = DynamoDBDocumentClient.from(new DynamoDBClient(client));
  }, 240_000);

  afterAll(async () => {
    for (const client of [s3, sqs, tables]) client?.destroy();
    await emulator?.stop();
    await issuer?.stop();
    rmSync(work, { recursive: true, force: true });
  }, 60_000);

  const onEmulator = (args: string[]) => cdk(args, { cwd: join(work, 'cli'), env: onlyEmulator(emulator.endpoint) });

  const lastLines = () => `:\n${emulator.tail()}`;

  /** What the function of a source got, one list for each time that it ran. */
  const seenBy = async (source: string): Promise<string[][]> => {
    const { Items = [] } = await tables.send(
      new QueryCommand({
        TableName: outputs.SeenTable,
        KeyConditionExpression: '#source = :source',
        ExpressionAttributeNames: { '#source': 'source' },
        ExpressionAttributeValues: { ':source': source },
        ConsistentRead: true,
      }),
    );
    return Items.map(({ texts }) => texts);
  };

  const sees = (source: string, text: string, milliseconds = 20_000) =>
    eventually(
      milliseconds,
      `${source} to see ${text}`,
      async () => {
        const seen = await seenBy(source);
        return seen.flat().includes(text) ? seen : undefined;
      },
      lastLines,
    );

  const received = (QueueUrl: string, milliseconds = 30_000): Promise<Message> =>
    eventually(
      milliseconds,
      `a message in ${QueueUrl}`,
      async () => {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 60 }));
        return Messages[0];
      },
      lastLines,
    );

  const invoke = (name: string, event: object, headers: Record<string, string> = {}) =>
    fetch(`${emulator.endpoint}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      headers,
      body: JSON.stringify(event),
    });

  const send = (route: string, authorization?: string) => {
    const [method, path] = route.split(' ');
    return fetch(`${emulator.endpoint}/_aws/execute-api/${outputs.ApiId}${path}`, {
      method,
      headers: authorization === undefined ? {} : { authorization },
    });
  };

  test('only what the emulator lacks was left out of the template', () => {
    expect(adapted).toEqual({
      droppedTypes: ['AWS::Logs::Delivery', 'AWS::Logs::DeliveryDestination', 'AWS::Logs::DeliverySource'],
      droppedProperties: [],
      simplified: ['AWS::CloudWatch::Alarm.Metrics'],
    });
  });

  test('a queue: the messages reach the handler, and one that it fails at comes back alone', async () => {
    const QueueUrl = outputs.JobsUrl;
    const Entries = ['first', 'poison', 'last'].map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const times = (seen: string[][], text: string) => seen.filter((texts) => texts.includes(text)).length;
    const seen = await eventually(30_000, 'the poison to come back', async () => {
      const now = await seenBy('Queue');
      return times(now, 'poison') >= 2 ? now : undefined;
    });
    expect(['first', 'last', 'poison'].map((text) => times(seen, text))).toEqual([1, 1, 2]);
    expect(seen.at(-1)).toEqual(['poison']);
    // † CloudFormation of the emulator does not take over where it would end
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect([Attributes?.VisibilityTimeout, Attributes?.RedrivePolicy]).toEqual(['6', undefined]);
  }, 60_000);

  test('a Kinesis stream: its records reach the handler', async () => {
    await awsJson(emulator.endpoint, 'kinesis', 'Kinesis_20131202.PutRecord', {
      StreamName: outputs.ClicksName,
      PartitionKey: 'a',
      Data: Buffer.from('a click').toString('base64'),
    });
    await sees('Stream', 'a click');
  }, 40_000);

  test('the stream of a table: what the filter lets through reaches the handler, and nothing else', async () => {
    const TableName = outputs.ItemsTable;
    await tables.send(new PutCommand({ TableName, Item: { id: 'tea' } }));
    await tables.send(new PutCommand({ TableName, Item: { id: 'tea', price: 3 } }));
    await tables.send(new DeleteCommand({ TableName, Key: { id: 'tea' } }));
    await tables.send(new PutCommand({ TableName, Item: { id: 'cup' } }));
    expect((await sees('TableStream', 'INSERT cup')).flat().sort()).toEqual(['INSERT cup', 'INSERT tea']);
  }, 40_000);

  test('a topic: its messages reach the handler', async () => {
    const answer = await awsQuery(emulator.endpoint, 'sns', {
      ...{ Action: 'Publish', Version: '2010-03-31' },
      ...{ TopicArn: outputs.NewsArn!, Message: 'news' },
    });
    expect(answer).toContain('<MessageId>');
    await sees('Topic', 'news');
  }, 40_000);

  test('a bus: events of the pattern reach the handler, and no others', async () => {
    const event = (Source: string, text: string, DetailType = 'placed', EventBusName = outputs.BusName) => ({
      ...{ EventBusName, Source, DetailType },
      Detail: JSON.stringify({ text }),
    });
    const { FailedEntryCount } = await awsJson(emulator.endpoint, 'events', 'AWSEvents.PutEvents', {
      Entries: [
        event('elsewhere', 'of another source'),
        event('shop', 'of another kind', 'cancelled'),
        event('shop', 'on another bus', 'placed', 'default'),
        event('shop', 'an order'),
      ],
    });
    expect(FailedEntryCount).toBe(0);
    expect(await sees('Bus', 'an order')).toEqual([['an order']]);
  }, 40_000);

  test('a schedule: its input reaches the handler', async () => {
    await sees('Schedule', 'it is time', 30_000);
  }, 40_000);

  test('a function that nobody waits for: what it fails at is tried once more, and kept', async () => {
    const { status } = await invoke(
      outputs.BusFunction!,
      { text: 'nobody waits', poison: true },
      { 'x-amz-invocation-type': 'Event' },
    );
    expect(status).toBe(202);
    const { Body } = await received(outputs.FailuresUrl!);
    expect(JSON.parse(Body!).requestPayload).toMatchObject({ text: 'nobody waits', poison: true });
    const seen = await seenBy('Bus');
    expect(seen.filter(([text]) => text === 'nobody waits')).toHaveLength(2);
  }, 40_000);

  test('connections: the function finds queue, bucket and table under the names in its environment', async () => {
    expect(await (await invoke(outputs.UserFunction!, {})).json()).toEqual({ statusCode: 200 });
    expect((await received(outputs.SentUrl!)).Body).toBe('from a function');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: outputs.FilesBucket, Key: 'in/a.txt' }));
    expect(await Body!.transformToString()).toBe('written');
    expect(await seenBy('User')).toEqual([['done']]);
  }, 40_000);

  describe('an HTTP API with the JWT authorizer of API Gateway', () => {
    const reached = async () => (await seenBy('User')).length;

    test('lets a valid token in', async () => {
      const before = await reached();
      for (const route of ['GET /orders', 'POST /orders']) {
        expect((await send(route, `Bearer ${issuer.token(alice(issuer))}`)).status).toBe(200);
      }
      expect(await reached()).toBe(before + 2);
    });

    test.each([
      ...Object.entries(UNAUTHENTICATED).map(([what, attack]) => [401, what, attack] as const),
      ...ofScopes(FORBIDDEN).map(([what, attack]) => [403, what, attack] as const),
    ])('%d: %s', async (status, what, { route = 'GET /orders', authorization }) => {
      const before = await reached();
      const reply = await send(route, authorization?.(issuer));
      if (NOT_REFUSED_THERE.includes(what)) return expect(reply.status).toBe(200);
      expect(reply.status).toBe(status);
      expect(await reached()).toBe(before);
    });
  });
});
