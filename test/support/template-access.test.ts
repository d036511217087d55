import { ACCOUNT, Account, type Access } from './template-access';
import type { Verdict } from './policy-language';
import { compute, document, storage } from './sample-stacks';

const account = Account.of({ stackName: 'Storage', template: storage }, { stackName: 'Compute', template: compute });
const VIA_S3 = { 'kms:ViaService': 's3.us-east-1.amazonaws.com' };
const CLOUDWATCH = { service: 'cloudwatch.amazonaws.com' };
const FROM_ALARM = { 'aws:SourceArn': account.arnOf('Alarm'), 'aws:SourceAccount': ACCOUNT };
const FROM_BUCKET = { 'aws:SourceArn': account.arnOf('Bucket'), 'aws:SourceAccount': ACCOUNT };

describe('an account of two stacks', () => {
  const read = { as: 'Worker', action: 's3:GetObject', on: 'Bucket', path: 'in/a.json' };
  const decrypt = { as: 'Worker', action: 'kms:Decrypt', on: 'Key' };
  const send = { action: 'sqs:SendMessage', on: 'Queue' };
  const invoke = { as: { service: 's3.amazonaws.com' }, action: 'lambda:InvokeFunction', on: 'Worker' };
  const cases: readonly (readonly [string, Access, Verdict])[] = [
    ['reads what it was granted', read, 'allowed'],
    ['writes nothing', { ...read, action: 's3:PutObject' }, 'implicitly-denied'],
    ['reads nothing else', { ...read, path: 'out/a.json' }, 'implicitly-denied'],
    ['lists nothing', { ...read, action: 's3:ListBucket', path: undefined }, 'implicitly-denied'],
    ['over plain HTTP', { ...read, context: { 'aws:SecureTransport': 'false' } }, 'explicitly-denied'],
    ['over old TLS', { ...read, context: { 's3:TlsVersion': '1.1' } }, 'explicitly-denied'],
    ['another function', { ...read, as: 'Idle' }, 'implicitly-denied'],
    ['an administrator at home', { ...read, as: { account: ACCOUNT } }, 'allowed'],
    ['a foreign account', { ...read, as: { account: '222222222222' } }, 'implicitly-denied'],
    ['nobody', { ...read, as: 'anonymous' }, 'implicitly-denied'],
    [
      'nobody over plain HTTP',
      { ...read, as: 'anonymous', context: { 'aws:SecureTransport': 'false' } },
      'explicitly-denied',
    ],
    ['key, over the service', { ...decrypt, context: VIA_S3 }, 'allowed'],
    ['key, directly', decrypt, 'implicitly-denied'],
    ['key, service for its account', { ...decrypt, as: CLOUDWATCH, context: FROM_ALARM }, 'allowed'],
    [
      'key, service for another',
      { ...decrypt, as: CLOUDWATCH, context: { 'aws:SourceAccount': '2' } },
      'implicitly-denied',
    ],
    ['alarm publishes', { as: CLOUDWATCH, action: 'sns:Publish', on: 'Topic', context: FROM_ALARM }, 'allowed'],
    ['nameless alarm', { as: CLOUDWATCH, action: 'sns:Publish', on: 'Topic' }, 'implicitly-denied'],
    ['inline policy', { ...send, as: 'Worker' }, 'allowed'],
    ['resource policy, outside the boundary', { ...send, as: 'Idle' }, 'implicitly-denied'],
    ['resource policy, foreign account', { ...send, as: { account: '222222222222' } }, 'allowed'],
    [
      'resource policy, other account',
      { ...send, as: { arn: 'arn:aws:iam::333333333333:role/x' } },
      'implicitly-denied',
    ],
    [
      'managed policy of the template',
      { as: 'Worker', action: 'dynamodb:Query', on: 'Table', path: 'in/x' },
      'allowed',
    ],
    ['managed policy of AWS', { as: 'Worker', action: 'logs:PutLogEvents', on: 'Logs', path: 'stream' }, 'allowed'],
    ['within the boundary', { as: 'Idle', action: 'logs:PutLogEvents', on: 'Logs' }, 'allowed'],
    [
      'secret denied to all',
      { as: 'Idle', action: 'secretsmanager:GetSecretValue', on: 'Secret' },
      'explicitly-denied',
    ],
    [
      'bucket event of another account',
      { ...invoke, context: { ...FROM_BUCKET, 'aws:SourceAccount': '2' } },
      'implicitly-denied',
    ],
    ['bucket event', { ...invoke, context: FROM_BUCKET }, 'allowed'],
    [
      'event of another bucket',
      { ...invoke, context: { ...FROM_BUCKET, 'aws:SourceArn': 'arn:aws:s3:::b' } },
      'implicitly-denied',
    ],
    [
      'permission on the function is none on its alias',
      { ...invoke, path: 'live', context: FROM_BUCKET },
      'implicitly-denied',
    ],
    [
      'Lambda assumes the role',
      { as: { service: 'lambda.amazonaws.com' }, action: 'sts:AssumeRole', on: 'WorkerRole' },
      'allowed',
    ],
    [
      'an administrator does not',
      { as: { account: ACCOUNT }, action: 'sts:AssumeRole', on: 'WorkerRole' },
      'implicitly-denied',
    ],
  ];

  test.each(cases)('%s', (_name, access, expected) => {
    expect(account.can(access)).toBe(expected);
  });

  test('lists exactly what a function was granted, by identity and by resource policies', () => {
    expect(account.actionsOf('Worker')).toEqual([
      { action: 'dynamodb:Query', resource: `${account.arnOf('Table')}/in/*` },
      {
        action: 'kms:Decrypt',
        resource: account.arnOf('Key'),
        condition: { StringEquals: VIA_S3 },
      },
      { action: 'logs:CreateLogGroup', resource: '*' },
      { action: 'logs:CreateLogStream', resource: '*' },
      { action: 'logs:PutLogEvents', resource: '*' },
      { action: 's3:GetObject', resource: `${account.arnOf('Bucket')}/in/*` },
      { action: 'sqs:SendMessage', resource: account.arnOf('Queue') },
    ]);
    expect(account.actionsOf('Idle')).toContainEqual({ action: 'sqs:SendMessage', resource: account.arnOf('Queue') });
  });

  test('a request over plain HTTP has no TLS version', () => {
    const bucket = 'arn:aws:s3:::elsewhere';
    const policy = {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: 'elsewhere',
        PolicyDocument: document({
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:ListBucket',
          Resource: bucket,
          Condition: { Null: { 's3:TlsVersion': 'true' } },
        }),
      },
    };
    const elsewhere = Account.of({ stackName: 'S', template: { Resources: { Policy: policy } } });
    const list: Access = { as: 'anonymous', action: 's3:ListBucket', on: bucket };
    expect(elsewhere.can({ ...list, context: { 'aws:SecureTransport': 'false' } })).toBe('allowed');
    expect(elsewhere.can({ ...list, context: { 's3:TlsVersion': undefined } })).toBe('allowed');
    expect(elsewhere.can(list)).toBe('implicitly-denied');
  });

  test('names its resources as AWS would', () => {
    expect(account.arnOf('Bucket')).toBe('arn:aws:s3:::storage-bucket');
    expect(account.arnOf('Table')).toBe(`arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders-prod`);
    expect(account.arnOf('Unset')).toBe(`arn:aws:sqs:us-east-1:${ACCOUNT}:Compute-Unset`);
    expect(account.arnOf('Secret')).toMatch(/:secret:Compute-Secret-.{6}$/);
    expect(account.logicalIds('AWS::Lambda::Function')).toEqual(['Worker', 'Idle']);
  });

  test('collects the policies around a resource', () => {
    expect(account.roleOf('Worker')).toBe('WorkerRole');
    expect(account.identityPolicies('WorkerRole')).toHaveLength(4);
    expect(
      ['Bucket', 'Key', 'Topic', 'Queue', 'Secret', 'Worker', 'WorkerRole'].map(
        (id) => account.resourcePolicies(id).length,
      ),
    ).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(account.resourcePolicies('Table')).toEqual([]);
  });
});

