import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { SecurityGate } from '../../lib';
import { fixedCost } from '../../lib/report/fixed-cost';
import { addOrders } from '../../examples/orders/orders';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { Account } from '../support/template-access';

const PROFILES = ['production', 'development', 'regulated'];
/** Bundling tells nothing about security, and takes seconds. */
const UNBUNDLED = { 'aws:cdk:bundling-stacks': [] };

function orders(profile: string, flags: Record<string, unknown> = RECOMMENDED_FLAGS): App {
  const app = new App({ context: { ...UNBUNDLED, profile, ...flags } });
  addOrders(app);
  return app;
}

/** What the gate says of an app, and the stacks it was said of. One synthesis for all tests of a profile. */
function judged(profile: string, flags: Record<string, unknown> = RECOMMENDED_FLAGS) {
  const app = orders(profile, flags);
  const findings = SecurityGate.findingsOf(app);
  const stacks = app.node.children.filter(Stack.isStack).map(({ stackName, templateFile }) => ({
    stackName,
    template: JSON.parse(readFileSync(join(app.outdir, templateFile), 'utf8')),
  }));
  return { app, findings, stacks };
}

const memo = new Map<string, ReturnType<typeof judged>>();
function judgedOnce(profile: string): ReturnType<typeof judged> {
  if (!memo.has(profile)) memo.set(profile, judged(profile));
  return memo.get(profile)!;
}

describe.each(PROFILES)('in %s', (profile) => {
  const judgedNow = () => judgedOnce(profile);

  test.each([
    ['no feature flags', {}],
    ['the recommended feature flags', RECOMMENDED_FLAGS],
  ])('nothing is found, with %s', (_, flags) => {
    const open = ['blocking', 'warning', 'baselined'];
    const { findings } = flags === RECOMMENDED_FLAGS ? judgedNow() : judged(profile, flags);
    const found = findings.filter(({ status }) => open.includes(status));
    expect(found.map(({ message, path }) => `${path}: ${message}`)).toEqual([]);
  });

  test('what is waived has its reason in the code', () => {
    const waived = judgedNow().findings.filter(({ status }) => status === 'waived');
    const all = waived.map(({ ruleId, path }) => `${ruleId} ${path.replace(/^OrdersCompute\//, '')}`);
    const inDevelopment = [
      'API-15 PublicApi/Default/orders/{orderId}/DELETE/Resource',
      'ROLE-02 SecureApiGatewayAccount/LogRole/Resource',
    ];
    const elsewhere = [
      'FUNCTION-13 PublicApi/Authorizer/Function/Resource',
      'IDENTITY-07 OrdersData/Customers/Pool/Resource',
      'WAF-08 OrdersData/Customers/Pool/Resource',
      ...inDevelopment,
    ];
    expect(all.sort()).toEqual((profile === 'development' ? inDevelopment : elsewhere).sort());
  });

  test('only development goes without assurances', () => {
    const relaxed = judgedNow().findings.filter(({ status }) => status === 'relaxed');
    expect(relaxed.length > 0).toBe(profile === 'development');
  });

  test('what it costs when nobody uses it is known and bounded', () => {
    const { monthly, unknown } = fixedCost(judgedNow().stacks.map(({ template }) => template));
    expect(unknown).toEqual([]);
    expect(monthly).toBeLessThanOrEqual(profile === 'development' ? 1 : 27);
  });
});

test('a profile that does not exist is refused', () => {
  expect(() => orders('staging')).toThrow('expected profile to be production, development or regulated');
});

const places = (app: App) => app.node.children.filter(Stack.isStack).map(({ environment }) => environment);

test('all stacks know their account, so that it synthesizes without AWS', () => {
  expect(new Set(places(judgedOnce('production').app))).toEqual(new Set(['aws://111111111111/us-east-1']));
});

