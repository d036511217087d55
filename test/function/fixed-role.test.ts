import { Duration, Stack } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Access, SecureQueue, SecureTable, Source } from '../../lib';
import { ENV, newStack } from '../support/judging';
import { newFunction } from './building';

const ARN = `arn:aws:iam::${ENV.account}:role/theirs`;
const HOURLY = ScheduleExpression.rate(Duration.hours(1));
const fixed = (stack: Stack) => Role.fromRoleArn(stack, 'Fixed', ARN, { mutable: false });
const table = (stack: Stack) =>
  new SecureTable(stack, 'Orders', { partitionKey: { name: 'id', type: AttributeType.STRING } });

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

describe('a role that cannot be changed', () => {
  test.each<[string, (stack: Stack) => any, RegExp]>([
    [
      'imported so',
      fixed,
      /got Stack\/.*Fixed, whose policies cannot be changed here; import it without mutable: false/,
    ],
    ['of another account', (s) => Role.fromRoleArn(s, 'R', 'arn:aws:iam::222222222222:role/theirs'), /own account/],
  ])('refuses a connection: %s', (_, role, message) => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { role: role(stack) });
    const connect = () => fn.connect(table(stack), { access: Access.actions('dynamodb:GetItem'), env: 'TABLE_NAME' });
    expect(connect).toThrow(message);
    expect(fn.connectedTo).toEqual([]);
    expect(JSON.stringify(stack.resolve((stack as any)._toCloudFormation()))).not.toContain('TABLE_NAME');
  });

  test('the message names the actions', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { role: fixed(stack) });
    expect(() => fn.connect(table(stack), { access: Access.actions('dynamodb:GetItem') })).toThrow(
      /^expected the role of Stack\/Fn to take dynamodb:GetItem, got/,
    );
  });

  test.each<[string, (stack: Stack) => Source, RegExp]>([
    ['a queue', (s) => Source.queue(new SecureQueue(s, 'Q')), /to take sqs:ReceiveMessage, sqs:DeleteMessage, /],
    ['a schedule, whose failures are kept', () => Source.schedule(HOURLY), /to take sqs:SendMessage/],
  ])('refuses %s', (_, source, message) => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { role: fixed(stack) });
    expect(() => fn.on(source(stack))).toThrow(message);
  });

  test('may stand by itself, and one that can be changed takes everything', () => {
    const stack = newStack();
    expect(() => newFunction(stack, 'A', { role: fixed(stack), asynchronous: true })).not.toThrow();
    const fn = newFunction(stack, 'B', { role: Role.fromRoleArn(stack, 'Open', ARN) });
    fn.connect(table(stack), { access: Access.READ });
    fn.on(Source.queue(new SecureQueue(stack, 'Q'))).on(Source.schedule(HOURLY));
    expect(fn.connectedTo).toHaveLength(1);
  });

  test('roles made in advance are told about what they need', () => {
    const stack = newStack();
    const usePrecreatedRoles = { 'Stack/Role': 'by-others' };
    Role.customizeRoles(stack, { preventSynthesis: false, usePrecreatedRoles });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const fn = newFunction(stack, 'Fn', { role });
    expect(() => fn.connect(table(stack), { access: Access.READ })).not.toThrow();
  });
});

describe('callers whose types nobody checks', () => {
  const given = () => {
    const stack = newStack();
    return { stack, fn: newFunction(stack) as any };
  };
  const wild = Source as any;

  test('a queue where a source is needed', () => {
    const { stack, fn } = given();
    expect(() => fn.on(new SecureQueue(stack, 'Q'))).toThrow(
      /^expected Stack\/Fn to listen to a Source, got 'Stack\/Q', a SecureQueue; write fn\.on\(Source\.queue\(queue\)\)/,
    );
    expect(() => fn.on(undefined)).toThrow(/to listen to a Source, got nothing/);
  });

  test('a connection without access, or to nothing', () => {
    const { stack, fn } = given();
    const orders = table(stack);
    const message = (got: string) =>
      new RegExp(`^expected access to say what may be done with Stack/Orders, got ${got}; set access to Access\\.READ`);
    expect(() => fn.connect(orders, { env: 'TABLE_NAME' })).toThrow(message('nothing'));
    expect(() => fn.connect(orders)).toThrow(message('nothing'));
    expect(() => fn.connect(orders, { access: 'READ' })).toThrow(message("'READ'"));
    expect(() => fn.connect(undefined, { access: Access.READ })).toThrow(
      /expected to connect to one of: .*got nothing/,
    );
    expect(() => fn.connect('orders', { access: Access.READ })).toThrow(
      /expected to connect to one of: .*got 'orders'/,
    );
    expect(fn.connectedTo).toEqual([]);
  });

  test.each(['queue', 'stream', 'tableStream', 'bucket', 'topic', 'bus', 'schedule'])(
    'Source.%s of nothing',
    (method) => {
      expect(() => wild[method](undefined)).toThrow(
        new RegExp(`^expected Source\\.${method} to be given an? \\w+.*, got nothing; pass`),
      );
      expect(() => wild[method](new Bucket(newStack(), 'B').node)).toThrow(/got a value without \w+; pass/);
    },
  );

  test('a bus without a pattern', () => {
    const { stack, fn } = given();
    const bus = { node: stack.node, eventBusArn: 'arn' };
    expect(() => fn.on(wild.bus(bus))).toThrow(/expected pattern to say which events/);
    expect(() => fn.on(wild.bus(bus, {}))).toThrow(/expected pattern to say which events/);
  });
});
