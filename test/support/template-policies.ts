import { AWS_MANAGED_POLICIES } from './aws-managed-policies';
import { listOf, type OneOrMany, type PolicyDocument, type Statement } from './policy-document';
import { ACCOUNT, arnOf, functionArnOf, PARTITION } from './template-identifiers';
import type { Properties, Resource, TemplateValues } from './template-values';

export interface ResourcePolicy {
  /** The ARN of the resource the policy is attached to. */
  readonly target: string;
  readonly document: PolicyDocument;
}

type Attachment = (properties: Properties, resource: Resource, arn: string) => readonly ResourcePolicy[];

const DEFAULT_KEY_POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: `arn:${PARTITION}:iam::${ACCOUNT}:root` },
    Action: 'kms:*',
    Resource: '*',
  },
};

const ATTACHMENTS: Readonly<Record<string, Attachment>> = {
  'AWS::S3::BucketPolicy': ({ Bucket, PolicyDocument: document }) =>
    attach(`arn:${PARTITION}:s3:::${Bucket}`, document),
  'AWS::SQS::QueuePolicy': ({ Queues, PolicyDocument: document }) =>
    texts(Queues).flatMap((queue) => attach(queueArnOf(queue), document)),
  'AWS::SQS::QueueInlinePolicy': ({ Queue, PolicyDocument: document }) => attach(queueArnOf(String(Queue)), document),
  'AWS::SNS::TopicPolicy': ({ Topics, PolicyDocument: document }) =>
    texts(Topics).flatMap((topic) => attach(topic, document)),
  'AWS::SNS::TopicInlinePolicy': ({ TopicArn, PolicyDocument: document }) => attach(TopicArn, document),
  'AWS::KMS::Key': ({ KeyPolicy }, _resource, arn) => attach(arn, KeyPolicy ?? DEFAULT_KEY_POLICY),
  'AWS::KMS::ReplicaKey': ({ KeyPolicy }, _resource, arn) => attach(arn, KeyPolicy ?? DEFAULT_KEY_POLICY),
  'AWS::SecretsManager::ResourcePolicy': ({ SecretId, ResourcePolicy: document }) => attach(SecretId, document),
  'AWS::Lambda::Permission': (properties, { stack }) => {
    const target = functionArnOf(stack.region, String(properties.FunctionName));
    return attach(target, { Version: '2012-10-17', Statement: permissionStatement(properties, target) });
  },
  'AWS::IAM::Role': ({ AssumeRolePolicyDocument }, _resource, arn) => attach(arn, AssumeRolePolicyDocument),
  'AWS::Events::EventBus': ({ Policy }, _resource, arn) => attach(arn, Policy),
  'AWS::Events::EventBusPolicy': (properties, { stack }) => {
    const target = arnOf('events', stack.region, `event-bus/${String(properties.EventBusName ?? 'default')}`);
    return attach(target, { Version: '2012-10-17', Statement: busStatement(properties, target) });
  },
  'AWS::DynamoDB::Table': ({ ResourcePolicy: policy }, _resource, arn) => attach(arn, inner(policy)),
  'AWS::DynamoDB::GlobalTable': ({ Replicas }, { stack }, arn) =>
    records(Replicas)
      .filter(({ Region }) => Region === stack.region)
      .flatMap(({ ResourcePolicy: policy }) => attach(arn, inner(policy))),
  'AWS::ApiGateway::RestApi': ({ Policy }, _resource, arn) => attach(arn, withWholeArns(Policy, arn)),
  'AWS::Kinesis::ResourcePolicy': ({ ResourceArn, ResourcePolicy: document }) => attach(ResourceArn, document),
  // One policy of the account for all its log groups: the statements say which.
  'AWS::Logs::ResourcePolicy': ({ PolicyDocument: document }, { stack }) =>
    attach(`arn:${PARTITION}:logs:${stack.region}:${ACCOUNT}`, document),
};

/** What a resource policy in these templates is attached to, whether or not the resource itself is in them. */
export function resourcePoliciesIn(values: TemplateValues): readonly ResourcePolicy[] {
  return values.resources.flatMap((resource) => {
    const attachment = ATTACHMENTS[resource.type];
    if (attachment === undefined) {
      return [];
    }
    return attachment(lazyProperties(resource, values), resource, values.identifiers(resource).arn);
  });
}

export function identityPoliciesOf(role: Resource, values: TemplateValues): readonly PolicyDocument[] {
  const { name } = values.identifiers(role);
  const inline = records(values.property(role, 'Policies')).map(({ PolicyDocument: document }) => document);
  const attached = values.resources
    .filter((resource) => isAttached(resource, name, values))
    .map((resource) => values.property(resource, 'PolicyDocument'));
  const managed = texts(values.property(role, 'ManagedPolicyArns'))
    .filter((arn) => !attachesItself(arn, name, values))
    .map((arn) => managedPolicy(arn, values));
  return [...inline, ...attached, ...managed].map(asDocument);
}

