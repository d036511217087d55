import { verdicts } from '../support/judging';

type Row = [name: string, statement: unknown, expected: 'pass' | 'fail' | 'unknown'];

const OWN = '111111111111';
const OTHER = '222222222222';
const ROLE = { Type: 'AWS::IAM::Role', Properties: {} };
const OTHERS = {
  Role: ROLE,
  Bucket: { Type: 'AWS::S3::Bucket' },
  Oai: { Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity' },
};
const PARAMETERS = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };

/** What a rule says of one statement in a queue policy of account 111111111111. */
function saysOf(ruleId: string, statement: unknown, account: string | undefined = OWN): string {
  const policy = {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: ['q'], PolicyDocument: { Statement: statement } },
  };
  const [verdict] = verdicts(ruleId, { ...OTHERS, Policy: policy }, PARAMETERS, { account });
  return verdict?.split(' ')[0] ?? 'pass';
}

const allow = (Principal: unknown, Condition?: unknown, rest: object = {}) => ({
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: '*',
  Principal,
  ...(Condition !== undefined && { Condition }),
  ...rest,
});

describe('POLICY-01: everybody whom the policy lets in is named', () => {
  const rows: Row[] = [
    ['a star', allow('*'), 'fail'],
    ['a star as AWS principal', allow({ AWS: '*' }), 'fail'],
    ['a star as service', allow({ Service: '*' }), 'fail'],
    ['a star among others', allow({ AWS: [OWN, '*'] }), 'fail'],
    ['a pattern for any account', allow({ AWS: 'arn:aws:iam::*:root' }), 'fail'],
    ['one statement as an object in a list', [allow({ AWS: OWN }), allow('*')], 'fail'],
    ['NotPrincipal', { Effect: 'Allow', Action: 'sqs:*', Resource: '*', NotPrincipal: { AWS: OTHER } }, 'fail'],
    ['every address', allow('*', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), 'fail'],
    [
      'half of the internet, twice',
      allow('*', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }),
      'fail',
    ],
    [
      'one narrow range, and every address',
      allow('*', { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '::/0'] } }),
      'fail',
    ],
    ['all but some addresses', allow('*', { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }), 'fail'],
    ['addresses if there are any', allow('*', { IpAddressIfExists: { 'aws:SourceIp': '192.0.2.0/24' } }), 'fail'],
    [
      'NotPrincipal from listed addresses',
      {
        ...allow('*', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
        Principal: undefined,
        NotPrincipal: { AWS: OTHER },
      },
      'fail',
    ],
    ['only TLS', allow('*', { Bool: { 'aws:SecureTransport': 'true' } }), 'fail'],
    ['any source', allow('*', { ArnLike: { 'aws:SourceArn': '*' } }), 'fail'],
    ['a topic of any account', allow('*', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:topic' } }), 'fail'],
    ['any bucket', allow('*', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }), 'fail'],
    ['any bucket with a prefix', allow('*', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::my-*' } }), 'fail'],
    ['any organisation', allow('*', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }), 'fail'],
    [
      'one of the sources is any',
      allow('*', { ArnLike: { 'aws:SourceArn': [`arn:aws:sns:us-east-1:${OWN}:t`, '*'] } }),
      'fail',
    ],
    [
      'a condition that a missing key meets',
      allow('*', { StringEqualsIfExists: { 'aws:SourceAccount': OWN } }),
      'fail',
    ],
    ['a condition that excludes', allow('*', { StringNotEquals: { 'aws:SourceAccount': OTHER } }), 'fail'],
    [
      'a condition that no key meets',
      allow('*', { 'ForAllValues:StringEquals': { 'aws:PrincipalAccount': OWN } }),
      'fail',
    ],
    ['one branch of a condition', allow({ AWS: { 'Fn::If': ['C', '*', OWN] } }), 'fail'],
    ['a parameter as principal', allow({ AWS: { Ref: 'P' } }), 'unknown'],
    ['a parameter as the whole policy', { Ref: 'P' }, 'unknown'],
    ['an Effect that cannot be read', { ...allow('*'), Effect: { Ref: 'P' } }, 'unknown'],
    ['a kind of principal that does not exist', allow({ aws: OWN }), 'unknown'],
    ['a principal in other letters', { ...allow(OWN), Principal: undefined, principal: '*' }, 'unknown'],
    ['no principal at all', allow(null), 'unknown'],
    ['a transform inside', { 'Fn::Transform': { Name: 'AWS::Include' }, Effect: 'Allow' }, 'unknown'],
    ['a Deny for everybody', { ...allow('*'), Effect: 'Deny' }, 'pass'],
    ['an account', allow({ AWS: OTHER }), 'pass'],
    ['the source account', allow('*', { StringEquals: { 'AWS:SourceAccount': OWN } }), 'pass'],
    ['the source ARN', allow('*', { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Bucket', 'Arn'] } } }), 'pass'],
    ['a pattern within an account', allow('*', { ArnLike: { 'aws:SourceArn': `arn:aws:*:*:${OWN}:*` } }), 'pass'],
    ['the organisation', allow('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } }), 'pass'],
    ['an endpoint', allow('*', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }), 'pass'],
    ['private addresses', allow('*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), 'pass'],
    [
      'the addresses of an office',
      allow('*', { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] } }),
      'pass',
    ],
    ['one address', allow('*', { IpAddress: { 'aws:SourceIp': '192.0.2.1' } }), 'pass'],
    ['addresses that are given later', allow('*', { IpAddress: { 'aws:SourceIp': { Ref: 'P' } } }), 'pass'],
    ['no statement', [], 'pass'],
  ];
  test.each(rows)('%s', (_, statement, expected) => expect(saysOf('POLICY-01', statement)).toBe(expected));
});

describe('POLICY-02: nobody of another account', () => {
  const sns = { Service: 'sns.amazonaws.com' };
  const rows: Row[] = [
    ['another account', allow({ AWS: OTHER }), 'fail'],
    ['its root', allow({ AWS: `arn:aws:iam::${OTHER}:root` }), 'fail'],
    ['its root, among own ones', allow({ AWS: [{ Ref: 'AWS::AccountId' }, `arn:aws:iam::${OTHER}:root`] }), 'fail'],
    ['the id of a deleted principal', allow({ AWS: 'AROAEXAMPLE' }), 'fail'],
    [
      'a canonical user',
      allow({ CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }),
      'fail',
    ],
    ['an identity provider', allow({ Federated: 'accounts.google.com' }), 'fail'],
    ['the whole organisation', allow('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } }), 'fail'],
    ['everybody of another account', allow('*', { StringEquals: { 'aws:PrincipalAccount': OTHER } }), 'fail'],
    ['a service for another account', allow(sns, { StringEquals: { 'aws:SourceAccount': OTHER } }), 'fail'],
    [
      'a topic of another account',
      allow(sns, { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${OTHER}:t` } }),
      'fail',
    ],
    ['a service for the organisation', allow(sns, { StringEquals: { 'aws:SourceOrgID': 'o-abc' } }), 'fail'],
    ['one branch of a condition', allow({ AWS: { 'Fn::If': ['C', OWN, OTHER] } }), 'fail'],
    ['a parameter', allow({ AWS: { Ref: 'P' } }), 'unknown'],
    ['a parameter in an ARN', allow({ AWS: { 'Fn::Sub': 'arn:aws:iam::${P}:root' } }), 'unknown'],
    ['a source that is a parameter', allow(sns, { ArnLike: { 'aws:SourceArn': { Ref: 'P' } } }), 'unknown'],
    [
      'an imported origin access identity',
      allow({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }),
      'unknown',
    ],
    [
      'everybody through a bucket of nobody knows whom',
      allow('*', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' } }),
      'unknown',
    ],
    [
      'a parameter, but for the own account',
      allow(sns, { ArnLike: { 'aws:SourceArn': { Ref: 'P' } }, StringEquals: { 'aws:SourceAccount': OWN } }),
      'pass',
    ],
    ['the own account', allow({ AWS: OWN }), 'pass'],
    [
      'the own account by its pseudo parameter',
      allow({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }),
      'pass',
    ],
    ['an own role', allow({ AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }), 'pass'],
    ['an own origin access identity', allow({ CanonicalUser: { 'Fn::GetAtt': ['Oai', 'S3CanonicalUserId'] } }), 'pass'],
    [
      'a service for the own account',
      allow(sns, { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
      'pass',
    ],
    [
      'a service for a bucket, whose ARN names no account',
      allow({ Service: 's3.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' } }),
      'pass',
    ],
    [
      'everybody through an own resource',
      allow('*', { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Bucket', 'Arn'] } } }),
      'pass',
    ],
    ['the load balancers of us-east-1', allow({ AWS: 'arn:aws:iam::127311923021:root' }), 'pass'],
    ['everybody: another rule', allow('*'), 'pass'],
    ['a Deny', { ...allow({ AWS: OTHER }), Effect: 'Deny' }, 'pass'],
  ];
  test.each(rows)('%s', (_, statement, expected) => expect(saysOf('POLICY-02', statement)).toBe(expected));

  test('another account has a role of the same name', () => {
    const named = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'App' } };
    const policy = (account: string) => ({
      Type: 'AWS::SNS::TopicPolicy',
      Properties: { Topics: [], PolicyDocument: { Statement: allow({ AWS: `arn:aws:iam::${account}:role/App` }) } },
    });
    const resources = { Named: named, Mine: policy(OWN), Theirs: policy(OTHER) };
    expect(verdicts('POLICY-02', resources, {}, { account: OWN })).toEqual(['fail Theirs']);
  });

  test('an account id in a stack that may stand in any account', () => {
    const policy = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { PolicyDocument: { Statement: allow({ AWS: OTHER }) } },
    };
    expect(verdicts('POLICY-02', { Policy: policy })).toEqual(['unknown Policy']);
  });
});

describe('POLICY-03: a service names for whom it acts', () => {
  const events = { Service: 'events.amazonaws.com' };
  const rows: Row[] = [
    ['no condition', allow(events), 'fail'],
    ['one of two services', allow({ Service: ['events.amazonaws.com', 'sns.amazonaws.com'] }), 'fail'],
    ['another condition', allow(events, { Bool: { 'aws:SecureTransport': 'true' } }), 'fail'],
    ['any source', allow(events, { ArnLike: { 'aws:SourceArn': '*' } }), 'fail'],
    ['any token', allow(events, { StringLike: { 'lambda:EventSourceToken': '*' } }), 'fail'],
    ['a token that it has not', allow(events, { StringNotEquals: { 'lambda:EventSourceToken': 'x' } }), 'fail'],
    ['a rule of any account', allow(events, { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/r' } }), 'fail'],
    [
      'a source only if there is one',
      allow(events, { ArnLikeIfExists: { 'aws:SourceArn': `arn:aws:events:us-east-1:${OWN}:rule/r` } }),
      'fail',
    ],
    [
      'the organisation of a principal, which a service has not',
      allow(events, { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } }),
      'fail',
    ],
    [
      'a source in one branch only',
      allow(events, {
        'Fn::If': ['C', { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Bucket', 'Arn'] } } }, { Ref: 'AWS::NoValue' }],
      }),
      'fail',
    ],
    ['the whole policy unreadable', { Ref: 'P' }, 'unknown'],
    [
      'the source ARN',
      allow(events, { ArnEquals: { 'aws:SourceArn': `arn:aws:events:us-east-1:${OWN}:rule/r` } }),
      'pass',
    ],
    ['the source account', allow(events, { StringEquals: { 'aws:SourceAccount': OWN } }), 'pass'],
    [
      'a bucket to a queue',
      allow({ Service: 's3.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Bucket', 'Arn'] } } }),
      'pass',
    ],
    ['an identity, no service', allow({ AWS: OWN }), 'pass'],
    ['a Deny', { ...allow(events), Effect: 'Deny' }, 'pass'],
  ];
  test.each(rows)('%s', (_, statement, expected) => expect(saysOf('POLICY-03', statement)).toBe(expected));

  test.each([
    [
      'AWS::SNS::TopicPolicy',
      allow(events, undefined, { Action: 'sns:Publish' }),
      'EventBridge gives SNS no source',
      'pass',
    ],
    ['AWS::SNS::TopicPolicy', allow({ Service: 's3.amazonaws.com' }), 'S3 does', 'fail'],
    ['AWS::S3::BucketPolicy', deliver('arn:aws:s3:::logs/AWSLogs/111111111111/*'), 'the path says the account', 'pass'],
    [
      'AWS::S3::BucketPolicy',
      deliver({ 'Fn::Sub': 'arn:aws:s3:::logs/x/AWSLogs/${AWS::AccountId}/*' }),
      'also with a prefix',
      'pass',
    ],
    ['AWS::S3::BucketPolicy', deliver('arn:aws:s3:::logs/*'), 'the path says nothing', 'fail'],
    ['AWS::S3::BucketPolicy', deliver('arn:aws:s3:::logs/AWSLogs/*'), 'the path says no account', 'fail'],
    ['AWS::S3::BucketPolicy', deliver('arn:aws:s3:::logs', 's3:GetBucketAcl'), 'it only looks', 'pass'],
  ])('%s: %#', (type, statement, _, expected) => {
    const policy = { Type: type, Properties: { PolicyDocument: { Statement: statement } } };
    expect(verdicts('POLICY-03', { Policy: policy }, {}, { account: OWN })).toEqual(
      expected === 'pass' ? [] : ['fail Policy'],
    );
  });
});

function deliver(Resource: unknown, Action = 's3:PutObject') {
  return { Effect: 'Allow', Principal: { Service: 'delivery.logs.amazonaws.com' }, Action, Resource };
}

describe('POLICY-04: who may, not who may not', () => {
  const rows: Row[] = [
    [
      'NotPrincipal',
      { Effect: 'Allow', NotPrincipal: { AWS: OTHER }, Action: 'sqs:SendMessage', Resource: '*' },
      'fail',
    ],
    ['NotAction', { Effect: 'Allow', Principal: { AWS: OWN }, NotAction: 'sqs:DeleteQueue', Resource: '*' }, 'fail'],
    ['NotResource', { Effect: 'Allow', Principal: { AWS: OWN }, Action: 'sqs:SendMessage', NotResource: 'x' }, 'fail'],
    [
      'in one branch',
      { 'Fn::If': ['C', { Effect: 'Allow', Principal: '*', NotAction: 'x', Resource: '*' }, allow({ AWS: OWN })] },
      'fail',
    ],
    ['unreadable', { Ref: 'P' }, 'unknown'],
    ['NotPrincipal in a Deny', { Effect: 'Deny', NotPrincipal: { AWS: OWN }, Action: 'sqs:*', Resource: '*' }, 'pass'],
    ['Principal, Action and Resource', allow({ AWS: OWN }), 'pass'],
  ];
  test.each(rows)('%s', (_, statement, expected) => expect(saysOf('POLICY-04', statement)).toBe(expected));
});

describe('POLICY-05: nobody every action', () => {
  const row = (Action: unknown) => allow({ AWS: OWN }, undefined, { Action });
  const rows: Row[] = [
    ['everything', row('*'), 'fail'],
    ['every action of the service', row('sqs:*'), 'fail'],
    ['in capitals, among others', row(['sqs:SendMessage', 'SQS:*']), 'fail'],
    ['in another spelling', row('sqs:?*'), 'fail'],
    ['a parameter', row({ Ref: 'P' }), 'unknown'],
    ['one action', row('sqs:SendMessage'), 'pass'],
    ['actions of one kind', row('sqs:Get*'), 'pass'],
    ['a Deny', { ...row('sqs:*'), Effect: 'Deny' }, 'pass'],
  ];
  test.each(rows)('%s', (_, statement, expected) => expect(saysOf('POLICY-05', statement)).toBe(expected));
});
