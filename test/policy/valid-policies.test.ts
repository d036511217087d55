import { judged } from '../support/judging';

const OWN = '111111111111';
const BUCKET = 'arn:aws:s3:::logs';
type Raw = Record<string, any>;

/** Statements that AWS documents, or that tie a wildcard to somebody of one's own: none of the five rules speaks up. */
const allow = (Principal: unknown, Condition?: Raw, more: Raw = {}): Raw => ({
  Effect: 'Allow',
  Principal,
  Action: 'x:Get',
  Resource: '*',
  ...(Condition && { Condition }),
  ...more,
});
const OTHERS: Raw = {
  Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'app' } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
  Site: { Type: 'AWS::CloudFront::Distribution', Properties: {} },
  Trail: { Type: 'AWS::CloudTrail::Trail', Properties: {} },
};
const objects = { Action: 's3:PutObject', Resource: `${BUCKET}/AWSLogs/${OWN}/*` };
const look = { Action: 's3:GetBucketAcl', Resource: BUCKET };
const own = { StringEquals: { 'aws:SourceAccount': OWN } };
const service = (name: string) => ({ Service: `${name}.amazonaws.com` });

const ROWS: [name: string, statement: Raw | Raw[], type?: string, property?: string][] = [
  ['the account by number', allow({ AWS: OWN })],
  ['the account by its root', allow({ AWS: `arn:aws:iam::${OWN}:root` })],
  ['the account by its pseudo parameter', allow({ AWS: { Ref: 'AWS::AccountId' } })],
  ['a partition that is given', allow({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } })],
  ['a role of the app', allow({ AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } })],
  ['a role by name', allow({ AWS: `arn:aws:iam::${OWN}:role/app` })],
  ['several roles', allow({ AWS: [`arn:aws:iam::${OWN}:role/a`, `arn:aws:iam::${OWN}:role/b`] })],
  ['everybody of the account', allow('*', { StringEquals: { 'aws:PrincipalAccount': OWN } })],
  ['everybody of the account, in other letters', allow('*', { StringEquals: { 'AWS:PRINCIPALACCOUNT': OWN } })],
  ['everybody by a role', allow('*', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/app-*` } })],
  [
    'everybody by one role',
    allow({ AWS: '*' }, { ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['Role', 'Arn'] } } }),
  ],
  ['everybody for the account', allow('*', own)],
  [
    'everybody for a source of the account',
    allow('*', { ArnLike: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${OWN}:*` } }),
  ],
  ['everybody for a topic of the app', allow('*', { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } })],
  ['everybody by the owner', allow('*', { StringEquals: { 'aws:SourceOwner': OWN } })],
  ['everybody through an endpoint', allow('*', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } })],
  ['everybody through one of two endpoints', allow('*', { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } })],
  ['everybody through an endpoint of the stack', allow('*', { StringEquals: { 'aws:SourceVpce': { Ref: 'Topic' } } })],
  ['everybody from a VPC', allow('*', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } })],
  ['everybody from private addresses', allow('*', { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.168.0.0/16'] } })],
  [
    'everybody from private addresses of a VPC',
    allow('*', { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' }, StringEquals: { 'aws:SourceVpc': 'vpc-0a1b' } }),
  ],
  ['everybody from an office', allow('*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
  [
    'everybody with two conditions, of which one binds',
    allow('*', { ...own, Bool: { 'aws:SecureTransport': 'true' } }),
  ],
  [
    'everybody of access points of the account',
    allow('*', { StringEquals: { 's3:DataAccessPointAccount': OWN } }),
    'AWS::S3::BucketPolicy',
  ],
  [
    'everybody of one access point',
    allow('*', { ArnEquals: { 's3:DataAccessPointArn': `arn:aws:s3:us-east-1:${OWN}:accesspoint/a` } }),
    'AWS::S3::BucketPolicy',
  ],
  ['a Deny of plain HTTP', allow('*', { Bool: { 'aws:SecureTransport': 'false' } }, { Effect: 'Deny', Action: '*' })],
  [
    'a Deny of everybody else',
    { ...allow(undefined, undefined, { Effect: 'Deny', Action: 's3:*' }), NotPrincipal: { AWS: OWN } },
  ],
  [
    'a Deny of other organizations',
    allow('*', { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }, { Effect: 'Deny', Action: 's3:*' }),
  ],
  ['a Deny with NotAction', allow('*', undefined, { Effect: 'Deny', Action: undefined, NotAction: 's3:GetObject' })],
  [
    'CloudTrail writes',
    [allow(service('cloudtrail'), undefined, look), allow(service('cloudtrail'), undefined, objects)],
    'AWS::S3::BucketPolicy',
  ],
  [
    'CloudTrail writes for one trail',
    allow(
      service('cloudtrail'),
      { StringEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Trail', 'Arn'] } } },
      { Action: 's3:PutObject', Resource: `${BUCKET}/*` },
    ),
    'AWS::S3::BucketPolicy',
  ],
  [
    'Config delivers',
    [allow(service('config'), undefined, look), allow(service('config'), undefined, objects)],
    'AWS::S3::BucketPolicy',
  ],
  [
    'load balancers deliver, by service',
    allow(service('logdelivery.elasticloadbalancing'), undefined, objects),
    'AWS::S3::BucketPolicy',
  ],
  [
    'load balancers deliver, by the account of their region',
    allow({ AWS: 'arn:aws:iam::127311923021:root' }, undefined, objects),
    'AWS::S3::BucketPolicy',
  ],
  ['vended logs deliver', allow(service('delivery.logs'), own, objects), 'AWS::S3::BucketPolicy'],
  [
    'CloudFront reads by origin access control',
    allow(
      service('cloudfront'),
      { StringEquals: { 'AWS:SourceArn': { 'Fn::Sub': `arn:aws:cloudfront::${OWN}:distribution/\${Site}` } } },
      { Action: 's3:GetObject' },
    ),
    'AWS::S3::BucketPolicy',
  ],
  [
    'access logs of S3',
    allow(
      service('logging.s3'),
      { ...own, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::site' } },
      { Action: 's3:PutObject' },
    ),
    'AWS::S3::BucketPolicy',
  ],
  [
    'inventories of S3',
    allow(service('s3'), { ...own, ArnLike: { 'aws:SourceArn': BUCKET } }, { Action: 's3:PutObject' }),
    'AWS::S3::BucketPolicy',
  ],
  [
    'SNS to a queue',
    allow(service('sns'), { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } }, { Action: 'sqs:SendMessage' }),
    'AWS::SQS::QueuePolicy',
  ],
  [
    'EventBridge to a queue',
    allow(service('events'), { ArnEquals: { 'aws:SourceArn': `arn:aws:events:us-east-1:${OWN}:rule/r` } }),
    'AWS::SQS::QueuePolicy',
  ],
  ['EventBridge to a topic', allow(service('events'), undefined, { Action: 'sns:Publish' }), 'AWS::SNS::TopicPolicy'],
  ['alarms to a topic', allow(service('cloudwatch'), own, { Action: 'sns:Publish' }), 'AWS::SNS::TopicPolicy'],
  ['budgets to a topic', allow(service('budgets'), own, { Action: 'sns:Publish' }), 'AWS::SNS::TopicPolicy'],
  [
    'S3 to a topic',
    allow(service('s3'), { ...own, ArnLike: { 'aws:SourceArn': BUCKET } }, { Action: 'sns:Publish' }),
    'AWS::SNS::TopicPolicy',
  ],
  [
    'the default policy of a topic',
    allow({ AWS: '*' }, { StringEquals: { 'AWS:SourceOwner': OWN } }, { Action: ['sns:Publish'] }),
    'AWS::SNS::TopicPolicy',
  ],
  [
    'SNS traces',
    allow(service('sns'), { ...own, ArnLike: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${OWN}:*` } }),
    'AWS::XRay::ResourcePolicy',
  ],
  [
    'Lambda pulls an image',
    allow(service('lambda'), undefined, { Action: ['ecr:BatchGetImage'] }),
    'AWS::ECR::Repository',
    'RepositoryPolicyText',
  ],
  [
    'mounted by whoever reaches it',
    allow({ AWS: '*' }, { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }),
    'AWS::EFS::FileSystem',
    'FileSystemPolicy',
  ],
  [
    'a domain for one role',
    allow({ AWS: `arn:aws:iam::${OWN}:role/app` }, undefined, { Action: 'es:ESHttpGet' }),
    'AWS::OpenSearchService::Domain',
    'AccessPolicies',
  ],
  [
    'a domain for an office',
    allow({ AWS: '*' }, { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } }, { Action: 'es:ESHttpGet' }),
    'AWS::OpenSearchService::Domain',
    'AccessPolicies',
  ],
];

test('there are enough of them', () => expect(ROWS.length).toBeGreaterThanOrEqual(45));

test.each(ROWS)('no alarm: %s', (_, Statement, type = 'AWS::SNS::TopicPolicy', property = 'PolicyDocument') => {
  const policy = { Type: type, Properties: { [property]: { Version: '2012-10-17', Statement } } };
  const found = judged({ ...OTHERS, Policy: policy }, {}, { account: OWN, region: 'us-east-1' });
  expect(
    found
      // POLICY-10 only asks for more than the folder, which keeps other accounts out already
      .filter(({ ruleId, logicalId }) => /^POLICY-(?!10)/.test(ruleId) && logicalId === 'Policy')
      .map(({ ruleId, got }) => `${ruleId} ${got}`),
  ).toEqual([]);
});
