import { POLICY_TEMPLATES } from '../../lib/sam/policy-template-list';
import { Account } from '../support/template-access';
import { expanded, fn, whole } from './expanding';

const TABLE = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } };
const OTHER = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'others' } };
const QUEUE = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } };
const BUCKET = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } };

/** The account in which a function with these policies is deployed. */
function account(Policies: unknown): Account {
  const { body } = whole({ Fn: fn({ Policies }), Table: TABLE, Other: OTHER, Queue: QUEUE, Bucket: BUCKET });
  return Account.of({ stackName: 'S', template: body });
}

test.each<[string, unknown, [string, string, string | undefined][], [string, string, string | undefined][]]>([
  [
    'DynamoDBCrudPolicy',
    { DynamoDBCrudPolicy: { TableName: { Ref: 'Table' } } },
    [
      ['dynamodb:PutItem', 'Table', undefined],
      ['dynamodb:Query', 'Table', 'index/by-day'],
      ['dynamodb:DeleteItem', 'Table', undefined],
    ],
    [
      ['dynamodb:PutItem', 'Other', undefined],
      ['dynamodb:DeleteTable', 'Table', undefined],
    ],
  ],
  [
    'DynamoDBReadPolicy',
    [{ DynamoDBReadPolicy: { TableName: 'orders' } }],
    [['dynamodb:GetItem', 'Table', undefined]],
    [['dynamodb:PutItem', 'Table', undefined]],
  ],
  [
    'S3ReadPolicy',
    { S3ReadPolicy: { BucketName: { Ref: 'Bucket' } } },
    [
      ['s3:GetObject', 'Bucket', 'a'],
      ['s3:ListBucket', 'Bucket', undefined],
    ],
    [['s3:PutObject', 'Bucket', 'a']],
  ],
  [
    'SQSSendMessagePolicy',
    { SQSSendMessagePolicy: { QueueName: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } },
    [['sqs:SendMessage', 'Queue', undefined]],
    [['sqs:ReceiveMessage', 'Queue', undefined]],
  ],
])('%s', (_, policies, allowed, denied) => {
  const it = account(policies);
  const can = (all: [string, string, string | undefined][]) =>
    all.map(([action, on, path]) => it.can({ as: 'Fn', action, on, path }));
  expect(can(allowed)).toEqual(allowed.map(() => 'allowed'));
  expect(can(denied)).toEqual(denied.map(() => 'implicitly-denied'));
});

test('every template can be written out, with nothing left of its notation', () => {
  const names = Object.keys(POLICY_TEMPLATES);
  expect(names.length).toBeGreaterThan(75);
  for (const name of names) {
    const parameters = [...JSON.stringify(POLICY_TEMPLATES[name]).matchAll(/\{([A-Za-z]+)\}/g)].map(([, one]) => one);
    const values = Object.fromEntries(parameters.map((one) => [one, `my${one}`]));
    const { resources } = whole({ Fn: fn({ Policies: [{ [name]: values }] }) });
    const [{ PolicyDocument }] = resources.FnRole.Properties.Policies;
    for (const { Action, Resource, Effect } of PolicyDocument.Statement) {
      expect(Effect).toBe('Allow');
      for (const action of Action) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z0-9*]+$/);
      for (const resource of [Resource].flat()) {
        const text = Array.isArray(resource['Fn::Sub']) ? resource['Fn::Sub'][0] : (resource['Fn::Sub'] ?? resource);
        expect(text).toMatch(/^(\*|my\w+|arn:\$\{AWS::Partition\}:[a-z0-9-]+:[^|]*)$/);
      }
    }
    for (const one of new Set(parameters)) expect(JSON.stringify(PolicyDocument)).toContain(`my${one}`);
  }
});

test.each<[string, unknown, RegExp]>([
  ['unknown', { NoSuchPolicy: {} }, /^Fn\.Properties\.Policies\.0: NoSuchPolicy, a policy template that is not known/],
  ['without its parameter', { S3ReadPolicy: {} }, /S3ReadPolicy without BucketName/],
  [
    'with a function for its parameters',
    { S3ReadPolicy: { Ref: 'P' } },
    /S3ReadPolicy without parameters that can be read/,
  ],
  ['two in one', { S3ReadPolicy: { BucketName: 'a' }, S3WritePolicy: { BucketName: 'a' } }, /nor one policy template/],
  ['of every object', { constructor: {} }, /constructor, a policy template that is not known/],
  ['a number', 5, /neither a name nor a map/],
  [
    'either of two kinds',
    { 'Fn::If': ['C', 'AWSLambdaRole', { S3ReadPolicy: { BucketName: 'a' } }] },
    /policies of different kinds/,
  ],
  ['a broken condition', { 'Fn::If': ['C', 'AWSLambdaRole'] }, /an Fn::If that cannot be read/],
])('blocks: %s', (_, policy, expected) => {
  const { unexpanded } = expanded({ Fn: fn({ Policies: [policy] }) });
  expect(unexpanded).toHaveLength(1);
  expect(unexpanded[0]).toMatch(expected);
});
