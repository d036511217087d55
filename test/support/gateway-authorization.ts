import type { Authorizer, RestApiTemplate, RestMethod } from './gateway-api';
import { headerOf, type ApiRequest, type AuthorizerAnswer } from './gateway-request';
import type { Refusal } from './gateway-responses';
import type { Match } from './gateway-routes';
import { parameterOf } from './gateway-validation';
import { evaluate, type Evaluation, type PolicyDocument, type Verdict } from './policy-language';
import { requestContext } from './request-context';
import type { Account } from './template-access';
import { ACCOUNT } from './template-identifiers';
import type { Resource } from './template-values';

export interface Refused {
  readonly type: Refusal;
  readonly message: string;
}

/** What the authorizer adds to the event of the function; nothing when there is none. */
export interface Admitted {
  readonly context?: Readonly<Record<string, unknown>>;
}

const SESSION = { type: 'role', arn: `arn:aws:iam::${ACCOUNT}:role/somebody` } as const;

/**
 * Who may come in.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export class Authorization {
  /** Answers of Lambda authorizers, reused for every route: the policy is evaluated again, the code is not run again. */
  private readonly cache = new Map<string, AuthorizerAnswer>();

  constructor(
    private readonly api: RestApiTemplate,
    private readonly account: Account,
  ) {}

  /**
   * The policy of the interface endpoint, which comes first. One that is not in the templates has AWS's default, which
   * lets everything through.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html
   */
  public throughEndpoint(request: ApiRequest): boolean {
    const endpoint = this.endpoint(request.sourceVpce);
    const document = endpoint === undefined ? undefined : this.api.get<PolicyDocument>(endpoint, 'PolicyDocument');
    return document === undefined || this.evaluated({ resource: [document] }, request) === 'allowed';
  }

  public async decide(match: Match, request: ApiRequest): Promise<Refused | Admitted> {
    const { authorization } = match.method;
    switch (authorization) {
      case 'NONE':
        return this.open(request);
      case 'AWS_IAM':
        return this.signed(request);
      case 'COGNITO_USER_POOLS':
        return this.cognitoRefusal(match.method, request) ?? this.open(request);
      case 'CUSTOM':
        return this.custom(match, request);
      default:
        throw new Error(`unknown authorization type ${authorization}`);
    }
  }

  /** Nobody in particular: a resource policy, if there is one, must allow explicitly; also after Cognito. */
  private open(request: ApiRequest): Refused | Admitted {
    if (!this.api.hasPolicy && !this.api.isPrivate) return {};
    const verdict = this.account.can({
      as: 'anonymous',
      action: 'execute-api:Invoke',
      on: this.methodArn(request),
      context: this.network(request),
    });
    return verdict === 'allowed' ? {} : this.denied(verdict, 'anonymous', request);
  }

  private signed(request: ApiRequest): Refused | Admitted {
    if (request.signedBy === undefined) {
      return { type: 'MISSING_AUTHENTICATION_TOKEN', message: 'Missing Authentication Token' };
    }
    if (this.api.isPrivate && !this.api.hasPolicy) return this.denied('implicitly-denied', 'anonymous', request);
    const verdict = this.account.can({
      as: request.signedBy,
      action: 'execute-api:Invoke',
      on: this.methodArn(request),
      context: this.network(request),
    });
    return verdict === 'allowed' ? {} : this.denied(verdict, JSON.stringify(request.signedBy), request);
  }

  private async custom(match: Match, request: ApiRequest): Promise<Refused | Admitted> {
    const authorizer = match.method.authorizer;
    if (authorizer === undefined) return failure('AUTHORIZER_CONFIGURATION_ERROR');
    if (this.api.isPrivate && !this.api.hasPolicy) return this.denied('implicitly-denied', 'anonymous', request);
    // an explicit denial comes before the authorizer is asked
    if (this.policyVerdict([], request) === 'explicitly-denied') {
      return this.denied('explicitly-denied', 'anonymous', request);
    }
    const sources = authorizer.identitySources.map((source) => this.identity(source, match, request));
    if (sources.some((value) => !value) || !expressionHolds(authorizer, sources[0])) return UNAUTHORIZED;
    if (!this.mayInvoke(authorizer)) return failure('AUTHORIZER_CONFIGURATION_ERROR');
    const answer = await this.answer(authorizer, sources, match, request);
    if ('type' in answer) return answer;
    const verdict = this.policyVerdict([answer.policyDocument!], request);
    return verdict === 'allowed'
      ? { context: { ...answer.context, principalId: answer.principalId } }
      : { type: 'ACCESS_DENIED', message: `User is not authorized to access this resource${explicitly(verdict)}` };
  }

  private async answer(
    authorizer: Authorizer,
    sources: readonly (string | undefined)[],
    match: Match,
    request: ApiRequest,
  ): Promise<AuthorizerAnswer | Refused> {
    const key = JSON.stringify([authorizer.id, sources]);
    const known = authorizer.ttl > 0 ? this.cache.get(key) : undefined;
    if (known !== undefined) return known;
    if (request.authorizer === undefined) throw new Error(`say what the authorizer ${authorizer.logicalId} does`);
    try {
      const answer = await request.authorizer(this.event(authorizer, sources, match, request));
      if (!answer?.principalId || typeof answer.policyDocument !== 'object') {
        return failure('AUTHORIZER_CONFIGURATION_ERROR');
      }
      this.cache.set(key, answer);
      return answer;
    } catch (error) {
      return (error as Error).message === 'Unauthorized' ? UNAUTHORIZED : failure('AUTHORIZER_FAILURE');
    }
  }

  /** The authorizer's policy and the API's own are one decision, like identity and resource policy in one account. */
  private policyVerdict(identity: readonly PolicyDocument[], request: ApiRequest): Verdict {
    const resource = this.account.resourcePolicies(this.api.api.logicalId);
    return this.evaluated({ identity, resource }, request);
  }

  private evaluated(policies: Partial<Evaluation>, request: ApiRequest): Verdict {
    const facts = { principal: SESSION, action: 'execute-api:Invoke', resourceAccount: ACCOUNT };
    const { region } = this.api.api.stack;
    const overrides = this.network(request);
    const context = requestContext({ ...facts, region, functionArn: undefined, overrides });
    const resource = this.methodArn(request);
    return evaluate({ identity: [], resource: [], ...policies, request: { ...facts, resource, context } });
  }

  /** API Gateway asks the function's policy in the name of the authorizer, or assumes the role it was given. */
  private mayInvoke({ id, functionId, role }: Authorizer): boolean {
    return this.invokable(functionId, role, `${this.api.arn}/authorizers/${id}`);
  }

  public invokable(functionId: string | undefined, role: string | undefined, source: string): boolean {
    if (functionId === undefined) return false;
    if (role !== undefined) return true;
    const context = { 'aws:SourceArn': source, 'aws:SourceAccount': ACCOUNT };
    const service = { service: 'apigateway.amazonaws.com' };
    return this.account.can({ as: service, action: 'lambda:InvokeFunction', on: functionId, context }) === 'allowed';
  }

  private event(authorizer: Authorizer, sources: readonly unknown[], match: Match, request: ApiRequest): object {
    const methodArn = this.methodArn(request);
    if (authorizer.type === 'TOKEN') return { type: 'TOKEN', methodArn, authorizationToken: sources[0] };
    const lists = (values: object = {}): object => Object.fromEntries(Object.entries(values).map(([k, v]) => [k, [v]]));
    return {
      type: 'REQUEST',
      methodArn,
      resource: match.method.path,
      path: request.path,
      httpMethod: request.method,
      headers: request.headers ?? {},
      multiValueHeaders: lists(request.headers),
      queryStringParameters: request.query ?? {},
      multiValueQueryStringParameters: lists(request.query),
      pathParameters: match.pathParameters,
      stageVariables: this.api.get(this.api.stage, 'Variables') ?? {},
      requestContext: {
        accountId: ACCOUNT,
        apiId: this.api.id,
        stage: this.api.stageName,
        path: `/${this.api.stageName}${request.path}`,
        resourcePath: match.method.path,
        httpMethod: request.method,
        protocol: 'HTTP/1.1',
        requestId: '00000000-0000-0000-0000-000000000000',
        identity: { sourceIp: request.clientIp ?? '198.51.100.7', userAgent: headerOf(request, 'user-agent') ?? null },
      },
    };
  }

  private identity(source: string, match: Match, request: ApiRequest): string | undefined {
    const [, variable] = /^stageVariables\.(.+)$/.exec(source) ?? [];
    if (variable !== undefined) {
      return this.api.get<Record<string, string>>(this.api.stage, 'Variables')?.[variable];
    }
    const facts: Readonly<Record<string, string | undefined>> = {
      'context.httpMethod': request.method,
      'context.path': `/${this.api.stageName}${request.path}`,
      'context.resourcePath': match.method.path,
      'context.identity.sourceIp': request.clientIp ?? '198.51.100.7',
    };
    return source in facts ? facts[source] : parameterOf(source, request, match.pathParameters);
  }

  public methodArn({ method, path }: ApiRequest): string {
    return `${this.api.arn}/${this.api.stageName}/${method}/${path.replace(/^\/+/, '')}`;
  }

  private network({ sourceVpce, clientIp = '198.51.100.7' }: ApiRequest): Record<string, string | undefined> {
    if (!this.api.isPrivate) return { 'aws:SourceIp': clientIp };
    const endpoint = this.endpoint(sourceVpce);
    const id = endpoint === undefined ? sourceVpce : this.api.values.identifiers(endpoint).ref;
    return { 'aws:SourceVpce': id, 'aws:VpcSourceIp': clientIp };
  }

  private endpoint(idOrLogicalId: string | undefined): Resource | undefined {
    return this.api.values.resources.find(
      (one) =>
        one.type === 'AWS::EC2::VPCEndpoint' &&
        [one.logicalId, this.api.values.identifiers(one).ref].includes(idOrLogicalId ?? ''),
    );
  }

  /**
   * What a Cognito authorizer really checks: signature, issuer and expiry always; without scopes it takes an ID token, with
   * scopes an access token that has one of them; the audience only by the expression, which an access token, having no
   * `aud`, can never fulfil.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
   */
  private cognitoRefusal({ authorizer, scopes }: RestMethod, { token }: ApiRequest): Refused | undefined {
    if (authorizer === undefined) return failure('AUTHORIZER_CONFIGURATION_ERROR');
    if (token === undefined || token.forged || token.expired) return UNAUTHORIZED;
    const pool = token.pool.startsWith('arn:') ? token.pool : this.account.arnOf(token.pool);
    if (!authorizer.pools.includes(pool)) return UNAUTHORIZED;
    const audience = token.use === 'id' ? this.referenceTo(token.client) : undefined;
    if (!expressionHolds(authorizer, audience)) return UNAUTHORIZED;
    const hasScope = scopes.some((scope) => token.scopes?.includes(scope));
    const isRight = scopes.length === 0 ? token.use === 'id' : token.use === 'access' && hasScope;
    return isRight ? undefined : UNAUTHORIZED;
  }

  private referenceTo(idOrLogicalId: string): string {
    const resource = this.api.values.resources.find(({ logicalId }) => logicalId === idOrLogicalId);
    return resource === undefined ? idOrLogicalId : this.api.values.identifiers(resource).ref;
  }

  /** API Gateway's own text names the account and the API. */
  private denied(verdict: Verdict, who: string, request: ApiRequest): Refused {
    const resource = this.methodArn(request).replace(/:\d{8}(\d{4}):/, ':********$1:');
    const message = `User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${resource}`;
    return { type: 'ACCESS_DENIED', message: `${message}${explicitly(verdict)}` };
  }
}

const UNAUTHORIZED: Refused = { type: 'UNAUTHORIZED', message: 'Unauthorized' };

/** AWS does not say whether the expression must match all of the value: it is only judged where that is the same. */
function expressionHolds({ type, validationExpression }: Authorizer, value: string | undefined): boolean {
  if (validationExpression === undefined || type === 'REQUEST') return true;
  if (value === undefined) return false;
  const whole = new RegExp(`^(?:${validationExpression})$`).test(value);
  if (whole !== new RegExp(validationExpression).test(value)) {
    throw new Error(`${validationExpression} matches a part of ${value}: anchor it, AWS leaves open what counts`);
  }
  return whole;
}

function failure(type: Refusal): Refused {
  return { type, message: 'Internal server error' };
}

function explicitly(verdict: Verdict): string {
  return verdict === 'explicitly-denied' ? ' with an explicit deny' : '';
}
