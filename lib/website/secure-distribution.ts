import { Distribution, DistributionProps } from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { LogBucket } from '../bucket/log-bucket';
import { secured } from '../core/gate-state';
import { profileOf } from '../core/profile';
import { secureProps } from '../core/secure-props';
import { Waiver } from '../core/waivers';
import { Waf } from '../edge/waf';
import { checkLogRegion, deliverAccessLogs } from './access-log-delivery';
import { SITE_RULES } from './rules/index';

/** Props of `SecureDistribution`: everything `cloudfront.Distribution` takes. */
export interface SecureDistributionProps extends DistributionProps {
  /**
   * The web ACL that stands before it. `webAclId` names one too; say only one of them.
   *
   * @default - `Waf.shared(this)`; none in development
   */
  readonly waf?: Waf;
  /**
   * Rules that need not hold on this distribution, each with the reason. Where SITE-09 or SITE-10 is waived, no web ACL is made,
   * or no logs are delivered.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * A `cloudfront.Distribution` that speaks https, stands behind a web ACL and logs every request; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `viewerProtocolPolicy` of every behaviour | redirects to https |
 * | `minimumProtocolVersion` | TLS 1.2 with the ciphers of 2021, where there is a `certificate`. The one of CloudFront takes TLS 1.0, whatever is set: SITE-03 warns |
 * | `webAclId` | the web ACL that the app's websites share (`Waf.shared`); none in development |
 * | `enableLogging` | access logs, without queries and cookies, as JSON in the stack's `LogBucket`, by standard logging v2, which needs no ACLs; none in development |
 *
 * Origins are yours: CDK's `HttpOrigin` speaks TLS 1.2, `S3BucketOrigin.withOriginAccessControl` reads a private bucket. A bucket
 * with a website alone is `SecureWebsite`.
 *
 * CloudFront is one service for all regions, and what it takes lives in us-east-1: make it in a stack there. There is no blueprint and
 * no mixin: whatever they could set would lock somebody out.
 */
export class SecureDistribution extends Distribution {
  /**
   * @throws when its stack is not known to be in us-east-1 (SITE-10, WAF-05), `waf` and `webAclId` are both set, or the web ACL
   *   is not of scope CLOUDFRONT (SITE-09)
   */
  constructor(scope: Construct, id: string, props: SecureDistributionProps) {
    const { waf: said, waivers = [], ...given } = props;
    if (said && given.webAclId !== undefined) {
      throw new Error(
        `SITE-09: expected waf or webAclId for '${scope.node.path}/${id}', got both; leave out one of them`,
      );
    }
    const isWaived = (ruleId: string): boolean => waivers.some((one) => one.ruleId === ruleId);
    const isGiven = profileOf(scope).name !== 'development';
    const hasOwnLogs = given.enableLogging === true || given.logBucket !== undefined;
    const delivers = isGiven && !hasOwnLogs && !isWaived('SITE-10');
    if (delivers) checkLogRegion(scope, `${scope.node.path}/${id}`);
    const isShared = isGiven && given.webAclId === undefined && !isWaived('SITE-09');
    const waf = said ?? (isShared ? Waf.shared(scope) : undefined);
    const webAclId = given.webAclId ?? waf?._webAclOf(scope);
    super(scope, id, secureProps<DistributionProps>(SITE_RULES, scope, id, { ...given, webAclId }));
    if (delivers) deliverAccessLogs(this, LogBucket.of(this).bucket);
    secured(this, [...waivers, ...(waf?._waivers('SITE-09') ?? [])]);
  }
}
