import { Stack, Token } from 'aws-cdk-lib';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { SecureWebAcl } from './secure-web-acl';
import { sayLimit, sharedWebAcl, SLOTS } from './shared-web-acl';
import { WebAclScope } from './web-acl-scope';
import { hostInRegion } from '../core/shared-in-region';
import { checkWaiver, Waiver } from '../core/waivers';

/** Options of `Waf.shared`. */
export interface SharedWafProps {
  /**
   * How many requests one IP address may make in five minutes before it gets the answer 429: 10 or more, and in each second
   * less than any stage behind it takes (WAF-03). People behind one address, as in an office, share it.
   *
   * @default - 300 before APIs: one request a second on average; 2,000 before websites, where each page is many requests
   */
  readonly requestsPerAddress?: number;
}

/**
 * The web ACL that stands before a public REST API or a website. Each takes one: who has one already says so here.
 */
export abstract class Waf {
  /**
   * The web ACL that an app (each Stage of it) has once in an account and region: one for its APIs, and in us-east-1 another for
   * its websites, each made on first use.
   *
   * It takes everything but what AWS's managed groups refuse (IP reputation, common rules with the limit of 8 KB on bodies only
   * counted, known bad inputs, SQL injection) and addresses that ask too often. Metrics and samples are on; requests are logged
   * to an encrypted `aws-waf-logs-…` group, without credentials. It inspects the first 16 KB of a body: bound bodies by schema.
   * Fixed cost: $5 for the ACL and $1 for each of its five rules a month, beside $0.60 for each million requests and their logs.
   *
   * The first stack that asks for it has it, and the other stacks refer to it there: CDK deploys that stack before them. What is
   * referenced is made before who refers to it, so this closes a circle only when the first stack itself depends on a later
   * one; then CDK throws "cyclic reference". Say `Waf.shared(stack)` first thing, with a stack that depends on no other.
   *
   * @param scope a construct of the stack that has the one for APIs if no other asked before, or the App or a Stage to leave that
   *   open; what is said holds for all that stand below it
   * @throws when the limit is no whole number of at least 10, or another one was said or used already (WAF-03)
   */
  public static shared(scope: IConstruct, props: SharedWafProps = {}): Waf {
    const inStack = scope.node.scopes.some((one) => Stack.isStack(one));
    // where the one of websites stands is left open: an API that knows its website would close a circle
    const place = inStack ? hostInRegion(scope, SLOTS[WebAclScope.REGIONAL].slot) : scope;
    if (props.requestsPerAddress !== undefined) sayLimit(place, props.requestsPerAddress);
    return new SharedWaf();
  }

  /**
   * A web ACL of this app, wherever it is made: that of a website may be in a stack in us-east-1, with
   * `crossRegionReferences: true` on both stacks.
   *
   * @throws when it is used before something that takes no web ACL of its scope (WAF-01, SITE-09)
   */
  public static own(webAcl: SecureWebAcl): Waf {
    return new OwnWaf(webAcl);
  }

  /**
   * A web ACL that exists already: of scope REGIONAL, in the account and region of the API, or of scope CLOUDFRONT for a website.
   * Its rules are its owner's business: the gate does not see them.
   *
   * @throws when the text is no ARN of a web ACL; and where it is used, when its scope or region does not fit (WAF-01, SITE-09)
   */
  public static imported(webAclArn: string): Waf {
    return new ImportedWaf(webAclArn);
  }

  /**
   * Somebody else attaches the web ACL, such as AWS Firewall Manager: nothing is made here, and the reason stands as a waiver of
   * WAF-01 on the API, or of SITE-09 on the website.
   *
   * @throws when the reason says nothing (GATE-06)
   */
  public static managedElsewhere(reason: string): Waf {
    return new WafElsewhere(reason);
  }

  /**
   * Puts the web ACL before a stage, below the API's construct.
   *
   * @internal
   */
  public abstract _protect(api: Construct, stageArn: string): void;

  /**
   * The ARN of the web ACL of a distribution, which takes it as a property of its own; undefined where somebody else attaches it.
   *
   * @internal
   */
  public abstract _webAclOf(site: Construct): string | undefined;

