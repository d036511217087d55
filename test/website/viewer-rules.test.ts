import { behavior, ofBucket, ofServer, says } from './distributions';

const paths = (...all: object[]) => ({
  CacheBehaviors: all.map((one, index) => behavior({ PathPattern: `/${index}`, ...one })),
});
const first = (rest: object) => ({ DefaultCacheBehavior: behavior(rest) });

test.each<[string, unknown, string[]]>([
  ['redirected', {}, []],
  ['refused', first({ ViewerProtocolPolicy: 'https-only' }), []],
  ['taken', first({ ViewerProtocolPolicy: 'allow-all' }), ['fail']],
  ['nothing said', first({ ViewerProtocolPolicy: undefined }), ['fail']],
  ['a path that redirects', paths({}), []],
  ['a path that takes it', paths({}, { ViewerProtocolPolicy: 'allow-all' }), ['fail']],
  ['one path, not in a list', { CacheBehaviors: behavior({ ViewerProtocolPolicy: 'allow-all' }) }, ['fail']],
  ['in one branch', first({ ViewerProtocolPolicy: { 'Fn::If': ['C', 'https-only', 'allow-all'] } }), ['fail']],
  ['both branches good', first({ ViewerProtocolPolicy: { 'Fn::If': ['C', 'https-only', 'redirect-to-https'] } }), []],
  ['parameter', first({ ViewerProtocolPolicy: { Ref: 'P' } }), ['unknown']],
  ['the whole configuration from a parameter', { Ref: 'P' }, ['unknown']],
  ['behaviours from a parameter', { CacheBehaviors: { Ref: 'P' } }, ['unknown']],
])('SITE-01 plain HTTP from viewers: %s', (_, config, expected) => expect(says('SITE-01', config)).toEqual(expected));