test('in another region only the website stays where CloudFront is, and nothing is found either', () => {
  const { app, findings } = judged('production', { ...RECOMMENDED_FLAGS, region: 'eu-central-1' });
  const [here, cloudFront] = ['aws://111111111111/eu-central-1', 'aws://111111111111/us-east-1'];
  expect(places(app).filter((one) => one.startsWith('aws://'))).toEqual([here, here, cloudFront]);
  const found = findings.filter(({ status }) => status === 'blocking' || status === 'warning');
  expect(found.map(({ message, path }) => `${path}: ${message}`)).toEqual([]);
});

test('a handler uses the key of the data only through the service that holds it', () => {
  const account = Account.of(...judgedOnce('production').stacks);
  const [key] = account.logicalIds('AWS::KMS::Key', 'SecureKeyRingData');
  const [as] = account.logicalIds('AWS::Lambda::Function', 'ImportOrders');
  const decrypt = (context: Record<string, string>) => account.can({ as, action: 'kms:Decrypt', on: key, context });
  expect(decrypt({ 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe('allowed');
  expect(decrypt({ 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' })).toBe('allowed');
  expect(decrypt({ 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' })).not.toBe('allowed');
  expect(decrypt({})).not.toBe('allowed');
});

describe('each handler may do its work and nothing else', () => {
  const account = Account.of(...judgedOnce('production').stacks);
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
    ['ImportOrders', 's3:GetObjectVersion', uploads, 'incoming/today.csv'],
    ['ImportOrders', 'dynamodb:PutItem', table],
    ['ImportOrders', 'sqs:SendMessage', queue],
    ['FulfilOrders', 'sqs:ReceiveMessage', queue],
    ['FulfilOrders', 'sqs:DeleteMessage', queue],
    ['FulfilOrders', 'dynamodb:UpdateItem', table],
    ['FulfilOrders', 'secretsmanager:GetSecretValue', secret],
    ['DailyReport', 'dynamodb:Query', table, 'index/byDay'],
    ['DailyReport', 's3:PutObject', reports, 'daily/2026-11-21.json'],
    ['ListOrders', 'dynamodb:Query', table, 'index/byCustomer'],
    ['CancelOrder', 'dynamodb:UpdateItem', table],
    ['ReadReport', 's3:GetObject', reports, 'daily/2026-11-21.json'],
    ['ReadReport', 's3:ListBucket', reports],
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
    ['ImportOrders', 's3:GetObjectVersion', uploads, 'private/today.csv'],
    ['ImportOrders', 's3:PutObject', uploads, 'incoming/today.csv'],
    ['ImportOrders', 's3:ListBucket', uploads],
    ['DailyReport', 's3:PutObject', reports, 'other/report.json'],
    ['DailyReport', 'dynamodb:Query', table],
    ['ListOrders', 'dynamodb:Query', table, 'index/byDay'],
    ['ListOrders', 'dynamodb:Query', table],
    ['CancelOrder', 'dynamodb:DeleteItem', table],
    ['ReadReport', 's3:PutObject', reports, 'daily/2026-11-21.json'],
    ['ReadReport', 's3:GetObject', reports, 'other/report.json'],
    ['CreateOrder', 'dynamodb:GetItem', table],
    ['CreateOrder', 'dynamodb:DeleteItem', table],
    ['FulfilOrders', 'sqs:PurgeQueue', queue],
  ])('%s may not %s elsewhere', (...[handler, action, on, path]) => {
    expect(may(handler, action, on, path)).not.toBe('allowed');
  });
});

describe('what comes after an order is fulfilled', () => {
  const account = Account.of(...judgedOnce('production').stacks);
  const one = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
  const table = one('AWS::DynamoDB::Table', 'Orders');
  const bus = one('AWS::Events::EventBus', 'PickupsEvents');
  const machine = one('AWS::StepFunctions::StateMachine', 'PickupsRemind');
  const reminders = one('AWS::SNS::Topic', 'PickupsReminders');
  const alarms = one('AWS::SNS::Topic', 'SecureAlarmTopic');
  const [announce, start, remind] = ['PickupsAnnounceRole', 'PickupsRemindEventsRole', 'PickupsRemindRole'].map(
    (prefix) => one('AWS::IAM::Role', prefix),
  );

  test.each<[string, string, string, string, string?]>([
    ['the pipe', announce, 'dynamodb:GetRecords', table, 'stream/2025-01-01T00:00:00.000'],
    ['the pipe', announce, 'events:PutEvents', bus],
    ['the rule', start, 'states:StartExecution', machine],
    ['the workflow', remind, 'sns:Publish', reminders],
  ])('%s may do its work', (...[, as, action, on, path]) => {
    expect(account.can({ as, action, on, path })).toBe('allowed');
  });

  test.each<[string, string, string, string]>([
    ['the pipe', announce, 'dynamodb:GetItem', table],
    ['the pipe', announce, 'states:StartExecution', machine],
    ['the rule', start, 'events:PutEvents', bus],
    ['the workflow', remind, 'sns:Publish', alarms],
    ['the workflow', remind, 'states:StartExecution', machine],
  ])('%s may do nothing else: %s %s', (...[, as, action, on]) => {
    expect(account.can({ as, action, on })).not.toBe('allowed');
  });

  test('only an order that becomes fulfilled is told, and only by its id', () => {
    const { template } = judgedOnce('production').stacks.find(({ stackName }) => stackName === 'OrdersCompute')!;
    const [pipe] = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::Pipes::Pipe');
    const { SourceParameters, TargetParameters } = pipe.Properties;
    expect(SourceParameters.FilterCriteria.Filters.map(({ Pattern }: any) => JSON.parse(Pattern))).toEqual([
      {
        eventName: ['MODIFY'],
        dynamodb: { OldImage: { status: { S: ['PLACED'] } }, NewImage: { status: { S: ['FULFILLED'] } } },
      },
    ]);
    expect(TargetParameters.InputTemplate).toBe('{"orderId": <$.dynamodb.Keys.orderId.S>}');
  });
});

describe('the pages of the shop', () => {
  const stacks = judgedOnce('production').stacks;
  const account = Account.of(...stacks);
  const [pages] = account.logicalIds('AWS::S3::Bucket', 'Shop');
  const id = `OrdersWeb-${account.logicalIds('AWS::CloudFront::Distribution', 'Shop')[0]}`;
  const { template } = stacks.find(({ stackName }) => stackName === 'OrdersWeb')!;

  const read = (distribution: string, more: Record<string, string> = {}) =>
    account.can({
      as: { service: 'cloudfront.amazonaws.com' },
      action: 's3:GetObject',
      on: pages,
      path: 'index.html',
      context: { 'aws:SourceArn': `arn:aws:cloudfront::111111111111:distribution/${distribution}`, ...more },
    });

  test('are read by its own distribution and by nobody else', () => {
    expect(read(id)).toBe('allowed');
    expect(read('E2ANOTHER')).not.toBe('allowed');
    expect(read(id, { 'aws:SecureTransport': 'false' })).not.toBe('allowed');
    expect(account.can({ as: 'anonymous', action: 's3:GetObject', on: pages, path: 'index.html' })).not.toBe('allowed');
    for (const as of account.logicalIds('AWS::IAM::Role')) {
      expect(account.can({ as, action: 's3:PutObject', on: pages, path: 'index.html' })).not.toBe('allowed');
    }
  });

  test('call the public API, and load nothing of others', () => {
    const [policy] = Object.values<any>(template.Resources).filter(
      ({ Type }) => Type === 'AWS::CloudFront::ResponseHeadersPolicy',
    );
    const { SecurityHeadersConfig } = policy.Properties.ResponseHeadersPolicyConfig;
    const csp = SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy['Fn::Join'][1];
    expect(csp.filter((one: unknown) => typeof one === 'string').join('…')).toMatch(
      /^default-src 'self'; connect-src 'self' https:\/\/….execute-api.us-east-1.…; object-src 'none'/,
    );
  });
});
