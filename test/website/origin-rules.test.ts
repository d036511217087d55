import { verdicts } from '../support/judging';
import { behavior, ofBucket, ofServer, PARAMETERS, says } from './distributions';

const from = (...Origins: unknown[]) => ({ Origins });
const WEBSITE = { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Bucket', 'WebsiteURL'] }] }] };
const plain = { ViewerProtocolPolicy: 'allow-all' };

test.each<[string, unknown, string[]]>([
  ['https', from(ofServer()), []],
  ['plain HTTP', from(ofServer({ OriginProtocolPolicy: 'http-only' })), ['fail']],
  ['nothing said', from(ofServer({ OriginProtocolPolicy: undefined })), ['fail']],
  ['as the viewer does, by https', from(ofServer({ OriginProtocolPolicy: 'match-viewer' })), []],
  [
    'as the viewer does, by anything',
    { ...from(ofServer({ OriginProtocolPolicy: 'match-viewer' })), DefaultCacheBehavior: behavior(plain) },
    ['fail'],
  ],
  [
    'as the viewer does, by anything elsewhere',
    {
      ...from(ofServer({ OriginProtocolPolicy: 'match-viewer' }), ofBucket({ Id: 'b' })),
      CacheBehaviors: [behavior({ ...plain, TargetOriginId: 'b' })],
    },
    [],
  ],
  [
    'as the viewer does, by anything, through a group',
    {
      ...from(ofServer({ OriginProtocolPolicy: 'match-viewer' })),
      DefaultCacheBehavior: behavior({ ...plain, TargetOriginId: 'group' }),
      OriginGroups: { Quantity: 1, Items: [{ Id: 'group', Members: { Quantity: 1, Items: [{ OriginId: 'site' }] } }] },
    },
    ['fail'],
  ],
  ['a bucket', {}, []],
  ['in a VPC', from({ Id: 'site', DomainName: 'internal.example.com', VpcOriginConfig: { VpcOriginId: 'vo_1' } }), []],
  [
    'the website of a bucket, which is another rule’s',
    from(ofServer({ OriginProtocolPolicy: 'http-only' }, { DomainName: WEBSITE })),
    [],
  ],
  ['the second of two', from(ofBucket(), ofServer({ OriginProtocolPolicy: 'http-only' }, { Id: 'b' })), ['fail']],
  ['in one branch', from({ 'Fn::If': ['C', ofServer(), ofServer({ OriginProtocolPolicy: 'http-only' })] }), ['fail']],
  ['parameter', from(ofServer({ OriginProtocolPolicy: { Ref: 'P' } })), ['unknown']],
  ['origins from a parameter', { Origins: { Ref: 'P' } }, ['unknown']],
  [
    'as it was written once',
    {
      Origins: undefined,
      CustomOrigin: { DNSName: 'x.example.com', OriginProtocolPolicy: 'http-only', OriginSSLProtocols: ['TLSv1.2'] },
    },
    ['fail'],
  ],
])('SITE-04 protocol with origins: %s', (_, config, expected) => expect(says('SITE-04', config)).toEqual(expected));

test.each<[string, unknown, string[]]>([
  ['1.2', ['TLSv1.2'], []],
  ['1.2, not in a list', 'TLSv1.2', []],
  ['also 1.1', ['TLSv1.1', 'TLSv1.2'], ['fail']],
  ['1.0', ['TLSv1'], ['fail']],
  ['SSL', ['SSLv3', 'TLSv1.2'], ['fail']],
  ['not said', undefined, []],
  ['parameter', [{ Ref: 'P' }], ['unknown']],
])('SITE-05 TLS with origins: %s', (_, OriginSSLProtocols, expected) =>
  expect(says('SITE-05', from(ofServer({ OriginSSLProtocols })))).toEqual(expected),
);

const OPEN = { OriginAccessControlId: undefined };
const IDENTITY = { ...OPEN, S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' } };
test.each<[string, unknown, string[], string[]]>([
  ['control', {}, [], []],
  ['identity', from(ofBucket(IDENTITY)), [], ['fail']],
  ['identity and control, on the way', from(ofBucket({ ...IDENTITY, OriginAccessControlId: 'E1' })), [], []],
  ['neither', from(ofBucket(OPEN)), ['fail'], []],
  [
    'neither, without the configuration of a bucket',
    from(ofBucket({ ...OPEN, S3OriginConfig: undefined })),
    ['fail'],
    [],
  ],
  ['neither, by name', from(ofServer({}, { DomainName: 'assets.s3.eu-west-1.amazonaws.com' })), ['fail'], []],
  [
    'neither, by name without a region',
    from(ofServer({}, { DomainName: { 'Fn::Sub': '${P}.s3.amazonaws.com' } })),
    ['fail'],
    [],
  ],
  ['a public website', from(ofServer({ OriginProtocolPolicy: 'http-only' }, { DomainName: WEBSITE })), ['fail'], []],
  [
    'a public website, by name',
    from(ofServer({}, { DomainName: 'a.s3-website-us-east-1.amazonaws.com' })),
    ['fail'],
    [],
  ],
  [
    'a public website, by name with a dot',
    from(ofServer({}, { DomainName: 'a.s3-website.eu-central-1.amazonaws.com' })),
    ['fail'],
    [],
  ],
  ['a server', from(ofServer()), [], []],
  ['a server called like one', from(ofServer({}, { DomainName: 's3.example.com' })), [], []],
  ['control from a parameter', from(ofBucket({ OriginAccessControlId: { Ref: 'P' } })), [], []],
  [
    'control in one branch',
    from(ofBucket({ OriginAccessControlId: { 'Fn::If': ['C', 'E1', { Ref: 'AWS::NoValue' }] } })),
    ['fail'],
    [],
  ],
  ['an origin from a parameter', from({ Ref: 'P' }), ['unknown'], []],
  [
    'as it was written once',
    { Origins: undefined, S3Origin: { DNSName: 'a.s3.amazonaws.com', OriginAccessIdentity: '' } },
    ['fail'],
    [],
  ],
])('SITE-06, SITE-07 buckets behind CloudFront: %s', (_, config, open, warned) => {
  expect(says('SITE-06', config)).toEqual(open);
  expect(says('SITE-07', config)).toEqual(warned);
});

test.each<[string, unknown, string[]]>([
  ['an identity', 'origin-access-identity/cloudfront/E1', []],
  ['none', '', ['fail Stream']],
])('SITE-06 a streaming distribution with %s', (_, OriginAccessIdentity, expected) => {
  const Properties = {
    StreamingDistributionConfig: { S3Origin: { DomainName: 'a.s3.amazonaws.com', OriginAccessIdentity } },
  };
  expect(verdicts('SITE-06', { Stream: { Type: 'AWS::CloudFront::StreamingDistribution', Properties } })).toEqual(
    expected,
  );
});

test.each<[unknown, string[]]>([
  ['always', []],
  ['no-override', []],
  ['never', ['fail Control']],
  [undefined, ['fail Control']],
  [{ Ref: 'P' }, ['unknown Control']],
])('SITE-08 an access control that signs %s', (SigningBehavior, expected) => {
  const Properties = {
    OriginAccessControlConfig: {
      Name: 'n',
      OriginAccessControlOriginType: 's3',
      SigningProtocol: 'sigv4',
      SigningBehavior,
    },
  };
  expect(
    verdicts('SITE-08', { Control: { Type: 'AWS::CloudFront::OriginAccessControl', Properties } }, PARAMETERS),
  ).toEqual(expected);
});

const URL = { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Url', 'FunctionUrl'] }] }] };
const url = { Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'AWS_IAM', TargetFunctionArn: 'f' } } };
test.each<[string, object, string[]]>([
  ['with control', ofServer({}, { DomainName: URL, OriginAccessControlId: 'E1' }), []],
  ['without', ofServer({}, { DomainName: URL }), ['fail']],
  ['without, by name', ofServer({}, { DomainName: 'abc.lambda-url.us-east-1.on.aws' }), ['fail']],
  ['a server', ofServer(), []],
])('SITE-13 a function URL %s', (_, origin, expected) => expect(says('SITE-13', from(origin), url)).toEqual(expected));

const RANDOM = 'q8Zr2LwT6vXn4KpB9sYd';
const sends = (HeaderName: string, HeaderValue: unknown) =>
  from(ofServer({}, { OriginCustomHeaders: [{ HeaderName, HeaderValue }] }));
test.each<[string, unknown, string[]]>([
  ['none', from(ofServer()), []],
  ['a name', sends('X-Forwarded-Host', 'shop.example.com'), []],
  ['a switch', sends('X-From-CloudFront', 'true'), []],
  ['a token', sends('Authorization', 'Bearer abcdefghijklmnop123456'), ['fail']],
  ['a key by name', sends('X-Api-Key', RANDOM), ['fail']],
  ['one shared with a load balancer', sends('X-Origin-Verify', RANDOM), ['fail']],
  ['words shared with a load balancer', sends('X-Origin-Verify', 'from-cloudfront'), []],
  ['an access key anywhere', sends('X-Note', 'AKIAQ3EGRZ5MJ2PXTNVA'), ['fail']],
  ['a reference', sends('X-Origin-Verify', '{{resolve:secretsmanager:origin-verify:SecretString:value}}'), []],
  ['a parameter', sends('X-Origin-Verify', { Ref: 'P' }), []],
])('SITE-14 headers to the origin: %s', (_, config, expected) => expect(says('SITE-14', config)).toEqual(expected));

const cors = (Items: unknown, AccessControlAllowCredentials: unknown) => ({
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: 'n',
        CorsConfig: { AccessControlAllowOrigins: { Items }, AccessControlAllowCredentials },
      },
    },
  },
});
test.each<[string, unknown, unknown, string[], string[]]>([
  ['a page', ['https://shop.example.com'], true, [], []],
  ['the pages of a domain', ['https://*.example.com'], true, [], []],
  ['any', ['*'], true, ['fail'], []],
  ['any, as text', '*', 'true', ['fail'], []],
  ['any over https', ['https://shop.example.com', 'https://*'], true, ['fail'], []],
  ['any without credentials', ['*'], false, [], ['fail']],
  ['any, credentials not known', ['*'], { Ref: 'P' }, ['unknown'], []],
  ['a parameter', [{ Ref: 'P' }], true, ['unknown'], []],
  ['a parameter without credentials', [{ Ref: 'P' }], false, [], []],
])('SITE-15, SITE-16 origins of pages: %s', (_, items, credentials, open, warned) => {
  const of = (id: string) =>
    verdicts(id, cors(items, credentials), PARAMETERS).map((one) => one.replace(' Headers', ''));
  expect(of('SITE-15')).toEqual(open);
  expect(of('SITE-16')).toEqual(warned);
});

test('SITE-15 no CORS at all', () => {
  const Headers = {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: { ResponseHeadersPolicyConfig: { Name: 'n' } },
  };
  expect(verdicts('SITE-15', { Headers })).toEqual([]);
  expect(verdicts('SITE-16', { Headers })).toEqual([]);
});
