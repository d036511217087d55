import { verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const OWN = { 'Fn::Sub': '${Bucket.Arn}/AWSLogs/${AWS::AccountId}/*' };
const delivers = (Service: unknown, Condition?: object, rest: object = {}) => ({
  Bucket: { Type: 'AWS::S3::Bucket' },
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Principal: { Service }, Action: 's3:PutObject', Resource: OWN, Condition, ...rest },
        ],
      },
    },
  },
});
const ACL = { 's3:x-amz-acl': 'bucket-owner-full-control' };
const ACCOUNT = { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } };
const TRAIL = { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:cloudtrail:us-east-1:${AWS::AccountId}:trail/audit' } };
const FAIL = ['fail Policy'];

test.each<[string, Record<string, unknown>, string[]]>([
  ['a trail of whoever', delivers('cloudtrail.amazonaws.com', { StringEquals: ACL }), FAIL],
  ['the own trail', delivers('cloudtrail.amazonaws.com', { StringEquals: { ...ACL, ...TRAIL } }), []],
  ['a trail of the own account', delivers('cloudtrail.amazonaws.com', { StringEquals: ACCOUNT }), []],
  ['a recorder of whoever', delivers('config.amazonaws.com', { StringEquals: ACL }), FAIL],
  ['a recorder of the own account', delivers('config.amazonaws.com', { StringEquals: ACCOUNT }), []],
  ['logs of whoever', delivers(['delivery.logs.amazonaws.com']), FAIL],
  [
    'logs, with a condition that demands nothing',
    delivers('delivery.logs.amazonaws.com', { StringEqualsIfExists: ACCOUNT }),
    FAIL,
  ],
  ['it only looks', delivers('cloudtrail.amazonaws.com', undefined, { Action: 's3:GetBucketAcl' }), []],
  ['it is denied', delivers('cloudtrail.amazonaws.com', undefined, { Effect: 'Deny' }), []],
  ['a load balancer, whose guide shows no condition', delivers('logdelivery.elasticloadbalancing.amazonaws.com'), []],
  ['in one branch', delivers('config.amazonaws.com', { StringEquals: { 'Fn::If': ['C', ACCOUNT, ACL] } }), FAIL],
])('POLICY-10 deliveries name their source: %s', (_, resources, expected) => {
  expect(verdicts('POLICY-10', resources, P)).toEqual(expected);
});

test('POLICY-03 is content with the folder, and POLICY-10 says more', () => {
  const resources = delivers('cloudtrail.amazonaws.com', { StringEquals: ACL });
  expect(verdicts('POLICY-03', resources)).toEqual([]);
  expect(verdicts('POLICY-03', delivers('cloudtrail.amazonaws.com', undefined, { Resource: '*' }))).toEqual(FAIL);
});
