import type { Resource } from '../core/assembly';
import { reference } from '../core/text';
import { Counting, Extent, extentOf } from './extent';

/** How much policy one resource may have. */
export interface PolicyQuota {
  readonly what: string;
  /** What no account gets more of. */
  readonly most: number;
  /** What an account has until somebody asks for more. */
  readonly usual?: number;
  readonly counting: Counting;
  /** The AWS page that has the number. */
  readonly page: string;
  /** The documents that count together; several lists when each is counted on its own. */
  readonly documents: (resource: Resource) => readonly unknown[][];
}

const own =
  (property: string) =>
  (resource: Resource): unknown[][] => [[resource.get(property)]];

const document = (what: string, most: number, page: string, property = 'PolicyDocument'): PolicyQuota => ({
  ...{ what, most, page },
  counting: 'bytes',
  documents: own(property),
});
const KMS = document('the key policy', 32_768, 'AWS KMS quotas', 'KeyPolicy');
const SQS = document('the queue policy', 8_192, 'Amazon SQS policy quotas');
const SNS = document('the topic policy', 30_720, 'Amazon SNS API permissions: policy quotas');
const LAMBDA: PolicyQuota = {
  what: 'the permissions of the function',
  most: 20_480,
  counting: 'bytes',
  page: 'Lambda quotas',
  documents: permissionStatements,
};
const IAM = 'IAM and AWS STS quotas';

/** By type of the resource that has the policy. */
export const POLICY_QUOTAS: Readonly<Record<string, readonly PolicyQuota[]>> = {
  'AWS::IAM::Role': [
    {
      what: 'the inline policies of the role together',
      most: 10_240,
      counting: 'characters without white space',
      page: IAM,
      documents: inlinePolicies,
    },
    {
      what: 'the trust policy',
      most: 8_192,
      usual: 2_048,
      counting: 'characters without white space',
      page: IAM,
      documents: own('AssumeRolePolicyDocument'),
    },
  ],
  'AWS::IAM::ManagedPolicy': [
    { ...document('the managed policy', 6_144, IAM), counting: 'characters without white space' },
  ],
  'AWS::S3::BucketPolicy': [document('the bucket policy', 20_480, 'Bucket policies for Amazon S3')],
  'AWS::KMS::Key': [KMS],
  'AWS::KMS::ReplicaKey': [KMS],
  'AWS::SQS::QueuePolicy': [SQS],
  'AWS::SQS::QueueInlinePolicy': [SQS],
  'AWS::SNS::TopicPolicy': [SNS],
  'AWS::SNS::TopicInlinePolicy': [SNS],
  'AWS::SecretsManager::ResourcePolicy': [
    document('the secret policy', 20_480, 'AWS Secrets Manager quotas', 'ResourcePolicy'),
  ],
  'AWS::Logs::ResourcePolicy': [document('the log resource policy', 5_120, 'CloudWatch Logs quotas')],
  'AWS::Lambda::Function': [LAMBDA],
  'AWS::Lambda::Alias': [LAMBDA],
  'AWS::Lambda::Version': [LAMBDA],
};

/** A quota that a resource exceeds, and by how much. */
export interface Measured extends Extent {
  readonly quota: PolicyQuota;
}

const known = new WeakMap<Resource, Measured[]>();

/** The extent of everything on a resource that has a quota. */
export function measured(resource: Resource): readonly Measured[] {
  const before = known.get(resource);
  if (before) return before;
  const { world } = resource.assembly;
  const readings = world.readings;
  const all = POLICY_QUOTAS[resource.type].flatMap((quota) =>
    quota.documents(resource).map((documents) => ({
      quota,
      ...extentOf(documents, resource.template, quota.counting, quota.usual ?? quota.most),
    })),
  );
  if (world.readings === readings) known.set(resource, all); // the same under every condition
  return all;
}

/** `the key policy: at least 40,000 bytes, quota 32,768 (AWS KMS quotas)`. */
export const describeExcess = ({ quota }: Measured, seen: string, most: number): string =>
  `${quota.what}: ${seen} ${quota.counting}, quota ${say(most)} (${quota.page})`;
export const say = (count: number): string => count.toLocaleString('en-US');

function inlinePolicies(role: Resource): unknown[][] {
  const written = role.get('Policies');
  const inside = Array.isArray(written) ? written.map((one) => one?.PolicyDocument) : [];
  const attached = [
    ...role.assembly.about(role, 'AWS::IAM::Policy'),
    ...role.assembly.about(role, 'AWS::IAM::RolePolicy'),
  ];
  return [[...inside, ...attached.map((one) => one.get('PolicyDocument'))]];
}

/** What Lambda makes of its permissions: one policy per function, version and alias. */
function permissionStatements(target: Resource): unknown[][] {
  const byTarget = new Map<string, unknown[]>();
  for (const permission of target.assembly.about(target, 'AWS::Lambda::Permission')) {
    const name = String(permission.get('FunctionName')).replace(/\.[^⟩.]*⟩/, '⟩');
    const statements = byTarget.get(name);
    const statement = statementOf(permission, target);
    if (statements) statements.push(statement);
    else byTarget.set(name, [statement]);
  }
  return [...byTarget.values()];
}

function statementOf(permission: Resource, target: Resource): unknown {
  const [principal, arn, account] = ['Principal', 'SourceArn', 'SourceAccount'].map((one) => permission.get(one));
  const conditions = {
    ...(account !== undefined && { StringEquals: { 'AWS:SourceAccount': account } }),
    ...(arn !== undefined && { ArnLike: { 'AWS:SourceArn': arn } }),
  };
  return {
    Sid: `${permission.template.source.stackName ?? 'x'}-${permission.logicalId}-123456789012`.slice(0, 100),
    Effect: 'Allow',
    Principal: { Service: principal },
    Action: permission.get('Action'),
    Resource: reference(target.key, 'Arn'),
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}
