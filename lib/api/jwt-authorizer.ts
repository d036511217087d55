import { join } from 'path';
import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { AuthorizationType, IdentitySource, MethodOptions, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Code, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { alarmOnOwnFailures } from './authorizer-alarm';
import { BoundRoute } from './bound-route';
import { checkClaims, checkIssuedScopes, checkIssuers, entriesOf } from './issuer-claims';
import { JwtIssuer } from './jwt-issuer';
import { ENVIRONMENT_QUOTA, PolicyEntry, routeKey, RouteTable, TABLE_VARIABLE } from './route-table';
import { partOfParent, secured } from '../core/gate-state';
import { Waiver } from '../core/waivers';
import { SecureFunction } from '../function/secure-function';

/** Props of `JwtAuthorizer`. */
export interface JwtAuthorizerProps {
  /** Whose tokens are taken. Each issuer once. */
  readonly issuers: JwtIssuer[];
  /**
   * Rules that need not hold on what the authorizer is made of, and why.
   *
   * @default - none: every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * Checks JSON Web Tokens for the routes of one REST API, which has no such authorizer of its own: a Lambda function of ours, built on
 * AWS' `aws-jwt-verify`.
 *
 * A token passes when its signature, issuer, client or audience, `exp` and `nbf` hold, it has one of the route's scopes, and the route's
 * owner and step-up agree; 30 seconds of clock difference are allowed. Otherwise the answer is 401 (no valid token) or 403 (not allowed
 * here), and so it is for routes that it was never told of. Keys come from the issuer, within two seconds and 64 KB, and are kept for an
 * hour; without them the answer is 500. Answers are never cached: another route, owner or second would ask something else. The handler
 * gets `sub`, `clientId`, `scope` and `issuer` in `requestContext.authorizer`.
 *
 * Each decision is one line in its log, without token and with a hash of the user. Every request with a token runs the function once more
 * (256 MB on arm64, 5 seconds at most). All routes stand in one environment variable of at most 4 KB.
 */
export class JwtAuthorizer extends Construct {
  /** The function that decides. */
  public readonly handler: IFunction;

  private readonly issuers: JwtIssuer[];
  private readonly policies: PolicyEntry[] = [];
  private readonly routes = new Map<string, number>();
  private api?: BoundRoute['api'];
  private authorizer?: RequestAuthorizer;

  /** @throws API-13 when there are no issuers, or one twice */
  constructor(scope: Construct, id: string, props: JwtAuthorizerProps) {
    super(scope, id);
    checkIssuers(props?.issuers);
    this.issuers = [...props.issuers];
    const handler = new SecureFunction(this, 'Function', {
      description: `Checks tokens for the routes of an API: ${this.node.path}`.slice(0, 256),
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, '..', 'assets', 'jwt-authorizer')),
      memorySize: 256,
      timeout: Duration.seconds(5),
      environment: { [TABLE_VARIABLE]: Lazy.string({ produce: () => this.tableText() }) },
    });
    partOfParent(handler);
    this.handler = handler;
    secured(this, props.waivers);
    alarmOnOwnFailures(this, handler);
  }

  /** @internal */
  public _checkScopes(scopes: readonly string[]): void {
    checkIssuedScopes(entriesOf(this.issuers), scopes);
  }

  /**
   * Adds a route to the table and answers what its method says.
   *
   * @internal
   */
  public _addRoute(route: BoundRoute, scopes?: readonly string[]): MethodOptions {
    const { api, method, path } = route;
    const name = routeKey(method, path);
    if (this.api && this.api !== api) {
      throw new Error(
        `API-01: expected a JwtAuthorizer to serve one API, got ${api.node.path} after ${this.api.node.path}; make another JwtAuthorizer for it`,
      );
    }
    if (Stack.of(api) !== Stack.of(this)) {
      throw new Error(
        `API-01: expected a JwtAuthorizer in the stack of its API, got ${this.node.path} for ${api.node.path}; make it in that stack`,
      );
    }
    if (method === 'ANY') {
      throw new Error(`API-01: expected a route with one method, got ${name}; add a route for each method`);
    }
    const policy = this.policyOf(route, scopes);
    checkClaims(entriesOf(this.issuers), policy, name);
    this.api = api;
    this.routes.set(name, this.placeOf(policy));
    this.checkSize(name);
    this.authorizer ??= new RequestAuthorizer(this, 'Authorizer', {
      handler: this.handler,
      identitySources: [IdentitySource.header('Authorization')],
      resultsCacheTtl: Duration.seconds(0),
    });
    return { authorizer: this.authorizer, authorizationType: AuthorizationType.CUSTOM };
  }

  private policyOf({ owner, stepUp }: BoundRoute, scopes?: readonly string[]): PolicyEntry {
    return {
      ...(scopes && { scopes: [...new Set(scopes)] }),
      ...(owner?._match && { owner: owner._match }),
      ...stepUp?._check,
    };
  }

  private placeOf(policy: PolicyEntry): number {
    const text = JSON.stringify(policy);
    const there = this.policies.findIndex((one) => JSON.stringify(one) === text);
    return there >= 0 ? there : this.policies.push(policy) - 1;
  }

  private tableText(): string {
    const table: RouteTable = {
      v: 1,
      issuers: entriesOf(this.issuers),
      policies: this.policies,
      routes: Object.fromEntries([...this.routes].sort(([one], [other]) => (one < other ? -1 : 1))),
    };
    return Stack.of(this).toJsonString(table);
  }

  /** At once, so that the stack trace names the route. */
  private checkSize(route: string): void {
    const bytes = TABLE_VARIABLE.length + bytesOf(Stack.of(this).resolve(this.tableText()));
    if (bytes <= ENVIRONMENT_QUOTA) return;
    throw new Error(
      `PREFLIGHT-08: expected the routes of a JwtAuthorizer to fit into ${ENVIRONMENT_QUOTA} bytes of environment, got about ${bytes} with ${route}; ` +
        'use a second JwtAuthorizer for some of the routes',
    );
  }
}

/** The longest id of a user pool; ids of clients are 26. Only the deployment knows how long they are. */
const REFERENCE_BYTES = 55;

function bytesOf(text: any): number {
  if (typeof text === 'string') return Buffer.byteLength(text);
  const parts = text?.['Fn::Join']?.[1];
  return Array.isArray(parts) ? parts.map(bytesOf).reduce((sum, one) => sum + one, 0) : REFERENCE_BYTES;
}
