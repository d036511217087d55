import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  IResponseHeadersPolicyRef,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';

/** Everything from the site itself, in no frame, with no plugin: "Content Security Policy Cheat Sheet", OWASP. */
export const STRICT_CSP =
  "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; upgrade-insecure-requests";

/**
 * The headers that every answer of a site has. HSTS is for its own name, not for the subdomains: whether those all speak https
 * nobody here knows, and a browser remembers it for a year.
 */
export function siteHeaders(scope: Construct, contentSecurityPolicy: string): IResponseHeadersPolicyRef {
  return new ResponseHeadersPolicy(scope, 'Headers', {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
    },
  });
}