  /**
   * What the API or website says of itself because of this choice.
   *
   * @internal
   */
  public _waivers(_ruleId: string = 'WAF-01'): Waiver[] {
    return [];
  }
}

const ASSOCIATION = 'WebAcl';

const associate = (api: Construct, resourceArn: string, webAclArn: string): void =>
  void new CfnWebACLAssociation(api, ASSOCIATION, { resourceArn, webAclArn });

class SharedWaf extends Waf {
  /** @internal */
  public _protect(api: Construct, stageArn: string): void {
    associate(api, stageArn, sharedWebAcl(api, WebAclScope.REGIONAL).webAclArn);
  }

  /** @internal */
  public _webAclOf(site: Construct): string {
    return sharedWebAcl(site, WebAclScope.CLOUDFRONT).webAclArn;
  }
}

class OwnWaf extends Waf {
  constructor(private readonly webAcl: SecureWebAcl) {
    super();
  }

  /** @internal */
  public _protect(api: Construct, stageArn: string): void {
    if (this.webAcl.webAclScope !== WebAclScope.REGIONAL) throw wrongScope('WAF-01', api, WebAclScope.REGIONAL);
    associate(api, stageArn, this.webAcl.webAclArn);
  }

  /** @internal */
  public _webAclOf(site: Construct): string {
    if (this.webAcl.webAclScope !== WebAclScope.CLOUDFRONT) throw wrongScope('SITE-09', site, WebAclScope.CLOUDFRONT);
    return this.webAcl.webAclArn;
  }
}

class ImportedWaf extends Waf {
  private readonly place?: Place;

  constructor(private readonly webAclArn: string) {
    super();
    this.place = placeOf(webAclArn);
  }

  /** @internal */
  public _protect(api: Construct, stageArn: string): void {
    const { region } = Stack.of(api);
    if (this.place?.scope === WebAclScope.CLOUDFRONT) throw wrongScope('WAF-01', api, WebAclScope.REGIONAL);
    if (this.place !== undefined && !Token.isUnresolved(region) && region !== this.place.region) {
      throw new Error(
        `WAF-01: expected the web ACL of '${api.node.path}' in ${region}, where the API is, got one in ${this.place.region}; ` +
          'import the one of this region, or use Waf.shared',
      );
    }
    associate(api, stageArn, this.webAclArn);
  }

  /** @internal */
  public _webAclOf(site: Construct): string {
    if (this.place?.scope === WebAclScope.REGIONAL) throw wrongScope('SITE-09', site, WebAclScope.CLOUDFRONT);
    return this.webAclArn;
  }
}

class WafElsewhere extends Waf {
  constructor(private readonly reason: string) {
    super();
    this._waivers().forEach(checkWaiver);
  }

  /** @internal */
  public _protect(): void {}

  /** @internal */
  public _webAclOf(): undefined {}

  /** @internal */
  public override _waivers(ruleId: string = 'WAF-01'): Waiver[] {
    return [{ ruleId, reason: this.reason }];
  }
}

function wrongScope(ruleId: string, { node }: IConstruct, scope: WebAclScope): Error {
  const other = scope === WebAclScope.REGIONAL ? WebAclScope.CLOUDFRONT : WebAclScope.REGIONAL;
  return new Error(
    `${ruleId}: expected a web ACL of scope ${scope} for '${node.path}', got one of scope ${other}; make or import one of scope ${scope}`,
  );
}

interface Place {
  readonly region: string;
  readonly scope: WebAclScope;
}

/** The region and scope of a literal ARN; undefined where tokens hide them. */
function placeOf(arn: string): Place | undefined {
  if (Token.isUnresolved(arn)) return undefined;
  const [, region, scope] =
    /^arn:[^:]+:wafv2:([a-z0-9-]+):\d{12}:(regional|global)\/webacl\/[^/]+\/[^/]+$/.exec(arn) ?? [];
  if (region === undefined) {
    throw new Error(
      `WAF-01: expected arn:<partition>:wafv2:<region>:<account>:<regional or global>/webacl/<name>/<id>, got '${arn}'; ` +
        'copy the ARN of a WAFv2 web ACL',
    );
  }
  return { region, scope: scope === 'global' ? WebAclScope.CLOUDFRONT : WebAclScope.REGIONAL };
}
