import { writeAlias } from './alias-and-deployment';
import { writeDestinations } from './async-destinations';
import type { Apis } from './apis';
import { codeOf } from './code-location';
import { writeFunctionEvents } from './function-events';
import { writeFunctionUrl } from './function-url';
import {
  compact,
  getAtt,
  isGiven,
  isNoValue,
  isPlainMap,
  managedPolicy,
  partsOfIf,
  pick,
  Properties,
  ref,
  tagList,
  trustIn,
} from './intrinsic-shapes';
import { GeneratedRole } from './role';
import type { SamResource } from './sam-resource';

/** The same in `AWS::Lambda::Function`. */
const SAME = [
  ...['FunctionName', 'Handler', 'Runtime', 'Description', 'MemorySize', 'Timeout', 'VpcConfig', 'Environment'],
  ...['KmsKeyArn', 'ReservedConcurrentExecutions', 'Layers', 'FileSystemConfigs', 'ImageConfig', 'PackageType'],
  ...['Architectures', 'SnapStart', 'EphemeralStorage', 'CodeSigningConfigArn', 'RuntimeManagementConfig'],
  ...['LoggingConfig', 'RecursiveLoop', 'TenancyConfig', 'DurableConfig', 'FunctionScalingConfig'],
  'PublishToLatestPublished',
];

const KNOWN: ReadonlySet<string> = new Set([
  ...SAME,
  ...['CodeUri', 'ImageUri', 'InlineCode', 'SourceKMSKeyArn', 'DeadLetterQueue', 'Role', 'AssumeRolePolicyDocument'],
  ...['Policies', 'RolePath', 'PermissionsBoundary', 'Events', 'Tags', 'PropagateTags', 'Tracing', 'EventInvokeConfig'],
  ...['DeploymentPreference', 'AutoPublishAlias', 'AutoPublishCodeSha256', 'AutoPublishAliasAllProperties'],
  ...['VersionDescription', 'VersionDeletionPolicy', 'ProvisionedConcurrencyConfig', 'FunctionUrlConfig'],
  'CapacityProviderConfig',
]);

/** What calls a function: itself, or the alias that SAM publishes. */
export interface Target {
  readonly function: SamResource;
  /** Its own logical id, or that of the alias. */
  readonly id: string;
  readonly name: Properties;
  readonly arn: Properties;
}

export function writeFunction(sam: SamResource, apis: Apis): void {
  const { id, properties } = sam;
  sam.knows(properties, KNOWN);
  const role = new GeneratedRole(sam, `${id}Role`);
  addOwnPolicies(sam, role);
  const alias = writeAlias(sam);
  const target: Target = alias
    ? { function: sam, id: alias.logicalId, name: ref(alias.logicalId), arn: ref(alias.logicalId) }
    : { function: sam, id, name: ref(id), arn: getAtt(id, 'Arn') };
  writeFunctionUrl(sam, target);
  writeDestinations(sam, role, alias);
  writeFunctionEvents(target, role, apis);
  const roleArn = writeRole(sam, role);
  sam.become('AWS::Lambda::Function', {
    ...pick(properties, SAME),
    Code: codeOf(sam),
    Role: roleArn,
    DeadLetterConfig: deadLetters(sam),
    TracingConfig: isTraced(properties) ? { Mode: properties.Tracing } : undefined,
    CapacityProviderConfig: capacity(sam),
    Tags: tagsOf(sam, 'lambda'),
  });
}

/** The role that was given, or a new one; where one of two conditions gives none, a new one under that condition. */
function writeRole(sam: SamResource, role: GeneratedRole): unknown {
  const { Role, AssumeRolePolicyDocument } = sam.properties;
  const arn = getAtt(role.logicalId, 'Arn');
  const trust = AssumeRolePolicyDocument ?? trustIn('lambda.amazonaws.com');
  const write = (attributes: Properties = {}) => role.write(trust, { Tags: tagsOf(sam, 'lambda') }, attributes);
  const parts = partsOfIf(Role);
  if (!isGiven(Role) || isNoValue(Role) || (parts && isNoValue(parts[1]) && isNoValue(parts[2]))) {
    write();
    return arn;
  }
  if (!parts || !parts.slice(1).some(isNoValue)) return Role;
  const [condition, yes, no] = parts;
  if (isNoValue(yes)) {
    write({ Condition: condition });
    return { 'Fn::If': [condition, arn, no] };
  }
  const not = `NOT${condition}`;
  sam.writer.conditions.set(not, { 'Fn::Not': [{ Condition: condition }] });
  write({ Condition: not });
  return { 'Fn::If': [condition, yes, arn] };
}

/** Switched off by a parameter's value, it stays in: more is judged than may be there. */
const isTraced = ({ Tracing }: Properties): boolean => isGiven(Tracing) && Tracing !== 'Disabled';

const DEAD_LETTER_ACTIONS: Readonly<Record<string, string>> = { SQS: 'sqs:SendMessage', SNS: 'sns:Publish' };

function addOwnPolicies(sam: SamResource, role: GeneratedRole): void {
  const { properties } = sam;
  const basic = isGiven(properties.DurableConfig) ? 'BasicDurableExecutionRolePolicy' : 'BasicExecutionRole';
  role.addManaged(managedPolicy(`service-role/AWSLambda${basic}`));
  if (isTraced(properties)) role.addManaged(managedPolicy('AWSXrayWriteOnlyAccess'));
  if (isGiven(properties.VpcConfig)) role.addManaged(managedPolicy('service-role/AWSLambdaVPCAccessExecutionRole'));
  const { Type, TargetArn } = deadLetterQueue(sam) ?? {};
  const action = typeof Type === 'string' ? DEAD_LETTER_ACTIONS[Type] : undefined;
  if (action !== undefined) {
    role.addInline({
      PolicyName: 'DeadLetterQueuePolicy',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Action: action, Resource: TargetArn, Effect: 'Allow' }] },
    });
  }
  role.addPolicies(properties.Policies);
}

const deadLetterQueue = (sam: SamResource): Properties | undefined => {
  const { DeadLetterQueue } = sam.properties;
  return isPlainMap(DeadLetterQueue) ? DeadLetterQueue : undefined;
};

function deadLetters(sam: SamResource): unknown {
  const queue = sam.map(sam.properties.DeadLetterQueue, 'DeadLetterQueue');
  if (!queue) return undefined;
  if (!Object.hasOwn(DEAD_LETTER_ACTIONS, String(queue.Type)) || !isGiven(queue.TargetArn))
    sam.block('DeadLetterQueue', 'no Type SQS or SNS with a TargetArn');
  return { TargetArn: queue.TargetArn };
}

/** SAM says by a tag that it made a resource. */
export const tagsOf = (sam: SamResource, service: string): unknown => {
  const tags = sam.map(sam.properties.Tags, 'Tags') ?? {};
  return tagList({ [`${service}:createdBy`]: 'SAM', ...tags });
};

function capacity(sam: SamResource): unknown {
  const given = sam.map(sam.properties.CapacityProviderConfig, 'CapacityProviderConfig');
  if (!given) return undefined;
  const { Arn, ...rest } = given;
  return { LambdaManagedInstancesCapacityProviderConfig: compact({ CapacityProviderArn: Arn, ...rest }) };
}
