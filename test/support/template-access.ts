import { listOf, statementsOf, type ConditionBlock, type PolicyDocument } from './policy-document';
import { evaluate, type RequestPrincipal, type Verdict } from './policy-language';
import { matchPrincipal } from './policy-principals';
import { assertWellFormed } from './policy-validation';
import { requestContext, type ContextOverrides } from './request-context';
import { ACCOUNT, REGION } from './template-identifiers';
import { boundaryOf, identityPoliciesOf, resourcePoliciesIn, type ResourcePolicy } from './template-policies';
import { TemplateValues, type Resource, type StackTemplate } from './template-values';

export { ACCOUNT, PARTITION, REGION } from './template-identifiers';
export type { StackTemplate } from './template-values';

/**
 * Who asks: the logical id of a role or of anything that has one, a service, or an administrator: of an account, or
 * under an ARN of his own.
 */
export type Caller = string | { readonly service: string } | { readonly account: string } | { readonly arn: string };

export interface Access {
  readonly as: Caller;
  readonly action: string;
  /** A logical id, an ARN, or `*` for an action without a resource. */
  readonly on: string;
  /** An object of a bucket, an index of a table, a stream of a log group, an alias of a function. */
  readonly path?: string;
  /** Added to the default context; undefined takes a default away. */
  readonly context?: ContextOverrides;
}

export interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly condition?: ConditionBlock;
}

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
};

/** One AWS account in which the given templates are deployed and nothing else is. */
export class Account {
  public static of(...templates: readonly StackTemplate[]): Account {
    return new Account(new TemplateValues(templates));
  }

  private readonly idCounts = new Map<string, number>();
  private attached: readonly ResourcePolicy[] | undefined;

  private constructor(private readonly values: TemplateValues) {
    for (const { logicalId } of values.resources) {
      this.idCounts.set(logicalId, (this.idCounts.get(logicalId) ?? 0) + 1);
    }
  }

  public can({ as, action, on, path, context = {} }: Access): Verdict {
    const role = typeof as === 'string' && as !== 'anonymous' ? this.find(this.roleOf(as)) : undefined;
    const principal = this.principalOf(as, role);
    const resource = this.resourceArn(on, path);
    return evaluate({
      identity: role === undefined ? [EVERYTHING] : identityPoliciesOf(role, this.values),
      boundary: role === undefined ? [] : boundaryOf(role, this.values),
      resource: this.policiesAround(resource),
      request: {
        principal,
        action,
        resource,
        resourceAccount: accountIn(resource),
        context: requestContext({
          principal,
          action,
          resourceAccount: accountIn(resource),
          region: resource.split(':')[3] || REGION,
          functionArn: this.functionArn(as),
          overrides: context,
        }),
      },
    });
  }

  /** The logical id of the role the resource runs as; several stacks with one logical id need `Stack/Id`. */
  public roleOf(logicalId: string): string {
    const resource = this.find(logicalId);
    if (resource.type === 'AWS::IAM::Role') {
      return this.shortestId(resource);
    }
    const arn = this.values.property(resource, 'Role') ?? this.values.property(resource, 'RoleArn');
    const role = this.values.resources.find(
      (candidate) => candidate.type === 'AWS::IAM::Role' && this.values.identifiers(candidate).arn === arn,
    );
    if (role === undefined) {
      throw new Error(`${logicalId} has no role in these templates: ${String(arn)}`);
    }
    return this.shortestId(role);
  }

  public identityPolicies(roleLogicalId: string): readonly PolicyDocument[] {
    return identityPoliciesOf(this.find(roleLogicalId), this.values);
  }

  public resourcePolicies(logicalId: string): readonly PolicyDocument[] {
    const arn = this.arnOf(logicalId);
    return this.allResourcePolicies()
      .filter(({ target }) => target === arn)
      .map(({ document }) => document);
  }

