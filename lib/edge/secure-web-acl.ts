import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { Waiver } from '../core/waivers';
import { EDGE_REGION, outsideEdgeRegion } from './edge-region';
import { logTraffic, makeAcl } from './web-acl';
import { WebAclScope } from './web-acl-scope';

/** Props of `SecureWebAcl`. */
export interface SecureWebAclProps {
  /** What it stands before: something in its own region, or CloudFront. */
  readonly scope: WebAclScope;
  /**
   * How many requests one IP address may make in five minutes before it gets the answer 429: 10 or more (WAF-03). People behind
   * one address, as in an office, share it.
   *
   * @default - 300 before something in a region, 2,000 before CloudFront, where each page is many requests
   */
  readonly requestsPerAddress?: number;
  /**
   * What it is for, as people read it in the console.
   *
   * @default - says that it belongs to this app
   */
  readonly description?: string;
  /**
   * Rules that need not hold on this web ACL, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * A web ACL with the rules that `Waf.shared` has: AWS's managed groups (IP reputation, common rules with the limit of 8 KB on
 * bodies only counted, known bad inputs, SQL injection), a limit for each address, and logs without credentials in an encrypted
 * `aws-waf-logs-…` group.
 *
 * It is for what `Waf.shared` does not cover: an app with several web ACLs, or one in another stack than what it guards. Put it
 * before a website with `Waf.own(acl)`, before an API in its region with the same; before anything else with an
 * `AWS::WAFv2::WebACLAssociation`. Fixed cost: $5, and $1 for each of its five rules a month.
 */
export class SecureWebAcl extends Construct {
  /** The ARN of the web ACL: what a `WebACLAssociation` or the `webAclId` of a distribution takes. */
  public readonly webAclArn: string;
  /** What it stands before. */
  public readonly webAclScope: WebAclScope;

  /**
   * @throws when it is for CloudFront and its stack is not known to be in us-east-1 (WAF-05), or the limit is no whole number of
   *   at least 10 (WAF-03)
   */
  constructor(scope: Construct, id: string, props: SecureWebAclProps) {
    super(scope, id);
    const { requestsPerAddress: limit = defaultLimit(props.scope), description, waivers } = props;
    checkLimit(limit);
    checkRegion(this, props.scope);
    this.webAclScope = props.scope;
    const acl = makeAcl(this, props.scope, limit, description ?? DESCRIPTIONS[props.scope]);
    logTraffic(this, acl);
    this.webAclArn = acl.attrArn;
    secured(this, waivers);
  }
}

const DESCRIPTIONS: Readonly<Record<WebAclScope, string>> = {
  [WebAclScope.REGIONAL]: 'Public APIs of this app',
  [WebAclScope.CLOUDFRONT]: 'Websites of this app',
};

/** One request a second on average; a page with its scripts and images takes dozens. */
export const defaultLimit = (scope: WebAclScope): number => (scope === WebAclScope.CLOUDFRONT ? 2_000 : 300);

export function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 10) return;
  throw new Error(
    `WAF-03: expected requestsPerAddress to be a whole number of requests in 300 seconds, 10 or more, got ${limit}; change it`,
  );
}

function checkRegion(scope: Construct, kind: WebAclScope): void {
  const elsewhere = kind === WebAclScope.CLOUDFRONT ? outsideEdgeRegion(scope) : undefined;
  if (elsewhere === undefined) return;
  throw new Error(
    `WAF-05: expected a web ACL for CloudFront in ${EDGE_REGION}, got ${elsewhere}; make it in a stack with ` +
      `env: { region: '${EDGE_REGION}' } and crossRegionReferences: true on both stacks, or use Waf.imported`,
  );
}
