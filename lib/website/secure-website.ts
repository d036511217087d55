import { Duration } from 'aws-cdk-lib';
import { ICertificateRef } from 'aws-cdk-lib/aws-certificatemanager';
import {
  BehaviorOptions,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  GeoRestriction,
  HttpVersion,
  IResponseHeadersPolicyRef,
  PriceClass,
  SecurityPolicyProtocol,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SecureBucket } from '../bucket/secure-bucket';
import { partOfParent, secured } from '../core/gate-state';
import { Waiver } from '../core/waivers';
import { Waf } from '../edge/waf';
import { DataClass } from '../key/data-class';
import { SecureDistribution } from './secure-distribution';
import { siteHeaders, STRICT_CSP } from './site-headers';

/** Props of `SecureWebsite`. */
export interface SecureWebsiteProps {
  /**
   * The names it is reached by, of which `certificate` speaks. DNS records to `distribution` are yours.
   *
   * @default - CloudFront's own name only, with a certificate that takes TLS 1.0: SITE-03 warns
   */
  readonly domainNames?: string[];
  /**
   * The certificate of `domainNames`, in us-east-1.
   *
   * @default - the one of CloudFront
   */
  readonly certificate?: ICertificateRef;
  /**
   * The oldest TLS that viewers may speak, where there is a certificate.
   *
   * @default - TLS 1.2 with the ciphers of 2021
   */
  readonly minimumProtocolVersion?: SecurityPolicyProtocol;
  /**
   * What is answered to `/`.
   *
   * @default - `index.html`
   */
  readonly defaultRootObject?: string;
  /**
   * Whether every path without a dot in its last part is answered with the root object, for apps whose routes live in the browser.
   * It is done by a CloudFront function before the cache, so that missing files stay missing.
   *
   * @default - `false`: each path is a file
   */
  readonly singlePageApp?: boolean;
  /**
   * The page for what is not there, below the bucket's root. The bucket tells nobody what it has, so CloudFront gets 403 for what is
   * missing, and answers 404 with this page; what the web ACL refuses is answered so too.
   *
   * @default - `/404.html`; while there is none, viewers get the plain 403
   */
  readonly notFoundPage?: string;
  /**
   * The `Content-Security-Policy` of every page. A page that calls an API of another name needs it in `connect-src`.
   *
   * @default - everything from the site itself, no plugins, no frames around it, forms to itself
   */
  readonly contentSecurityPolicy?: string;
  /**
   * The headers of every answer; then `contentSecurityPolicy` does not count.
   *
   * @default - HSTS for a year, the content security policy, no frames, no guessing of types, and only the origin as referrer elsewhere
   */
  readonly responseHeadersPolicy?: IResponseHeadersPolicyRef;
  /**
   * The countries that may, or may not, see it.
   *
   * @default - every country
   */
  readonly geoRestriction?: GeoRestriction;
  /**
   * From which parts of the world it is answered.
   *
   * @default - all of them
   */
  readonly priceClass?: PriceClass;
  /**
   * The web ACL before it.
   *
   * @default - `Waf.shared(this)`; none in development
   */
  readonly waf?: Waf;
  /**
   * What it is, as people read it in the console.
   *
   * @default - nothing
   */
  readonly comment?: string;
  /**
   * Rules that need not hold on this website, each with the reason. They cover its bucket and distribution.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * A website out of a private bucket: CloudFront reads it with origin access control, and nobody else does.
 *
 * - The bucket is a `SecureBucket` of class INTERNAL with S3's own encryption: with a key of yours, the key's policy would have to
 *   name the distribution, which names the bucket, which names the key. Its policy lets in CloudFront for this one distribution of
 *   this account, for reading objects and not for listing them.
 * - The distribution is a `SecureDistribution`: https only, TLS 1.2 with a certificate of yours, HTTP/2 and 3, a web ACL and access
 *   logs outside of development.
 * - Every answer has security headers, `/` has a root object, and what is missing is a 404 with a page of yours.
 *
 * Publish with CDK's `BucketDeployment` to `bucket`, with `distribution` to invalidate its cache. The stack has to be in us-east-1,
 * outside of development.
 *
 * Fixed cost: that of the shared web ACL, $10 a month. (Controls E3, B7.)
 */
export class SecureWebsite extends Construct {
  /** The private bucket of the pages. */
  public readonly bucket: SecureBucket;
  /** What answers the viewers. */
  public readonly distribution: SecureDistribution;

  /**
   * @throws when its stack is not known to be in us-east-1 outside of development (SITE-10, WAF-05), the certificate comes without
   *   names or the names without one (SITE-02), or the web ACL is not of scope CLOUDFRONT (SITE-09)
   */
  constructor(scope: Construct, id: string, props: SecureWebsiteProps = {}) {
    super(scope, id);
    const { waivers, singlePageApp = false, defaultRootObject = 'index.html', waf } = props;
    checkNames(this, props);
    const bucket = new SecureBucket(this, 'Bucket', {
      dataClass: DataClass.INTERNAL,
      encryption: BucketEncryption.S3_MANAGED,
    });
    partOfParent(bucket);
    const { contentSecurityPolicy = STRICT_CSP, responseHeadersPolicy = siteHeaders(this, contentSecurityPolicy) } =
      props;
    const { domainNames, certificate, minimumProtocolVersion, geoRestriction, priceClass, comment } = props;
    const functionAssociations = singlePageApp ? toRootObject(this, defaultRootObject) : undefined;
    const distribution = new SecureDistribution(this, 'Distribution', {
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        responseHeadersPolicy,
        functionAssociations,
      },
      ...{ domainNames, certificate, minimumProtocolVersion, geoRestriction, priceClass, comment, waf, waivers },
      defaultRootObject,
      httpVersion: HttpVersion.HTTP2_AND_3,
      errorResponses: missing(props.notFoundPage ?? '/404.html'),
    });
    partOfParent(distribution);
    this.bucket = bucket;
    this.distribution = distribution;
    secured(this, [...(waivers ?? []), ...(waf?._waivers('SITE-09') ?? [])]);
  }
}

function checkNames({ node }: Construct, { domainNames = [], certificate }: SecureWebsiteProps): void {
  const hasNames = domainNames.length > 0;
  if (hasNames === (certificate !== undefined)) return;
  throw new Error(
    `SITE-02: expected domainNames and certificate of '${node.path}' together, got ${hasNames ? 'names without a certificate' : 'a certificate without names'}; ` +
      'set both, or none of them',
  );
}

/** A bucket that lists nothing says 403 for what is missing. */
const missing = (responsePagePath: string) =>
  [403, 404].map((httpStatus) => ({
    httpStatus,
    responseHttpStatus: 404,
    responsePagePath,
    ttl: Duration.minutes(1),
  }));

/** Paths of the app, which have no file, get the root object; files that are missing stay missing. */
function toRootObject(site: Construct, rootObject: string): BehaviorOptions['functionAssociations'] {
  const code = [
    'function handler(event) {',
    '  const { request } = event;',
    "  const last = request.uri.split('/').pop();",
    `  if (!last.includes('.')) request.uri = ${JSON.stringify(`/${rootObject}`)};`,
    '  return request;',
    '}',
  ].join('\n');
  const route = new EdgeFunction(site, 'Route', {
    code: FunctionCode.fromInline(code),
    runtime: FunctionRuntime.JS_2_0,
  });
  return [{ function: route, eventType: FunctionEventType.VIEWER_REQUEST }];
}
