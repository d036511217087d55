import { App, NestedStack, Stack, StackProps, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Distribution, GeoRestriction, PriceClass, SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { runInNewContext } from 'vm';
import {
  SecureBucket,
  SecureDistribution,
  SecureWebAcl,
  SecureWebsite,
  SecureWebsiteProps,
  SecurityGate,
  SecurityProfile,
  Waf,
  WebAclScope,
} from '../../lib';
import { secureOwner } from '../../lib/core/gate-state';
import { ENV, newStack } from '../support/judging';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

const GLOBAL = 'arn:aws:wafv2:us-east-1:111111111111:global/webacl/company/a1';
const REASON = 'Firewall Manager attaches the web ACL of the company.';
const CERTIFICATE = 'arn:aws:acm:us-east-1:111111111111:certificate/a1';

const make = (props?: SecureWebsiteProps, stack = newStack()): Stack => {
  new SecureWebsite(stack, 'Site', props);
  return stack;
};
const named = (stack: Stack): SecureWebsiteProps => ({
  domainNames: ['shop.example.com'],
  certificate: Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
});
const all = (stack: Stack, type: string): any[] => Object.values(Template.fromStack(stack).findResources(type));
const config = (stack: Stack): any => all(stack, 'AWS::CloudFront::Distribution')[0].Properties.DistributionConfig;
const findings = (stack: Stack, ...statuses: string[]): string[] =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ status }) => statuses.includes(status))
    .map(({ ruleId, path }) => `${ruleId} ${path}`);
const development = (): Stack => {
  const stack = newStack();
  SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
  return stack;
};

