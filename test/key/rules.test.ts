import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import { AccountPrincipal, AnyPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey, Key, KeySpec } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { secured } from '../../lib/core/gate-state';
import { blockingIds, newStack, verdicts } from '../support/judging';

const OWN = '111111111111';
const FOREIGN = '999999999999';
const key = (properties: object, attributes: object = {}) => ({
  Key: { Type: 'AWS::KMS::Key', ...attributes, Properties: properties },
});
const P = { Parameters: { P: { Type: 'String' } } };
const C = { Parameters: P.Parameters, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const IN_OWN = { account: OWN, region: 'us-east-1' };

test.each<[string, object, Record<string, unknown>, string[]]>([
  ['nothing set', {}, {}, ['fail Key']],
  ['off', { EnableKeyRotation: false }, {}, ['fail Key']],
  ['off, as text', { EnableKeyRotation: 'false' }, {}, ['fail Key']],
  [
    'off for what only looks like another kind',
    { EnableKeyRotation: false, KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS' },
    {},
    ['fail Key'],
  ],
  ['parameter', { EnableKeyRotation: { Ref: 'P' } }, P, ['unknown Key']],
  ['a kind that is not known', { KeySpec: { Ref: 'P' } }, P, ['unknown Key']],
  ['If: one branch off', { EnableKeyRotation: { 'Fn::If': ['C', true, false] } }, C, ['fail Key']],
  ['on', { EnableKeyRotation: true }, {}, []],
  ['on, as text', { EnableKeyRotation: 'true' }, {}, []],
  ['asymmetric keys cannot rotate', { KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY' }, {}, []],
  ['nor HMAC keys', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }, {}, []],
  ['nor imported material', { Origin: 'EXTERNAL' }, {}, []],
])('KEY-01 rotation: %s', (_, properties, rest, expected) => {
  expect(verdicts('KEY-01', key(properties), rest)).toEqual(expected);
});

const allow = (principal: unknown, rest: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'kms:*',
  Resource: '*',
  ...rest,
});
const policy = (...Statement: unknown[]) => ({ KeyPolicy: { Version: '2012-10-17', Statement } });
const root = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } };

test.each<[string, object, string[]]>([
  ['no policy: the account root only', {}, []],
  ['the account root', policy(allow(root)), []],
  ['the account root by number', policy(allow({ AWS: OWN })), []],
  ['a role of the account', policy(allow({ AWS: `arn:aws:iam::${OWN}:role/app` })), []],
  ['a service (KEY-03 judges for whom)', policy(allow({ Service: 'sns.amazonaws.com' })), []],
  ['a Deny to everybody', policy({ ...allow('*'), Effect: 'Deny' }), []],
  ['everybody of this account', policy(allow('*', { Condition: { StringEquals: { 'kms:CallerAccount': OWN } } })), []],
  [
    'everybody of this account, through a service',
    policy(
      allow(
        { AWS: '*' },
        {
          Condition: {
            StringEquals: {
              'kms:CallerAccount': { Ref: 'AWS::AccountId' },
              'kms:ViaService': 'sqs.us-east-1.amazonaws.com',
            },
          },
        },
      ),
    ),
    [],
  ],
  ['anybody', policy(allow('*')), ['fail Key']],
  ['anybody, as AWS', policy(allow({ AWS: '*' })), ['fail Key']],
  ['anybody, in a list', policy(allow({ AWS: [OWN, '*'] })), ['fail Key']],
  [
    'anybody through a service',
    policy(allow('*', { Condition: { StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } } })),
    ['fail Key'],
  ],
  [
    'anybody, IfExists',
    policy(allow('*', { Condition: { StringEqualsIfExists: { 'kms:CallerAccount': OWN } } })),
    ['fail Key'],
  ],
  [
    'anybody of an organisation',
    policy(allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-12345' } } })),
    ['fail Key'],
  ],
  [
    'anybody of a foreign account',
    policy(allow('*', { Condition: { StringEquals: { 'kms:CallerAccount': FOREIGN } } })),
    ['fail Key'],
  ],
  [
    'this account or a foreign one',
    policy(allow('*', { Condition: { StringEquals: { 'kms:CallerAccount': [OWN, FOREIGN] } } })),
    ['fail Key'],
  ],
  ['a foreign account', policy(allow({ AWS: FOREIGN })), ['fail Key']],
  [
    'a foreign role',
    policy(allow(root), allow({ AWS: `arn:aws:iam::${FOREIGN}:role/x` }, { Action: 'kms:Decrypt' })),
    ['fail Key'],
  ],
  [
    'everybody but',
    policy({ Effect: 'Allow', NotPrincipal: { AWS: FOREIGN }, Action: 'kms:*', Resource: '*' }),
    ['fail Key'],
  ],
  ['federated', policy(allow({ Federated: 'accounts.google.com' })), ['fail Key']],
  ['a statement alone, not in a list', { KeyPolicy: { Statement: allow('*') } }, ['fail Key']],
  ['a policy as text', { KeyPolicy: JSON.stringify({ Statement: [allow('*')] }) }, ['fail Key']],
  ['a principal from a parameter', policy(allow({ AWS: { Ref: 'P' } })), ['unknown Key']],
  ['a policy from a parameter', { KeyPolicy: { Ref: 'P' } }, ['unknown Key']],
  ['no principal', policy({ Effect: 'Allow', Action: 'kms:*', Resource: '*' }), ['unknown Key']],
  ['If: one branch open', policy(allow({ AWS: { 'Fn::If': ['C', OWN, '*'] } })), ['fail Key']],
])('KEY-02 who may use the key: %s', (_, properties, expected) => {
  expect(verdicts('KEY-02', key(properties), C, IN_OWN)).toEqual(expected);
});