export function boundaryOf(role: Resource, values: TemplateValues): readonly PolicyDocument[] {
  const arn = values.property(role, 'PermissionsBoundary');
  return typeof arn === 'string' ? [managedPolicy(arn, values)] : [];
}

function isAttached(resource: Resource, roleName: string, values: TemplateValues): boolean {
  switch (resource.type) {
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
      return texts(values.property(resource, 'Roles')).includes(roleName);
    case 'AWS::IAM::RolePolicy':
      return values.property(resource, 'RoleName') === roleName;
    default:
      return false;
  }
}

/** A managed policy may name the role and be named by it: it still counts once. */
function attachesItself(arn: string, roleName: string, values: TemplateValues): boolean {
  const policy = findManagedPolicy(arn, values);
  return policy !== undefined && isAttached(policy, roleName, values);
}

function managedPolicy(arn: string, values: TemplateValues): PolicyDocument {
  const own = findManagedPolicy(arn, values);
  const document = own === undefined ? AWS_MANAGED_POLICIES[arn] : values.property(own, 'PolicyDocument');
  if (document === undefined) {
    throw new Error(`The text of managed policy ${arn} is not known: add it to aws-managed-policies.ts`);
  }
  return asDocument(document);
}

function findManagedPolicy(arn: string, values: TemplateValues): Resource | undefined {
  return values.resources.find(
    (resource) => resource.type === 'AWS::IAM::ManagedPolicy' && values.identifiers(resource).arn === arn,
  );
}

/** Lambda writes this statement itself, from the properties of the permission. */
function permissionStatement(properties: Properties, target: string): Statement {
  const condition = {
    ...when('ArnLike', { 'AWS:SourceArn': properties.SourceArn }),
    ...when('StringEquals', {
      'AWS:SourceAccount': properties.SourceAccount,
      'aws:PrincipalOrgID': properties.PrincipalOrgID,
      'lambda:FunctionUrlAuthType': properties.FunctionUrlAuthType,
      'lambda:EventSourceToken': properties.EventSourceToken,
    }),
    ...when('Bool', { 'lambda:InvokedViaFunctionUrl': properties.InvokedViaFunctionUrl }),
  };
  const principal = String(properties.Principal);
  return {
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { [/^(\d{12}|arn:.*)$/.test(principal) ? 'AWS' : 'Service']: principal },
    Action: String(properties.Action),
    Resource: target,
    Condition: condition as Statement['Condition'],
  };
}

function busStatement({ Statement: statement, Action, Principal, Condition }: Properties, target: string): Statement {
  if (statement !== undefined) {
    return statement as Statement;
  }
  const { Type, Key, Value } = (Condition ?? {}) as Record<string, string>;
  const principal = String(Principal);
  return {
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: principal },
    Action: String(Action),
    Resource: target,
    Condition: Type === undefined ? {} : { [Type]: { [Key ?? '']: Value ?? '' } },
  };
}

function when(operator: string, keys: Properties): Properties {
  const given = Object.entries(keys).filter(([, value]) => value !== undefined);
  return given.length === 0 ? {} : { [operator]: Object.fromEntries(given) };
}

/** Only what is read is resolved: an intrinsic without a value elsewhere in the resource does not matter. */
function lazyProperties(resource: Resource, values: TemplateValues): Properties {
  const getters = Object.keys(resource.properties).map((name) => [
    name,
    { enumerable: true, get: () => values.property(resource, name) },
  ]);
  return Object.defineProperties({}, Object.fromEntries(getters) as PropertyDescriptorMap);
}

function attach(target: unknown, document: unknown): readonly ResourcePolicy[] {
  return document === undefined ? [] : [{ target: String(target), document: asDocument(document) }];
}

function inner(policy: unknown): unknown {
  return (policy as Properties | undefined)?.PolicyDocument;
}

/** The policy of an API cannot name its own id: API Gateway completes `execute-api:/…` itself. */
function withWholeArns(policy: unknown, arn: string): unknown {
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
  return text === undefined ? undefined : JSON.parse(text.replace(/"execute-api:\/+/g, `"${arn}/`));
}

/** Some properties hold the policy as JSON text. */
function asDocument(document: unknown): PolicyDocument {
  return (typeof document === 'string' ? JSON.parse(document) : document) as PolicyDocument;
}

function queueArnOf(url: string): string {
  const [, region, account, name] = /^https:\/\/sqs\.([^.]+)\.[^/]+\/(\d+)\/(.+)$/.exec(url) ?? [];
  if (region === undefined) {
    throw new Error(`Not a queue URL: ${url}`);
  }
  return `arn:${PARTITION}:sqs:${region}:${account}:${name}`;
}

function texts(value: unknown): readonly string[] {
  return listOf(value as OneOrMany<string> | undefined).map(String);
}

function records(value: unknown): readonly Properties[] {
  return listOf(value as OneOrMany<Properties> | undefined);
}
