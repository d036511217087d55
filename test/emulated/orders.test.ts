import { randomUUID } from 'crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetBucketPolicyCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { awsJson, awsQuery } from './aws-json';
import { Adapted, adaptAssembly, DROPPED_PROPERTIES, DROPPED_TYPES, SIMPLIFIED } from './adapt-assembly';
import { cdk, onlyEmulator, TARGET } from './cdk-cli';
import { ACCOUNT, eventually, install, MiniStack, REGION } from './ministack';
import { SecretsExtension } from './secrets-extension';

const ROOT = join(__dirname, '../..');

const unavailable = install();
if (unavailable && process.env.CI === 'true') throw new Error(unavailable.reason);
if (unavailable) process.stdout.write(`skipped: test/emulated: ${unavailable.reason}\n`);

(unavailable ? describe.skip : describe)('orders, deployed on an emulator by the real CDK CLI', () => {
  let work: string;
  let extension: SecretsExtension;
  let emulator: MiniStack;
  let adapted: Adapted;
  let outputs: Record<string, string>;
  let s3: S3Client;
  let queue: SQSClient;
  let table: DynamoDBDocumentClient;

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'orders-'));
    extension = await SecretsExtension.start();
    emulator = await MiniStack.start();
    extension.endpoint = emulator.endpoint;
    const assembly = join(work, 'cdk.out');
    await cdk(['synth', '--quiet', '-c', `account=${ACCOUNT}`, '-c', `region=${REGION}`, '--output', assembly], {
      cwd: ROOT,
    });
    adapted = adaptAssembly(assembly, extension.port);
    await onEmulator(['bootstrap', TARGET]);
    const outputsFile = join(work, 'outputs.json');
    await onEmulator(['deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile]);
    outputs = Object.assign({}, ...Object.values<object>(JSON.parse(readFileSync(outputsFile, 'utf8'))));
    const client = {
      endpoint: emulator.endpoint,
      region: REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    s3 = new S3Client({ ...client, forcePathStyle: true });
    queue = new SQSClient(client);
    table = DynamoDBDocumentClient.from(new DynamoDBClient(client));
  }, 240_000);

  afterAll(async () => {
    for (const client of [s3, queue, table]) client?.destroy();
    await emulator?.stop();
    await extension?.stop();
    rmSync(work, { recursive: true, force: true });
  }, 60_000);

  const onEmulator = (args: string[]) =>
    cdk([...args, '--app', join(work, 'cdk.out')], { cwd: join(work, 'cli'), env: onlyEmulator(emulator.endpoint) });

  const orderOf = async (orderId: string) =>
    (await table.send(new GetCommand({ TableName: outputs.OrdersTable, Key: { orderId } }))).Item;

  const fulfilled = (orderId: string) =>
    eventually(
      20_000,
      `order ${orderId} to be fulfilled`,
      async () => {
        const order = await orderOf(orderId);
        return order?.status === 'FULFILLED' ? order : undefined;
      },
      () => `:\n${emulator.tail()}`,
    );

  /** As Lambda is called by whoever may: there is no client of it among our dependencies. */
  const invoke = async (name: string, event: object): Promise<any> => {
    const response = await fetch(`${emulator.endpoint}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      body: JSON.stringify(event),
    });
    return response.json();
  };

  const createOrder = async (event: object) => {
    const response = await fetch(`${emulator.endpoint}/2015-03-31/functions/`);
    const { Functions }: any = await response.json();
    return invoke(Functions.find((one: any) => one.FunctionName.includes('CreateOrder')).FunctionName, event);
  };

  /** What API Gateway hands over once its Cognito authorizer has let somebody in: the emulator has no such authorizer. */
  const post = (body: ReturnType<typeof newOrder>, sub = body.customerId) =>
    createOrder({ body: JSON.stringify(body), requestContext: { authorizer: { claims: { sub } } } });

  /** Over HTTP: the name of an API's endpoint begins like the API. */
  const call = (api: string, route: string, headers: Record<string, string> = {}) => {
    const [, endpoint] = Object.entries(outputs).find(([name]) => name.startsWith(`${api}Endpoint`))!;
    const [method, path] = route.split(' ');
    const url = `${emulator.endpoint}/_aws/execute-api/${new URL(endpoint).hostname.split('.')[0]}/prod${path}`;
    return fetch(url, { method, headers });
  };

  const newOrder = () => ({
    orderId: randomUUID(),
    customerId: 'c-1',
    items: [{ sku: 'tea', quantity: 2, unitPriceCents: 450 }],
  });

  test('only what the emulator lacks was left out of the templates, and all of that is still needed', () => {
    expect(adapted.droppedTypes).toEqual(Object.keys(DROPPED_TYPES));
    expect(adapted.simplified).toEqual(Object.keys(SIMPLIFIED));
    expect(adapted.droppedProperties).toEqual(
      Object.entries(DROPPED_PROPERTIES).flatMap(([type, all]) => Object.keys(all).map((one) => `${type}.${one}`)),
    );
  });

  test.each<[string, (id: string) => string]>([
    ['csv', (id) => `orderId,customerId,sku,quantity,unitPriceCents\n${id},c-1,tea,2,450\n`],
    ['json', (id) => JSON.stringify([{ ...newOrder(), orderId: id }])],
  ])(
    'an uploaded %s file becomes orders, and they are fulfilled',
    async (kind, content) => {
      const orderId = randomUUID();
      const Key = `incoming/today.${kind}`;
      await s3.send(new PutObjectCommand({ Bucket: outputs.UploadsBucket, Key, Body: content(orderId) }));
      expect(await fulfilled(orderId)).toMatchObject({
        customerId: 'c-1',
        totalCents: 900,
        pickupCode: expect.stringMatching(/^[0-9a-f]{12}$/),
      });
    },
    40_000,
  );

  test('an upload elsewhere in the bucket is nobody’s work', async () => {
    const orderId = randomUUID();
    const order = [{ ...newOrder(), orderId }];
    await s3.send(
      new PutObjectCommand({ Bucket: outputs.UploadsBucket, Key: 'other/today.json', Body: JSON.stringify(order) }),
    );
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await orderOf(orderId)).toBeUndefined();
  });

  test('an order is created once, however often it is sent', async () => {
    const order = newOrder();
    expect(await post(order)).toMatchObject({ statusCode: 201 });
    await fulfilled(order.orderId);
    expect(await post(order)).toMatchObject({ statusCode: 200 });
    expect(await post({ ...order, customerId: 'c-2' })).toMatchObject({ statusCode: 409 });
    expect(await orderOf(order.orderId)).toMatchObject({ customerId: 'c-1', status: 'FULFILLED' });
  }, 40_000);

  test('a wrong order is refused with what is wrong', async () => {
    const { statusCode, body } = await post({ ...newOrder(), items: [] });
    expect([statusCode, JSON.parse(body)]).toEqual([400, { message: 'expected items to be a list of 1 to 50' }]);
  });

  test('nobody orders for somebody else, or without being known', async () => {
    const order = newOrder();
    expect(await post(order, 'c-2')).toMatchObject({ statusCode: 403 });
    expect(await createOrder({ body: JSON.stringify(order), requestContext: {} })).toMatchObject({
      errorMessage: 'expected an authorized caller, got none',
    });
    expect(await orderOf(order.orderId)).toBeUndefined();
  });

  test.each(['GET /customers/c-1/orders', `DELETE /orders/${randomUUID()}`])(
    'the deployed authorizer turns away who has no token: %s',
    async (route) => {
      for (const headers of [{}, { authorization: 'Bearer not.a.token' }]) {
        expect((await call('PublicApi', route, headers as Record<string, string>)).status).toBe(401);
      }
    },
  );

  test('a message that cannot be worked on does not hold up the others', async () => {
    const order = newOrder();
    for (const body of ['not json', JSON.stringify({ orderId: order.orderId })]) {
      await queue.send(new SendMessageCommand({ QueueUrl: outputs.OrdersQueueUrl, MessageBody: body }));
    }
    await post(order);
    await fulfilled(order.orderId);
  }, 40_000);

  test('the daily report sums up the orders of a day', async () => {
    const order = newOrder();
    await post(order);
    const tomorrow = new Date(Date.now() + 86_400_000);
    const report = await invoke(outputs.DailyReportFunction, { time: tomorrow.toISOString() });
    expect(report).toMatchObject({ day: new Date().toISOString().slice(0, 10), orders: expect.any(Number) });
    expect(report.orders).toBeGreaterThan(0);
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: outputs.ReportsBucket, Key: `daily/${report.day}.json` }),
    );
    expect(JSON.parse(await Body!.transformToString())).toEqual(report);
    // of IAM the emulator asks no more than that there is a signature
    const route = `GET /reports/${report.day}`;
    expect((await call('InternalApi', route)).status).toBe(403);
    const signed = await call('InternalApi', route, { authorization: 'AWS4-HMAC-SHA256 Credential=x' });
    expect([signed.status, await signed.json()]).toEqual([200, report]);
  }, 40_000);

  // between the table's stream and the bus lies a pipe, which MiniStack 1.4.21 only stores
  test('the event of a fulfilled order starts a reminder, which knows its id and nothing else', async () => {
    const ask = (service: string, target: string, body: object) => awsJson(emulator.endpoint, service, target, body);
    const { EventBuses } = await ask('events', 'AWSEvents.ListEventBuses', {});
    const { Name: EventBusName } = EventBuses.find(({ Name }: any) => Name.includes('PickupsEvents'));
    const orderId = randomUUID();
    const event = (DetailType: string) => ({
      ...{ EventBusName, Source: 'orders', DetailType },
      Detail: JSON.stringify({ orderId, customerId: 'c-1' }),
    });
    await ask('events', 'AWSEvents.PutEvents', { Entries: [event('Order Cancelled'), event('Order Fulfilled')] });
    const { stateMachines } = await ask('states', 'AWSStepFunctions.ListStateMachines', {});
    const { stateMachineArn } = stateMachines.find(({ name }: any) => name.includes('PickupsRemind'));
    const executions = await eventually(20_000, 'the workflow to start', async () => {
      const { executions: all } = await ask('states', 'AWSStepFunctions.ListExecutions', { stateMachineArn });
      return all.length > 0 ? all : undefined;
    });
    expect(executions.map(({ status }: any) => status)).toEqual(['RUNNING']); // for three days
    const [{ executionArn }] = executions;
    const { input } = await ask('states', 'AWSStepFunctions.DescribeExecution', { executionArn });
    // EventBridge writes quotes around a text, and the emulator none
    expect(input.replaceAll('"', '')).toBe(`{orderId:${orderId}}`);
  }, 40_000);

  test('the bucket of the pages, as deployed, lets in its own distribution', async () => {
    const Bucket = outputs.ShopBucket;
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    const allowed = JSON.parse(Policy!).Statement.filter(({ Effect }: any) => Effect === 'Allow');
    expect(allowed).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
        Condition: {
          StringEquals: { 'AWS:SourceArn': `arn:aws:cloudfront::${ACCOUNT}:distribution/${outputs.ShopDistribution}` },
        },
      },
    ]);
    // the emulator asks no policy: that nobody else reads is proven on the template
    await s3.send(new PutObjectCommand({ Bucket, Key: 'index.html', Body: '<!doctype html>' }));
    expect((await fetch(`${emulator.endpoint}/${Bucket}/index.html`)).status).toBe(200);
  });

  test('everything can be torn down again', async () => {
    for (const stack of ['OrdersWeb', 'OrdersCompute', 'OrdersData']) await deleteStack(stack);
    expect((await table.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    await emulator.stop();
    expect(existsSync(emulator.home)).toBe(false);
    await expect(fetch(emulator.endpoint)).rejects.toThrow();
  }, 60_000);

  /**
   * Not by `cdk destroy`: the CLI names the stack by its ARN, and MiniStack 1.4.21 answers that with success and deletes
   * nothing.
   */
  async function deleteStack(StackName: string): Promise<void> {
    await cloudFormation({ Action: 'DeleteStack', StackName });
    await eventually(20_000, `stack ${StackName} to be deleted`, async () => {
      const described = await cloudFormation({ Action: 'DescribeStacks', StackName });
      return /DELETE_COMPLETE|does not exist/.test(described) || undefined;
    });
  }

  const cloudFormation = (query: Record<string, string>): Promise<string> =>
    awsQuery(emulator.endpoint, 'cloudformation', { ...query, Version: '2010-05-15' });
});