test('KEY-02: an account by number cannot be told when the stack names none', () => {
  expect(verdicts('KEY-02', key(policy(allow({ AWS: OWN }))))).toEqual(['unknown Key']);
});

const service = (Condition?: object, name: unknown = 'sns.amazonaws.com') =>
  policy(allow({ Service: name }, { Action: 'kms:Decrypt', ...(Condition && { Condition }) }));
const logs = (value: unknown) =>
  service({ ArnLike: { 'kms:EncryptionContext:aws:logs:arn': value } }, 'logs.us-east-1.amazonaws.com');

test.each<[string, object, string[]]>([
  ['no service', policy(allow(root)), []],
  ['no condition', service(), ['fail Key']],
  [
    'no condition, a service by Sub',
    service(undefined, { 'Fn::Sub': 'logs.${AWS::Region}.${AWS::URLSuffix}' }),
    ['fail Key'],
  ],
  ['a condition on something else', service({ Bool: { 'aws:SecureTransport': 'true' } }), ['fail Key']],
  [
    'only through which service',
    service({ StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } }),
    ['fail Key'],
  ],
  ['any account', service({ StringLike: { 'aws:SourceAccount': '*' } }), ['fail Key']],
  ['all accounts but one', service({ StringNotEquals: { 'aws:SourceAccount': FOREIGN } }), ['fail Key']],
  ['only if the key is there', service({ StringEqualsIfExists: { 'aws:SourceAccount': OWN } }), ['fail Key']],
  ['a foreign account', service({ StringEquals: { 'aws:SourceAccount': FOREIGN } }), ['fail Key']],
  ['one of two is foreign', service({ StringEquals: { 'aws:SourceAccount': [OWN, FOREIGN] } }), ['fail Key']],
  ['an ARN of any account', service({ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } }), ['fail Key']],
  ['logs of any account', logs('arn:aws:logs:us-east-1:*:*'), ['fail Key']],
  ['logs of a foreign account', logs(`arn:aws:logs:us-east-1:${FOREIGN}:*`), ['fail Key']],
  [
    'an encryption context that says nothing',
    service({ StringEquals: { 'kms:EncryptionContext:purpose': 'x' } }),
    ['fail Key'],
  ],
  ['a policy from a parameter', { KeyPolicy: { Ref: 'P' } }, ['unknown Key']],
  ['own account', service({ StringEquals: { 'aws:SourceAccount': OWN } }), []],
  [
    'own account by pseudo parameter',
    service({ StringEquals: { 'AWS:SourceAccount': { Ref: 'AWS::AccountId' } } }),
    [],
  ],
  ['own ARN', service({ ArnLike: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${OWN}:*` } }), []],
  ['a bucket', service({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::my-bucket' } }), []],
  ['own organisation', service({ StringEquals: { 'aws:SourceOrgID': 'o-12345' } }), []],
  [
    'through which service and for whom',
    service({ StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com', 'kms:CallerAccount': OWN } }),
    [],
  ],
  ['own logs', logs({ 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*' }), []],
])('KEY-03 for whom services use the key: %s', (_, properties, expected) => {
  expect(verdicts('KEY-03', key(properties), C, IN_OWN)).toEqual(expected);
});

const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

test.each<[string, object, object, string[]]>([
  ['nothing said: CloudFormation deletes', {}, {}, ['fail Key']],
  ['deleted with the stack', {}, { ...kept, DeletionPolicy: 'Delete' }, ['fail Key']],
  ['deleted when replaced', {}, { DeletionPolicy: 'Retain' }, ['fail Key']],
  ['a short wait', { PendingWindowInDays: 7 }, kept, ['fail Key']],
  ['a wait from a parameter', { PendingWindowInDays: { Ref: 'P' } }, kept, ['unknown Key']],
  [
    'a removal policy that is computed',
    {},
    { ...kept, DeletionPolicy: { 'Fn::If': ['C', 'Retain', 'Delete'] } },
    ['unknown Key'],
  ],
  ['kept', {}, kept, []],
  ['kept, except by a failed create', {}, { ...kept, DeletionPolicy: 'RetainExceptOnCreate' }, []],
  ['a wait of two weeks, as text', { PendingWindowInDays: '14' }, kept, []],
])('KEY-04 removal: %s', (_, properties, attributes, expected) => {
  expect(verdicts('KEY-04', key(properties, attributes), C)).toEqual(expected);
});

/** Plain constructs below a secure one are judged with it. */
const judgedHome = () => {
  const stack = newStack();
  const home = new Construct(stack, 'Home');
  secured(home);
  return { stack, home };
};

test('a plain L2 key fails for its rotation only', () => {
  const { stack, home } = judgedHome();
  new Key(home, 'Key');
  expect(blockingIds(stack)).toEqual(['KEY-01']);
});

test.each<[string, (home: Construct) => void, string[]]>([
  [
    'L2 with a grant to a foreign account',
    (home) => new Key(home, 'K', { enableKeyRotation: true }).grantDecrypt(new AccountPrincipal(FOREIGN)),
    ['KEY-02'],
  ],
  [
    'L2 with a grant to everybody',
    (home) => new Key(home, 'K', { enableKeyRotation: true }).grantDecrypt(new AnyPrincipal()),
    ['KEY-02'],
  ],
  [
    'L2 with a grant to a service',
    (home) => new Key(home, 'K', { enableKeyRotation: true }).grantDecrypt(new ServicePrincipal('sns.amazonaws.com')),
    ['KEY-03'],
  ],
  [
    'L2 removed with its stack',
    (home) => new Key(home, 'K', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY }),
    ['KEY-04'],
  ],
  [
    'override',
    (home) =>
      (new Key(home, 'K', { enableKeyRotation: true }).node.defaultChild as CfnKey).addPropertyOverride(
        'EnableKeyRotation',
        false,
      ),
    ['KEY-01'],
  ],
  [
    'untyped',
    (home) =>
      new CfnResource(home, 'K', { type: 'AWS::KMS::Key', properties: { KeyPolicy: { Statement: [allow('*')] } } }),
    ['KEY-01', 'KEY-02', 'KEY-04'],
  ],
  ['an asymmetric key', (home) => new Key(home, 'K', { keySpec: KeySpec.RSA_4096 }), []],
])('constructs: %s', (_, build, expected) => {
  const { stack, home } = judgedHome();
  build(home);
  expect(blockingIds(stack)).toEqual(expected);
});
