import { App, Stack, Stage, Token } from 'aws-cdk-lib';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { aclIn, LIMIT, makeWebAcl, WINDOW } from './web-acl';
import { hostInRegion, sharedInRegion } from '../core/shared-in-region';
import { readState, stateOf } from '../core/tree-state';
import { checkWaiver, Waiver } from '../core/waivers';

/** Options of `Waf.shared`. */
export interface SharedWafProps {
  /**
   * How many requests one IP address may make in five minutes before it gets the answer 429: 10 or more, and in each second
   * less than any stage behind it takes (WAF-03). People behind one address, as in an office, share it.
   *
   * @default - 300: one request a second on average
   */
  readonly requestsPerAddress?: number;
}

/** The web ACL that stands before a public REST API. A stage takes one: who has one already says so here. */
export abstract class Waf {
  /**
   * The web ACL that an app (each Stage of it) has once in an account and region.
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
   * @param scope a construct of the stack that has it if no other asked before, or the App or a Stage to leave that open
   * @throws when the limit is no whole number of at least 10, or another one was said or used already (WAF-03)
   */
  public static shared(scope: IConstruct, props: SharedWafProps = {}): Waf {
    const inStack = scope.node.scopes.some((one) => Stack.isStack(one));
    const place = inStack ? hostInRegion(scope, SLOT) : scope;
    if (props.requestsPerAddress !== undefined) sayLimit(place, props.requestsPerAddress);
    return new SharedWaf();
  }

  /**
   * A web ACL that exists already, in the account and region of the API. Its rules are its owner's business: the gate does not
   * see them.
   *
   * @throws when the text is no ARN of a web ACL of scope REGIONAL, or one of another region than the API's (WAF-01)
   */
  public static imported(webAclArn: string): Waf {
    return new ImportedWaf(webAclArn);
  }

  /**
   * Somebody else attaches the web ACL, such as AWS Firewall Manager: nothing is made here, and the reason stands as a waiver of
   * WAF-01 on the API.
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
   * What the API says of itself because of this choice.
   *
   * @internal
   */
  public _waivers(): Waiver[] {
    return [];
  }
}

const SLOT = 'web-acl';
const DEFAULT_LIMIT = 300;
const ASSOCIATION = 'WebAcl';

class SharedWaf extends Waf {
  /** @internal */
  public _protect(api: Construct, stageArn: string): void {
    const home = sharedInRegion(api, SLOT, (stack) => makeWebAcl(stack, limitAt(stack)));
    new CfnWebACLAssociation(api, ASSOCIATION, { resourceArn: stageArn, webAclArn: aclIn(home).attrArn });
  }
}

class ImportedWaf extends Waf {
  private readonly region?: string;

  constructor(private readonly webAclArn: string) {
    super();
    this.region = regionOf(webAclArn);
  }

  /** @internal */
  public _protect(api: Construct, stageArn: string): void {
    const { region } = Stack.of(api);
    if (this.region !== undefined && !Token.isUnresolved(region) && region !== this.region) {
      throw new Error(
        `WAF-01: expected the web ACL of '${api.node.path}' in ${region}, where the API is, got one in ${this.region}; ` +
          'import the one of this region, or use Waf.shared',
      );
    }
    new CfnWebACLAssociation(api, ASSOCIATION, { resourceArn: stageArn, webAclArn: this.webAclArn });
  }
}

class WafElsewhere extends Waf {
  private readonly waiver: Waiver;

  constructor(reason: string) {
    super();
    this.waiver = { ruleId: 'WAF-01', reason };
    checkWaiver(this.waiver);
  }

  /** @internal */
  public _protect(): void {}

  /** @internal */
  public override _waivers(): Waiver[] {
    return [this.waiver];
  }
}

/** The region of a literal ARN; undefined where tokens hide it. */
function regionOf(arn: string): string | undefined {
  if (Token.isUnresolved(arn)) return undefined;
  const [, region, scope] = /^arn:[^:]+:wafv2:([a-z0-9-]+):\d{12}:(\w+)\/webacl\/[^/]+\/[^/]+$/.exec(arn) ?? [];
  if (scope === 'regional') return region;
  throw new Error(
    `WAF-01: expected arn:<partition>:wafv2:<region>:<account>:regional/webacl/<name>/<id>, got '${arn}'; ` +
      (scope === 'global'
        ? 'make a web ACL of scope REGIONAL for the API: those of CloudFront do not fit'
        : 'copy the ARN of a WAFv2 web ACL'),
  );
}

/** The limit said for a stack, or for what is around it. */
function limitAt(stack: Stack): number {
  for (let at: IConstruct | undefined = stack; at; at = at.node.scope) {
    const said = readState<number>(at, LIMIT);
    if (said !== undefined) return said;
  }
  return DEFAULT_LIMIT;
}

function sayLimit(place: IConstruct, limit: number): void {
  if (!Stack.isStack(place) && !Stage.isStage(place) && !App.isApp(place)) {
    throw new Error(
      `WAF-03: expected a construct of a stack, a Stage or the App, got '${place.node.path}'; call Waf.shared with one`,
    );
  }
  if (!Number.isInteger(limit) || limit < 10) {
    throw new Error(
      `WAF-03: expected requestsPerAddress to be a whole number of requests in ${WINDOW} seconds, 10 or more, got ${limit}; change it`,
    );
  }
  const other = place.node
    .findAll()
    .map((node) => readState<number>(node, LIMIT))
    .find((one) => one !== undefined && one !== limit);
  if (other !== undefined) {
    throw new Error(
      `WAF-03: expected one requestsPerAddress for the web ACL that '${place.node.path || 'the app'}' shares, got ${limit} after ${other}; ` +
        'say it once, before the first API',
    );
  }
  stateOf(place).set(LIMIT, limit);
}