describe('a website', () => {
  test('blocks nothing, and warns of the certificate of CloudFront only', () => {
    expect(findings(make(), 'blocking', 'warning')).toEqual(['SITE-03 Stack/Site/Distribution/Resource']);
    const stack = newStack();
    expect(findings(make(named(stack), stack), 'blocking', 'warning')).toEqual([]);
  });

  test('lets CloudFront read objects for this distribution, and nobody list them', () => {
    const stack = make();
    const [distributionId] = Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::Distribution'));
    const policy = all(stack, 'AWS::S3::BucketPolicy').find(({ Properties }) =>
      /Site/.test(JSON.stringify(Properties.Bucket)),
    );
    const allowed = policy.Properties.PolicyDocument.Statement.filter(({ Effect }: any) => Effect === 'Allow');
    expect(allowed).toHaveLength(1);
    const [{ Action, Principal, Condition, Resource }] = allowed;
    expect({ Action, Principal }).toEqual({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
    });
    expect(JSON.stringify(Resource)).toMatch(/"\/\*"/);
    expect(Condition.StringEquals['AWS:SourceArn']['Fn::Join'][1].slice(2)).toEqual([
      ':cloudfront::',
      { Ref: 'AWS::AccountId' },
      ':distribution/',
      { Ref: distributionId },
    ]);
  });

  test('has a private bucket with the keys of S3', () => {
    const [bucket] = all(make(), 'AWS::S3::Bucket').filter(({ Properties }) => Properties.LoggingConfiguration);
    expect(bucket.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(JSON.stringify(bucket.Properties.BucketEncryption)).toContain('AES256');
    expect(bucket.Properties.WebsiteConfiguration).toBeUndefined();
  });

  test('answers by https, in HTTP/2 and 3, with a page for what is missing', () => {
    const { DefaultCacheBehavior, HttpVersion, DefaultRootObject, CustomErrorResponses } = config(make());
    expect(DefaultCacheBehavior.ViewerProtocolPolicy).toBe('redirect-to-https');
    expect({ HttpVersion, DefaultRootObject }).toEqual({ HttpVersion: 'http2and3', DefaultRootObject: 'index.html' });
    expect(
      CustomErrorResponses.map(({ ErrorCode, ResponseCode, ResponsePagePath }: any) => [
        ErrorCode,
        ResponseCode,
        ResponsePagePath,
      ]),
    ).toEqual([
      [403, 404, '/404.html'],
      [404, 404, '/404.html'],
    ]);
  });

  test('sends headers that browsers obey', () => {
    const [{ Properties }] = all(make(), 'AWS::CloudFront::ResponseHeadersPolicy');
    const headers = Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    expect(headers.ContentSecurityPolicy.ContentSecurityPolicy).toMatch(
      /^default-src 'self'; object-src 'none';.*frame-ancestors 'none'/,
    );
    expect(headers.StrictTransportSecurity).toEqual({ AccessControlMaxAgeSec: 31_536_000, Override: true });
    expect(headers.FrameOptions).toEqual({ FrameOption: 'DENY', Override: true });
    expect(headers.ContentTypeOptions).toEqual({ Override: true });
    expect(headers.ReferrerPolicy.ReferrerPolicy).toBe('strict-origin-when-cross-origin');
    const own = make({ contentSecurityPolicy: "default-src 'none'" });
    expect(JSON.stringify(all(own, 'AWS::CloudFront::ResponseHeadersPolicy'))).toContain(`"default-src 'none'"`);
  });

  test('takes names with a certificate, and what else there is to say', () => {
    const stack = newStack();
    make(
      {
        ...named(stack),
        geoRestriction: GeoRestriction.allowlist('DE', 'FR'),
        priceClass: PriceClass.PRICE_CLASS_100,
        notFoundPage: '/lost.html',
      },
      stack,
    );
    const { Aliases, ViewerCertificate, Restrictions, PriceClass: priced, CustomErrorResponses } = config(stack);
    expect(Aliases).toEqual(['shop.example.com']);
    expect(ViewerCertificate).toEqual({
      AcmCertificateArn: CERTIFICATE,
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    });
    expect(Restrictions.GeoRestriction).toEqual({ Locations: ['DE', 'FR'], RestrictionType: 'whitelist' });
    expect(priced).toBe('PriceClass_100');
    expect(CustomErrorResponses[0].ResponsePagePath).toBe('/lost.html');
  });

  test('with an older TLS it does not synthesize', () => {
    const stack = newStack();
    make({ ...named(stack), minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_1_2016 }, stack);
    expect(findings(stack, 'blocking')).toEqual(['SITE-02 Stack/Site/Distribution/Resource']);
  });

  test('refuses names without a certificate, and a certificate without names', () => {
    expect(() => make({ domainNames: ['shop.example.com'] })).toThrow(
      /SITE-02: .*got names without a certificate; set both/,
    );
    const stack = newStack();
    expect(() => make({ certificate: named(stack).certificate }, stack)).toThrow(/got a certificate without names/);
  });

  test('as a single page app it answers routes with the root object, and files as they are', () => {
    const stack = make({ singlePageApp: true, defaultRootObject: 'app.html' });
    const [{ Properties }] = all(stack, 'AWS::CloudFront::Function');
    const [association] = config(stack).DefaultCacheBehavior.FunctionAssociations;
    expect(association.EventType).toBe('viewer-request');
    const uriOf = (uri: string): string =>
      runInNewContext(`${Properties.FunctionCode}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`);
    expect(['/', '/orders/7', '/orders/', '/main.js', '/a.b/c', '/v1.2/app.css'].map(uriOf)).toEqual([
      '/app.html',
      '/app.html',
      '/app.html',
      '/main.js',
      '/app.html',
      '/v1.2/app.css',
    ]);
    expect(findings(stack, 'blocking')).toEqual([]);
  });

  test('is published by a BucketDeployment without a finding', () => {
    const stack = newStack();
    const { bucket, distribution } = new SecureWebsite(stack, 'Site');
    SecurityGate.enforce(stack.node.root as App);
    new BucketDeployment(stack, 'Pages', {
      destinationBucket: bucket,
      sources: [Source.data('index.html', '<!doctype html>')],
      distribution,
      distributionPaths: ['/*'],
    });
    expect(findings(stack, 'blocking')).toEqual([]);
  });

  test('covers its parts with its waivers', () => {
    const stack = make({
      waivers: [{ ruleId: 'SITE-10', reason: 'The logs of this site come with the real-time feed of the company.' }],
    });
    expect(all(stack, 'AWS::Logs::DeliverySource')).toEqual([]);
    expect(findings(stack, 'blocking')).toEqual([]);
    expect(findings(stack, 'waived')).toEqual(['SITE-10 Stack/Site/Distribution/Resource']);
  });
});

describe('logs', () => {
  test('are delivered to the log bucket, without queries, cookies and referrers', () => {
    const stack = make();
    const template = Template.fromStack(stack);
    const [[sourceId, source]] = Object.entries<any>(template.findResources('AWS::Logs::DeliverySource'));
    const [{ Properties: delivery, DependsOn }] = all(stack, 'AWS::Logs::Delivery');
    expect(source.Properties.LogType).toBe('ACCESS_LOGS');
    expect(JSON.stringify(source.Properties.ResourceArn)).toMatch(/:distribution\//);
    expect(delivery.DeliverySourceName).toEqual({ Ref: sourceId });
    for (const field of ['c-ip', 'cs-uri-stem', 'sc-status', 'ssl-protocol'])
      expect(delivery.RecordFields).toContain(field);
    for (const field of ['cs-uri-query', 'cs(Cookie)', 'cs(Referer)'])
      expect(delivery.RecordFields).not.toContain(field);
    expect([DependsOn].flat().join()).toMatch(/SecureLogBucketPolicy/);
  });

  test.each([
    ['a nested stack', (stack: Stack) => new NestedStack(stack, 'Nested')],
    ['a nested stack of a nested one', (stack: Stack) => new NestedStack(new NestedStack(stack, 'Outer'), 'Nested')],
  ])('come out of %s, beside the policy that lets them in', (_, nest) => {
    const stack = newStack();
    const nested = nest(stack);
    const sites = ['Site', 'Other'].map((id) => new SecureWebsite(nested, id));
    expect(findings(stack, 'blocking')).toEqual([]);
    expect(secureOwner(stack.node.findAll().find((one) => /^LogDelivery.*Site/.test(one.node.id))!)?.node.path).toBe(
      sites[0].distribution.node.path,
    );
    expect(Object.keys(Template.fromStack(nested).findResources('AWS::Logs::DeliverySource'))).toHaveLength(2);
    expect(Template.fromStack(nested).findResources('AWS::Logs::Delivery')).toEqual({});
    const deliveries = all(stack, 'AWS::Logs::Delivery');
    expect(deliveries).toHaveLength(2);
    for (const { Properties, DependsOn } of deliveries) {
      expect([DependsOn].flat().join()).toMatch(/SecureLogBucketPolicy/);
      expect(Properties.DeliverySourceName['Fn::GetAtt'][1]).toMatch(/^Outputs\..*LogSource/);
      expect(Properties.DeliveryDestinationArn['Fn::GetAtt'][1]).toMatch(/^Outputs\..*LogDestination/);
    }
  });

  test('of a distribution in a nested stack wait for nothing that waits for its buckets', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    new SecureBucket(nested, 'Bucket');
    new SecureDistribution(nested, 'Site', { defaultBehavior: { origin: new HttpOrigin('shop.example.com') } });
    expect(findings(stack, 'blocking')).toEqual([]);
  });

  test('are taken from this account only, once for all sites', () => {
    const stack = make();
    new SecureWebsite(stack, 'Other');
    const statements = all(stack, 'AWS::S3::BucketPolicy')
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Principal }) => Principal.Service === 'delivery.logs.amazonaws.com');
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatchObject({ Action: 's3:PutObject', Effect: 'Allow' });
    expect(statements[0].Condition.StringEquals).toEqual({
      'aws:SourceAccount': ENV.account,
      's3:x-amz-acl': 'bucket-owner-full-control',
    });
    expect(JSON.stringify(statements[0].Condition.ArnLike)).toContain(
      `:logs:us-east-1:${ENV.account}:delivery-source:*`,
    );
    expect(findings(stack, 'blocking')).toEqual([]);
  });

  test.each<[string, StackProps]>([
    ["the stack 'Stack' in eu-west-1", { env: { ...ENV, region: 'eu-west-1' } }],
    ["the stack 'Stack', whose region is only known at deployment", {}],
  ])('cannot come from %s', (where, props) => {
    const stack = new Stack(new App(), 'Stack', props);
    expect(() => make({}, stack)).toThrow(
      `SITE-10: expected 'Stack/Site/Distribution' in us-east-1, the one region that delivers the logs of CloudFront, got ${where}; make it`,
    );
  });

  test('of an L2 go where the caller says', () => {
    const stack = newStack();
    new SecureDistribution(stack, 'Site', {
      defaultBehavior: { origin: new HttpOrigin('shop.example.com') },
      logBucket: Bucket.fromBucketName(stack, 'Logs', 'logs'),
    });
    expect(all(stack, 'AWS::Logs::DeliverySource')).toEqual([]);
    expect(config(stack).Logging.Bucket).toMatch(/^logs\.s3\./);
  });
});