const certificate = (rest: object) => ({
  ViewerCertificate: {
    AcmCertificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/1',
    SslSupportMethod: 'sni-only',
    ...rest,
  },
});
const least = (MinimumProtocolVersion: unknown) => certificate({ MinimumProtocolVersion });
test.each<[string, unknown, string[], string[]]>([
  ['no certificate', {}, [], ['fail']],
  ['the one of CloudFront', { ViewerCertificate: { CloudFrontDefaultCertificate: true } }, [], ['fail']],
  ['the one of CloudFront, as text', { ViewerCertificate: { CloudFrontDefaultCertificate: 'true' } }, [], ['fail']],
  [
    'the one of CloudFront, with a policy that does not count',
    { ViewerCertificate: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1.2_2021' } },
    [],
    ['fail'],
  ],
  ['2021', least('TLSv1.2_2021'), [], []],
  ['2025', least('TLSv1.2_2025'), [], []],
  ['1.3', least('TLSv1.3_2025'), [], []],
  ['2019', least('TLSv1.2_2019'), [], ['fail']],
  ['2018', least('TLSv1.2_2018'), [], ['fail']],
  ['1.1', least('TLSv1.1_2016'), ['fail'], []],
  ['1.0 of 2016', least('TLSv1_2016'), ['fail'], []],
  ['1.0', least('TLSv1'), ['fail'], []],
  ['SSL', least('SSLv3'), ['fail'], []],
  ['not said', certificate({}), ['fail'], []],
  ['of IAM, 1.0', { ViewerCertificate: { IamCertificateId: 'A', MinimumProtocolVersion: 'TLSv1' } }, ['fail'], []],
  ['parameter', least({ Ref: 'P' }), ['unknown'], []],
  ['one branch', least({ 'Fn::If': ['C', 'TLSv1.2_2021', 'TLSv1'] }), ['fail'], []],
  ['certificate from a parameter', { ViewerCertificate: { Ref: 'P' } }, ['unknown'], ['unknown']],
])('SITE-02, SITE-03 TLS with viewers: %s', (_, config, old, warned) => {
  expect(says('SITE-02', config)).toEqual(old);
  expect(says('SITE-03', config)).toEqual(warned);
});

const ACL = 'arn:aws:wafv2:us-east-1:111111111111:global/webacl/a/1';
const acl = (Scope: string) => ({ Acl: { Type: 'AWS::WAFv2::WebACL', Properties: { Scope } } });
const GUARD = { WebACLId: { 'Fn::GetAtt': ['Acl', 'Arn'] } };
test.each<[string, unknown, object, string[]]>([
  ['by ARN', { WebACLId: ACL }, {}, []],
  ['a classic one', { WebACLId: '473e64fd-f30b-4765-81a0-62ad96dd167a' }, {}, []],
  ['of this app', GUARD, acl('CLOUDFRONT'), []],
  ['of an API', GUARD, acl('REGIONAL'), ['fail']],
  ['of an API, by ARN', { WebACLId: ACL.replace('global', 'regional') }, {}, ['fail']],
  ['parameter', { WebACLId: { Ref: 'P' } }, {}, []],
  ['none', {}, {}, ['fail']],
  ['empty', { WebACLId: '' }, {}, ['fail']],
  ['in one branch', { WebACLId: { 'Fn::If': ['C', ACL, { Ref: 'AWS::NoValue' }] } }, {}, ['fail']],
])('SITE-09 web ACL: %s', (_, config, beside, expected) => expect(says('SITE-09', config, beside)).toEqual(expected));

const ARN = { 'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Site}' };
const source = (rest: object = {}) => ({
  Source: {
    Type: 'AWS::Logs::DeliverySource',
    Properties: { Name: 'site-logs', LogType: 'ACCESS_LOGS', ResourceArn: ARN, ...rest },
  },
});
const delivery = (DeliverySourceName: unknown = { Ref: 'Source' }) => ({
  Delivery: {
    Type: 'AWS::Logs::Delivery',
    Properties: {
      DeliverySourceName,
      DeliveryDestinationArn: 'arn:aws:logs:us-east-1:111111111111:delivery-destination:d',
    },
  },
});
test.each<[string, unknown, object, string[]]>([
  ['none', {}, {}, ['fail']],
  ['legacy', { Logging: { Bucket: 'logs.s3.amazonaws.com' } }, {}, []],
  ['legacy, nowhere', { Logging: {} }, {}, ['fail']],
  ['delivered', {}, { ...source(), ...delivery() }, []],
  ['delivered, by name', {}, { ...source(), ...delivery('site-logs') }, []],
  ['a source that is not delivered', {}, source(), ['fail']],
  ['a source of other logs', {}, { ...source({ LogType: 'CONNECTION_LOGS' }), ...delivery() }, ['fail']],
  [
    'a source of another distribution',
    {},
    { ...source({ ResourceArn: 'arn:aws:cloudfront::111111111111:distribution/E9' }), ...delivery() },
    ['fail'],
  ],
  ['a delivery of another source', {}, { ...source(), ...delivery('other') }, ['fail']],
  ['a log type from a parameter', {}, { ...source({ LogType: { Ref: 'P' } }), ...delivery() }, ['unknown']],
  ['in real time', first({ RealtimeLogConfigArn: 'arn:aws:cloudfront::111111111111:realtime-log-config/x' }), {}, []],
  ['in real time, for a part', { ...first({ RealtimeLogConfigArn: 'x' }), ...paths({}) }, {}, ['fail']],
  ['parameter', { Logging: { Ref: 'P' } }, {}, ['unknown']],
])('SITE-10 logs: %s', (_, config, beside, expected) => expect(says('SITE-10', config, beside)).toEqual(expected));

test.each<[string, unknown, string[]]>([
  ['said', { DefaultRootObject: 'index.html' }, []],
  ['not said', {}, ['fail']],
  ['empty', { DefaultRootObject: '' }, ['fail']],
  ['not said, before a server', { Origins: [ofServer()] }, []],
  [
    'not said, with code before it',
    first({ FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: 'x' }] }),
    [],
  ],
  [
    'a bucket behind another path only',
    { Origins: [ofServer(), ofBucket({ Id: 'b' })], ...paths({ TargetOriginId: 'b' }) },
    [],
  ],
])('SITE-11 root object: %s', (_, config, expected) => expect(says('SITE-11', config)).toEqual(expected));

const headers = (config: object) => ({
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: { ResponseHeadersPolicyConfig: { Name: 'n', ...config } },
  },
});
const SENT = first({ ResponseHeadersPolicyId: { Ref: 'Headers' } });
test.each<[string, unknown, object, string[]]>([
  ['none', {}, {}, ['fail']],
  ['AWS’s own', first({ ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03' }), {}, []],
  ['AWS’s own for CORS', first({ ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c' }), {}, ['fail']],
  ['a policy with them', SENT, headers({ SecurityHeadersConfig: { ContentTypeOptions: { Override: true } } }), []],
  ['a policy without them', SENT, headers({ CustomHeadersConfig: { Items: [] } }), ['fail']],
  ['a policy of somebody else', first({ ResponseHeadersPolicyId: { Ref: 'P' } }), {}, []],
  ['none, before a server', { Origins: [ofServer()] }, {}, []],
  ['none, with code behind it', first({ LambdaFunctionAssociations: [{ EventType: 'origin-response' }] }), {}, []],
  [
    'none on a path of the bucket',
    { ...SENT, ...paths({}) },
    headers({ SecurityHeadersConfig: { FrameOptions: {} } }),
    ['fail'],
  ],
])('SITE-12 security headers: %s', (_, config, beside, expected) =>
  expect(says('SITE-12', config, beside)).toEqual(expected),
);
