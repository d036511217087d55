import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { SecureFunction, SecureQueue, Source } from '../../lib';
import { ENV } from '../support/judging';

const arn = (service: string, region: string, rest: string) => `arn:aws:${service}:${region}:${ENV.account}:${rest}`;
const worker = (env: object | undefined) => {
  const stack = new Stack(new App(), 'Stack', { env });
  const code = {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = 1;'),
  };
  return { stack, fn: new SecureFunction(stack, 'Worker', code) };
};

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const SOURCES: [string, (stack: Stack, region: string) => Source][] = [
  ['queue', (s, region) => Source.queue(Queue.fromQueueArn(s, 'It', arn('sqs', region, 'orders')))],
  ['stream', (s, region) => Source.stream(Stream.fromStreamArn(s, 'It', arn('kinesis', region, 'stream/orders')))],
  [
    'table',
    (s, region) => {
      const tableArn = arn('dynamodb', region, 'table/orders');
      const tableStreamArn = `${tableArn}/stream/2026-01-01`;
      return Source.tableStream(Table.fromTableAttributes(s, 'It', { tableArn, tableStreamArn }));
    },
  ],
];

test.each(SOURCES)('a %s of another region is refused, before anything is granted', (what, source) => {
  const { stack, fn } = worker(ENV);
  const before = JSON.stringify(stack.resolve((stack as any)._toCloudFormation()));
  expect(() => fn.on(source(stack, 'eu-west-1'))).toThrow(
    new RegExp(
      `^expected the ${what} Stack/It to be in us-east-1, as Stack/Worker is, got eu-west-1; Lambda polls only`,
    ),
  );
  expect(JSON.stringify(stack.resolve((stack as any)._toCloudFormation()))).toBe(before);
});

test.each(SOURCES)('a %s of the same region, or of one that nobody knows yet, is taken', (_, source) => {
  for (const [env, region] of [
    [ENV, 'us-east-1'],
    [undefined, 'eu-west-1'],
  ] as const) {
    const { stack, fn } = worker(env);
    expect(() => fn.on(source(stack, region))).not.toThrow();
  }
});

test('resources of this app, too', () => {
  const { stack, fn } = worker(ENV);
  const other = new Stack(stack.node.root, 'Other', { env: { ...ENV, region: 'eu-west-1' } });
  expect(() => fn.on(Source.queue(new SecureQueue(other, 'Q')))).toThrow(
    /expected the queue Other\/Q to be in us-east-1/,
  );
  const stream = StreamViewType.KEYS_ONLY;
  const table = new Table(other, 'T', { partitionKey: { name: 'id', type: AttributeType.STRING }, stream });
  expect(() => fn.on(Source.tableStream(table))).toThrow(/expected the table Other\/T to be in us-east-1/);
});