describe('the web ACL', () => {
  const idOf = (stack: Stack): unknown => config(stack).WebACLId;

  test('is one of scope CLOUDFRONT that the websites of an app share', () => {
    const stack = make();
    new SecureWebsite(stack, 'Other');
    const acls = Object.entries<any>(Template.fromStack(stack).findResources('AWS::WAFv2::WebACL'));
    expect(
      acls.map(([id, { Properties }]) => [
        id,
        Properties.Scope,
        Properties.Rules[0].Statement.RateBasedStatement.Limit,
      ]),
    ).toEqual([[expect.stringMatching(/^SecureSiteWafAcl/), 'CLOUDFRONT', 2_000]]);
    expect(idOf(stack)).toEqual({ 'Fn::GetAtt': [acls[0][0], 'Arn'] });
  });

  test('takes the limit that was said for its stack', () => {
    const stack = newStack();
    Waf.shared(stack, { requestsPerAddress: 700 });
    const [{ Properties }] = all(make({}, stack), 'AWS::WAFv2::WebACL');
    expect(Properties.Rules[0].Statement.RateBasedStatement.Limit).toBe(700);
    expect(() => Waf.shared(stack, { requestsPerAddress: 800 })).toThrow(/WAF-03: .*got 800 after 700/);
  });

  test('can be imported, if it is one of CloudFront', () => {
    expect(idOf(make({ waf: Waf.imported(GLOBAL) }))).toBe(GLOBAL);
    const regional = Waf.imported(GLOBAL.replace('global', 'regional'));
    expect(() => make({ waf: regional })).toThrow(
      /SITE-09: expected a web ACL of scope CLOUDFRONT for '.*', got one of scope REGIONAL/,
    );
  });

  test('can stand in another stack', () => {
    const app = new App();
    const edge = new Stack(app, 'Edge', { env: ENV });
    const stack = new Stack(app, 'Stack', { env: ENV });
    const acl = new SecureWebAcl(edge, 'Acl', { scope: WebAclScope.CLOUDFRONT });
    make({ waf: Waf.own(acl) }, stack);
    expect(findings(stack, 'blocking')).toEqual([]);
    app.synth();
    expect(stack.dependencies).toEqual([edge]);
    const regional = new SecureWebAcl(edge, 'Regional', { scope: WebAclScope.REGIONAL });
    expect(() => new SecureWebsite(stack, 'Other', { waf: Waf.own(regional) })).toThrow(/SITE-09/);
  });

  test('can stand in us-east-1 when the website does not, where somebody else logs it', () => {
    const app = new App();
    const edge = new Stack(app, 'Edge', { env: ENV, crossRegionReferences: true });
    const stack = new Stack(app, 'Stack', { env: { ...ENV, region: 'eu-west-1' }, crossRegionReferences: true });
    const waf = Waf.own(new SecureWebAcl(edge, 'Acl', { scope: WebAclScope.CLOUDFRONT }));
    const logged = { ruleId: 'SITE-10', reason: 'The real-time feed of the company logs every distribution.' };
    make({ waf, waivers: [logged] }, stack);
    expect(findings(stack, 'blocking')).toEqual([]);
    expect(JSON.stringify(idOf(stack))).toMatch(/Edge|CrossRegion|ExportsReader/);
  });

  test('can be attached by somebody else, with a reason', () => {
    const stack = make({ waf: Waf.managedElsewhere(REASON) });
    expect(idOf(stack)).toBeUndefined();
    expect(all(stack, 'AWS::WAFv2::WebACL')).toEqual([]);
    expect(findings(stack, 'blocking')).toEqual([]);
    expect(findings(stack, 'waived')).toEqual(['SITE-09 Stack/Site/Distribution/Resource']);
  });

  test('is not made where an API comes first, in its place', () => {
    const app = new App();
    const [api, web] = ['Api', 'Web'].map((id) => new Stack(app, id, { env: ENV }));
    Waf.shared(api);
    new SecureWebsite(web, 'Site');
    expect(all(web, 'AWS::WAFv2::WebACL')).toHaveLength(1);
    expect(web.dependencies).toEqual([]);
  });

  test('is said in one way', () => {
    const origin = new HttpOrigin('shop.example.com');
    const both = () =>
      new SecureDistribution(newStack(), 'Site', {
        defaultBehavior: { origin },
        webAclId: GLOBAL,
        waf: Waf.imported(GLOBAL),
      });
    expect(both).toThrow(/SITE-09: expected waf or webAclId for 'Stack\/Site', got both/);
  });
});