  /** Every pair literally granted, by the policies of the role or by a resource policy that names the role. */
  public actionsOf(logicalId: string): readonly Grant[] {
    const role = this.find(this.roleOf(logicalId));
    const principal = this.principalOf(logicalId, role);
    const identity = identityPoliciesOf(role, this.values).flatMap((document) => {
      assertWellFormed(document, 'identity');
      return grantsIn(document);
    });
    const resource = this.allResourcePolicies().flatMap(({ target, document }) => {
      assertWellFormed(document, 'resource');
      return grantsIn(document, target, principal);
    });
    const unique = new Map([...identity, ...resource].map((grant) => [JSON.stringify(grant), grant]));
    return [...unique.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, grant]) => grant);
  }

  public arnOf(logicalId: string): string {
    return this.values.identifiers(this.find(logicalId)).arn;
  }

  /** The logical ids of one type, so that a test need not spell out the hash CDK appends. */
  public logicalIds(type: string, prefix = ''): readonly string[] {
    return this.values.resources
      .filter((resource) => resource.type === type && resource.logicalId.startsWith(prefix))
      .map((resource) => this.shortestId(resource));
  }

  private allResourcePolicies(): readonly ResourcePolicy[] {
    this.attached ??= resourcePoliciesIn(this.values);
    return this.attached;
  }

  private shortestId(resource: Resource): string {
    return this.idCounts.get(resource.logicalId) === 1 ? resource.logicalId : qualifiedId(resource);
  }

  private find(logicalId: string): Resource {
    const found = this.values.resources.filter(
      (resource) => resource.logicalId === logicalId || qualifiedId(resource) === logicalId,
    );
    const [resource, ...others] = found;
    if (resource === undefined || others.length > 0) {
      throw new Error(
        resource === undefined
          ? `No resource ${logicalId} in ${this.values.stacks.map(({ stackName }) => stackName).join(', ')}`
          : `Several resources ${logicalId}: say ${found.map(qualifiedId).join(' or ')}`,
      );
    }
    return resource;
  }

  private principalOf(as: Caller, role: Resource | undefined): RequestPrincipal {
    if (role !== undefined) {
      return { type: 'role', arn: this.values.identifiers(role).arn };
    }
    if (typeof as === 'string') {
      return { type: 'anonymous' };
    }
    if ('service' in as) {
      return { type: 'service', service: as.service };
    }
    return { type: 'role', arn: 'arn' in as ? as.arn : `arn:aws:iam::${as.account}:role/Administrator` };
  }

  private functionArn(as: Caller): string | undefined {
    const resource = typeof as === 'string' && as !== 'anonymous' ? this.find(as) : undefined;
    return resource?.type === 'AWS::Lambda::Function' ? this.values.identifiers(resource).arn : undefined;
  }

  private resourceArn(on: string, path: string | undefined): string {
    const arn = on === '*' || on.startsWith('arn:') ? on : this.arnOf(on);
    const [, , service = '', , , kind = ''] = arn.split(':');
    // CloudWatch Logs authorizes the actions on a group against an ARN that ends in an empty stream name.
    if (service === 'logs' && kind === 'log-group' && !on.startsWith('arn:')) {
      return `${arn}:log-stream:${path ?? ''}`;
    }
    if (path === undefined) {
      return arn;
    }
    return service === 'lambda' ? `${arn}:${path}` : `${arn}/${path}`;
  }

  private policiesAround(arn: string): readonly PolicyDocument[] {
    return this.allResourcePolicies()
      .filter(({ target }) => arn === target || arn.startsWith(`${target}/`) || arn.startsWith(`${target}:`))
      .map(({ document }) => document);
  }
}

/** In a resource policy `*` means the resource itself, and only what names the principal is a grant to it. */
function grantsIn(document: PolicyDocument, target?: string, principal?: RequestPrincipal): readonly Grant[] {
  return statementsOf(document)
    .filter((statement) => statement.Effect === 'Allow')
    .filter(
      (statement) => principal === undefined || ['everyone', 'direct'].includes(matchPrincipal(statement, principal)),
    )
    .flatMap((statement) => {
      if (statement.Action === undefined || statement.NotResource !== undefined) {
        throw new Error(`A grant by exception cannot be listed: ${JSON.stringify(statement)}`);
      }
      const condition = Object.keys(statement.Condition ?? {}).length > 0 ? { condition: statement.Condition } : {};
      const resources = listOf(statement.Resource ?? '*').map((resource) =>
        resource === '*' ? (target ?? '*') : resource,
      );
      return listOf(statement.Action).flatMap((action) =>
        resources.map((resource) => ({ action, resource, ...condition })),
      );
    });
}

function qualifiedId({ stack, logicalId }: Resource): string {
  return `${stack.stackName}/${logicalId}`;
}

/** The ARN of a bucket names no account: the buckets of these templates are in this one. */
function accountIn(arn: string): string {
  return arn.split(':')[4] || ACCOUNT;
}
