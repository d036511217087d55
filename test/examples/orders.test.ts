import { App } from 'aws-cdk-lib';
import { SecurityGate } from '../../lib';
import { fixedCost } from '../../lib/report/fixed-cost';
import { addOrders } from '../../examples/orders/orders';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { Account } from '../support/template-access';

const PROFILES = ['production', 'development', 'regulated'];
/** Bundling tells nothing about security, and takes seconds. */
const UNBUNDLED = { 'aws:cdk:bundling-stacks': [] };

function orders(profile: string, flags: Record<string, unknown> = RECOMMENDED_FLAGS): App {
  const app = new App({ context: { ...flags, ...UNBUNDLED, profile } });
  addOrders(app);
  return app;
}

function stacksOf(app: App) {
  SecurityGate.findingsOf(app); // synthesizes without printing
  return app.synth().stacks.map(({ stackName, template }) => ({ stackName, template }));
}

describe.each(PROFILES)('in %s', (profile) => {
  test.each([
    ['no feature flags', {}],
    ['the recommended feature flags', RECOMMENDED_FLAGS],
  ])('nothing is found, with %s', (_, flags) => {
    const found = SecurityGate.findingsOf(orders(profile, flags)).filter(({ status }) => status !== 'relaxed');
    expect(found.map(({ message, path }) => `${path}: ${message}`)).toEqual([]);
  });

  test('only development goes without assurances', () => {
    const relaxed = SecurityGate.findingsOf(orders(profile)).filter(({ status }) => status === 'relaxed');
    expect(relaxed.length > 0).toBe(profile === 'development');
  });

  test('what it costs when nobody uses it is known and bounded', () => {
    const { monthly, unknown } = fixedCost(stacksOf(orders(profile)).map(({ template }) => template));
    expect(unknown).toEqual([]);
    expect(monthly).toBeLessThanOrEqual(profile === 'development' ? 1 : 5);
  });
});

test('a profile that does not exist is refused', () => {
  expect(() => orders('staging')).toThrow('expected profile to be production, development or regulated');
});

test('both stacks know their account, so that it synthesizes without AWS', () => {
  expect(
    new Set(
      orders('production')
        .synth()
        .stacks.map(({ environment }) => environment.name),
    ),
  ).toEqual(new Set(['aws://111111111111/us-east-1']));
});

test('a handler uses the key of the data only through the service that holds it', () => {
  const account = Account.of(...stacksOf(orders('production')));
  const [key] = account.logicalIds('AWS::KMS::Key', 'SecureKeyRingData');
  const [as] = account.logicalIds('AWS::Lambda::Function', 'ImportOrders');
  const decrypt = (context: Record<string, string>) => account.can({ as, action: 'kms:Decrypt', on: key, context });
  expect(decrypt({ 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe('allowed');
  expect(decrypt({ 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' })).toBe('allowed');
  expect(decrypt({ 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' })).not.toBe('allowed');
  expect(decrypt({})).not.toBe('allowed');
});

describe('each handler may do its work and nothing else', () => {
  const account = Account.of(...stacksOf(orders('production')));
  const one = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
  const table = one('AWS::DynamoDB::Table', 'Orders');
  const uploads = one('AWS::S3::Bucket', 'Uploads');
  const reports = one('AWS::S3::Bucket', 'Reports');
  const queue = one('AWS::SQS::Queue', 'Orders');
  const secret = one('AWS::SecretsManager::Secret', 'CarrierKey');

  const WORK: [string, string, string, string?][] = [
    ['CreateOrder', 'dynamodb:PutItem', table],
    ['CreateOrder', 'sqs:SendMessage', queue],
    ['ImportOrders', 's3:GetObject', uploads, 'incoming/today.csv'],
    ['ImportOrders', 'dynamodb:PutItem', table],
    ['ImportOrders', 'sqs:SendMessage', queue],
    ['FulfilOrders', 'sqs:ReceiveMessage', queue],
    ['FulfilOrders', 'sqs:DeleteMessage', queue],
    ['FulfilOrders', 'dynamodb:UpdateItem', table],
    ['FulfilOrders', 'secretsmanager:GetSecretValue', secret],
    ['DailyReport', 'dynamodb:Query', table, 'index/byDay'],
    ['DailyReport', 's3:PutObject', reports, 'daily/2026-11-21.json'],
  ];
  const HANDLERS = [...new Set(WORK.map(([handler]) => handler))];

  const may = (handler: string, action: string, on: string, path?: string) =>
    account.can({ as: one('AWS::Lambda::Function', handler), action, on, path });

  test.each(WORK)('%s may %s', (...[handler, action, on, path]) => {
    expect(may(handler, action, on, path)).toBe('allowed');
  });

  test.each(HANDLERS)('%s may do nothing of the others', (handler) => {
    const foreign = WORK.filter(
      ([, action, on]) => !WORK.some(([who, what, where]) => who === handler && what === action && where === on),
    );
    const allowed = foreign.filter(([, action, on, path]) => may(handler, action, on, path) === 'allowed');
    expect(allowed).toEqual([]);
  });

  test.each<[string, string, string, string?]>([
    ['ImportOrders', 's3:GetObject', uploads, 'private/today.csv'],
    ['ImportOrders', 's3:PutObject', uploads, 'incoming/today.csv'],
    ['DailyReport', 's3:PutObject', reports, 'other/report.json'],
    ['DailyReport', 'dynamodb:Query', table],
    ['CreateOrder', 'dynamodb:GetItem', table],
    ['CreateOrder', 'dynamodb:DeleteItem', table],
    ['FulfilOrders', 'sqs:PurgeQueue', queue],
  ])('%s may not %s elsewhere', (...[handler, action, on, path]) => {
    expect(may(handler, action, on, path)).not.toBe('allowed');
  });
});