describe('in development', () => {
  test('there is neither web ACL nor log, and no region to mind', () => {
    const stack = make({}, development());
    for (const type of ['AWS::WAFv2::WebACL', 'AWS::Logs::DeliverySource']) expect(all(stack, type)).toEqual([]);
    expect(findings(stack, 'blocking')).toEqual([]);
    expect(findings(stack, 'relaxed').filter((one) => one.startsWith('SITE'))).toEqual([
      'SITE-09 Stack/Site/Distribution/Resource',
      'SITE-10 Stack/Site/Distribution/Resource',
    ]);
    const agnostic = new Stack(new App(), 'Stack');
    SecurityProfile.development({ accounts: [ENV.account] }).applyTo(agnostic);
    expect(() => make({}, agnostic)).not.toThrow();
    expect(Token.isUnresolved(agnostic.region)).toBe(true);
  });
});

describe('a distribution', () => {
  const origin = () => new HttpOrigin('shop.example.com');

  test('redirects in every behaviour, and keeps what else they say', () => {
    const stack = newStack();
    new SecureDistribution(stack, 'Site', {
      defaultBehavior: { origin: origin(), compress: false },
      additionalBehaviors: { '/api/*': { origin: origin() } },
    });
    const { DefaultCacheBehavior, CacheBehaviors } = config(stack);
    expect(DefaultCacheBehavior).toMatchObject({ ViewerProtocolPolicy: 'redirect-to-https', Compress: false });
    expect(CacheBehaviors).toMatchObject([{ PathPattern: '/api/*', ViewerProtocolPolicy: 'redirect-to-https' }]);
    expect(findings(stack, 'blocking')).toEqual([]);
  });

  test('has the construct path and logical id of its L2', () => {
    const [ours, plain] = [newStack(), newStack()];
    const props = { defaultBehavior: { origin: origin() } };
    new SecureDistribution(ours, 'Site', props);
    new Distribution(plain, 'Site', props);
    const idsOf = (stack: Stack) =>
      Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::Distribution'));
    expect(idsOf(ours)).toEqual(idsOf(plain));
  });
});