describe('what cannot be judged is an error', () => {
  const queue = (Properties: object) => ({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties } } });
  const role = (Properties: object) => ({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } });

  test.each([
    ['an unsupported intrinsic', queue({ QueueName: { 'Fn::If': ['c', 'a', 'b'] } }), 'Queue', 'Fn::If'],
    ['a missing resource', queue({ QueueName: { Ref: 'Other' } }), 'Queue', 'no resource Other'],
    ['a missing export', queue({ QueueName: { 'Fn::ImportValue': 'x' } }), 'Queue', 'no stack exports x'],
    [
      'a missing output',
      queue({ QueueName: { 'Fn::GetStackOutput': { StackName: 'S', Region: 'eu-west-1', OutputName: 'x' } } }),
      'Queue',
      'no output x of S in eu-west-1',
    ],
    ['an unknown logical id', queue({}), 'Bucket', 'No resource Bucket'],
  ])('%s', (_name, template, id, message) => {
    expect(() => Account.of({ stackName: 'S', template }).arnOf(id)).toThrow(message);
  });

  test('a managed policy nobody knows', () => {
    const template = role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/Unheard'] });
    expect(() => Account.of({ stackName: 'S', template }).identityPolicies('Role')).toThrow('Unheard');
  });

  test('a grant by exception', () => {
    const statement = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
    const template = role({ Policies: [{ PolicyName: 'p', PolicyDocument: document(statement) }] });
    expect(() => Account.of({ stackName: 'S', template }).actionsOf('Role')).toThrow('by exception');
  });

  test('a logical id of two stacks', () => {
    const both = Account.of({ stackName: 'A', template: queue({}) }, { stackName: 'B', template: queue({}) });
    expect(() => both.arnOf('Queue')).toThrow('A/Queue or B/Queue');
    expect(both.arnOf('B/Queue')).toBe(`arn:aws:sqs:us-east-1:${ACCOUNT}:B-Queue`);
    expect(both.logicalIds('AWS::SQS::Queue', 'Que')).toEqual(['A/Queue', 'B/Queue']);
  });

  test('a key without a policy has the one KMS gives it', () => {
    const template = { Resources: { Key: { Type: 'AWS::KMS::Key' } } };
    const keys = Account.of({ stackName: 'S', template });
    const use = { action: 'kms:Decrypt', on: 'Key' };
    expect(keys.can({ ...use, as: { account: ACCOUNT } })).toBe('allowed');
    expect(keys.can({ ...use, as: { account: '222222222222' } })).toBe('implicitly-denied');
  });
});
