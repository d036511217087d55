import type { Apis } from './apis';
import { s3Location } from './code-location';
import { targetId, writeRule } from './event-rules';
import { tagsOf } from './function';
import { eventsOf, SamEvent } from './function-events';
import {
  allow,
  compact,
  getAtt,
  isGiven,
  isIntrinsic,
  isMap,
  isPlainMap,
  managedPolicy,
  pick,
  Properties,
  ref,
  trustIn,
} from './intrinsic-shapes';
import { GeneratedRole } from './role';
import { SamResource } from './sam-resource';
import { writeScheduleV2 } from './schedule-v2';

const KNOWN: ReadonlySet<string> = new Set([
  ...[
    'Definition',
    'DefinitionUri',
    'Logging',
    'Role',
    'RolePath',
    'DefinitionSubstitutions',
    'Events',
    'Name',
    'Type',
  ],
  ...['Tags', 'PropagateTags', 'Policies', 'Tracing', 'PermissionsBoundary', 'AutoPublishAlias'],
  ...['DeploymentPreference', 'UseAliasAsEventTarget'],
]);

/** An `AWS::Serverless::StateMachine`, with its role, version, alias and events. */
export function writeStateMachine(sam: SamResource, apis: Apis): void {
  const { id, properties } = sam;
  sam.knows(properties, KNOWN);
  const { Definition, DefinitionUri, Role } = properties;
  if (!isGiven(Role)) writeRole(sam);
  const alias = writeAlias(sam);
  sam.become('AWS::StepFunctions::StateMachine', {
    ...definitionOf(Definition, properties.DefinitionSubstitutions),
    DefinitionS3Location: isGiven(Definition) ? undefined : locationOf(DefinitionUri),
    RoleArn: Role ?? getAtt(`${id}Role`, 'Arn'),
    StateMachineName: properties.Name,
    StateMachineType: properties.Type,
    LoggingConfiguration: properties.Logging,
    TracingConfiguration: properties.Tracing,
    Tags: tagsOf(sam, 'stateMachine'),
  });
  const target = alias !== undefined && properties.UseAliasAsEventTarget === true ? alias : id;
  for (const event of eventsOf(sam)) writeEvent(sam, event, target, apis);
}

function writeRole(sam: SamResource): void {
  const { id, properties } = sam;
  const role = new GeneratedRole(sam, `${id}Role`);
  role.addPolicies(properties.Policies);
  const { Tracing } = properties;
  // what a function makes of it is judged as more than may be there
  if (isMap(Tracing) && Tracing.Enabled !== false && isGiven(Tracing.Enabled))
    role.addManaged(managedPolicy('AWSXrayWriteOnlyAccess'));
  role.write(trustIn('states.amazonaws.com'), { Tags: tagsOf(sam, 'stateMachine') });
}

/** Functions cannot stand in JSON text: SAM puts each into a substitution. */
function definitionOf(definition: unknown, given: unknown): Properties {
  if (!isGiven(definition)) return { DefinitionSubstitutions: given ?? undefined };
  const added = new Map<string, unknown>();
  const text = JSON.stringify(withSubstitutions(definition, added), undefined, 4);
  const substitutions = { ...(isPlainMap(given) && given), ...Object.fromEntries(added) };
  return {
    DefinitionString: text,
    DefinitionSubstitutions: isIntrinsic(given)
      ? given
      : Object.keys(substitutions).length > 0
        ? substitutions
        : undefined,
  };
}

function withSubstitutions(value: unknown, added: Map<string, unknown>): unknown {
  const isReference = typeof value === 'string' && /^\{\{resolve:(ssm|ssm-secure|secretsmanager):.+\}\}$/.test(value);
  if (isIntrinsic(value) || isReference) {
    const name = `definition_substitution_${added.size + 1}`;
    added.set(name, value);
    return `\${${name}}`;
  }
  if (Array.isArray(value)) return value.map((one) => withSubstitutions(one, added));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSubstitutions(one, added)]));
}

/** A file beside the template stays its path: `sam package` has not moved it to S3 yet. */
const locationOf = (uri: unknown): unknown =>
  isPlainMap(uri) ? pick(uri, ['Bucket', 'Key', 'Version']) : (s3Location(uri) ?? uri);

function writeAlias(sam: SamResource): string | undefined {
  const { id, properties } = sam;
  const name = sam.text(properties.AutoPublishAlias, 'AutoPublishAlias');
  if (name === undefined) return undefined;
  const version = `${id}Version`;
  const alias = `${id}Alias${name}`;
  const kept = {
    DeletionPolicy: sam.raw.DeletionPolicy ?? 'Retain',
    UpdateReplacePolicy: sam.raw.UpdateReplacePolicy ?? 'Retain',
  };
  const at = 'AutoPublishAlias';
  sam.generate(
    version,
    'AWS::StepFunctions::StateMachineVersion',
    { StateMachineArn: ref(id), StateMachineRevisionId: getAtt(id, 'StateMachineRevisionId') },
    at,
    kept,
  );
  const { DeploymentPreference } = properties;
  sam.generate(
    alias,
    'AWS::StepFunctions::StateMachineAlias',
    {
      Name: name,
      DeploymentPreference: {
        ...(isPlainMap(DeploymentPreference) ? DeploymentPreference : { Type: 'ALL_AT_ONCE' }),
        StateMachineVersionArn: ref(version),
      },
    },
    at,
  );
  return alias;
}

function writeEvent(sam: SamResource, event: SamEvent, target: string, apis: Apis): void {
  const { type, logicalId, properties, at } = event;
  switch (type) {
    case 'Api':
      startRole(sam, event, target, 'apigateway.amazonaws.com');
      return apis.addStateMachineRoute(sam, event, target);
    case 'Schedule':
    case 'EventBridgeRule':
    case 'CloudWatchEvent': {
      const isGivenRole = type === 'Schedule' && isGiven(properties.RoleArn);
      if (!isGivenRole) startRole(sam, event, target, 'events.amazonaws.com');
      const RoleArn: unknown = isGivenRole ? properties.RoleArn : getAtt(`${logicalId}Role`, 'Arn');
      return writeRule(sam, event, { Arn: ref(target), Id: targetId(logicalId, 'StepFunctionsTarget'), RoleArn });
    }
    case 'ScheduleV2':
      return writeScheduleV2(sam, event, 'States', ref(target));
    default:
      return sam.block(at, `an event of type ${type}, which is not known here`);
  }
}

/** The role by which a service starts executions. */
function startRole(sam: SamResource, { logicalId, at }: SamEvent, target: string, service: string): void {
  const role = `${logicalId}Role`;
  sam.generate(
    role,
    'AWS::IAM::Role',
    compact({
      AssumeRolePolicyDocument: trustIn(service),
      Policies: [allow(`${role}StartExecutionPolicy`, 'states:StartExecution', ref(target))],
      PermissionsBoundary: sam.properties.PermissionsBoundary,
    }),
    at,
  );
}
