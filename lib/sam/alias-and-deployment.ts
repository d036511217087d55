import { getAtt, isGiven, isMap, namedBy, Properties, ref, sub, trustIn, managedPolicy } from './intrinsic-shapes';
import type { SamResource } from './sam-resource';
import type { TemplateWriter } from './template-writer';

const APPLICATION = 'ServerlessDeploymentApplication';
const SERVICE_ROLE = 'CodeDeployServiceRole';

export interface Alias {
  readonly logicalId: string;
  readonly name: unknown;
}

/** The version and alias of `AutoPublishAlias`. SAM digests the code into the version's logical id; here it has none. */
export function writeAlias(sam: SamResource): Alias | undefined {
  const { id, properties, raw } = sam;
  const { AutoPublishAlias: name, ProvisionedConcurrencyConfig, VersionDescription } = properties;
  if (!isGiven(name)) {
    if (isEnabled(properties.DeploymentPreference)) sam.block('DeploymentPreference', 'without AutoPublishAlias');
    return undefined;
  }
  const parameter = namedBy(name);
  if (typeof name !== 'string' && (parameter === undefined || !isMap(sam.writer.source.Parameters?.[parameter])))
    sam.block('AutoPublishAlias', 'neither a text nor a Ref to a parameter');
  const suffix = (typeof name === 'string' ? name : defaultOf(sam, parameter)).replace(/-/g, 'D').replace(/_/g, 'U');
  const logicalId = `${id}Alias${suffix}`;
  const version = `${id}Version`;
  const kept = properties.CapacityProviderConfig === undefined ? 'Retain' : 'Delete';
  sam.generate(
    version,
    'AWS::Lambda::Version',
    { FunctionName: ref(id), Description: VersionDescription },
    'AutoPublishAlias',
    { DeletionPolicy: raw.DeletionPolicy ?? properties.VersionDeletionPolicy ?? kept },
  );
  const deployed = writeDeployment(sam);
  sam.generate(
    logicalId,
    'AWS::Lambda::Alias',
    { Name: name, FunctionName: ref(id), FunctionVersion: getAtt(version, 'Version'), ProvisionedConcurrencyConfig },
    'AutoPublishAlias',
    deployed ? { UpdatePolicy: { CodeDeployLambdaAliasUpdate: deployed } } : {},
  );
  sam.writer.nicknames.set(`${id}.Version`, version).set(`${id}.Alias`, logicalId);
  return { logicalId, name };
}

function defaultOf(sam: SamResource, parameter: string | undefined): string {
  const value = sam.writer.source.Parameters?.[parameter ?? '']?.Default;
  return typeof value === 'string' ? value : (parameter ?? '');
}

/** Switched off by a parameter's value, it stays in: more is judged than may be there. */
const isEnabled = (preference: unknown): boolean =>
  isMap(preference) && preference.Enabled !== false && preference.Enabled !== 'false';

function writeDeployment(sam: SamResource): Properties | undefined {
  const preference = sam.map(sam.properties.DeploymentPreference, 'DeploymentPreference');
  if (!preference || !isEnabled(preference)) return undefined;
  const { id, writer } = sam;
  const { Role, Hooks, Alarms, TriggerConfigurations, Type } = preference;
  writeShared(writer, APPLICATION, 'AWS::CodeDeploy::Application', { ComputePlatform: 'Lambda' });
  if (!isGiven(Role)) {
    writeShared(writer, SERVICE_ROLE, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: trustIn('codedeploy.amazonaws.com'),
      ManagedPolicyArns: [managedPolicy('service-role/AWSCodeDeployRoleForLambda')],
    });
  }
  const group = `${id}DeploymentGroup`;
  sam.generate(
    group,
    'AWS::CodeDeploy::DeploymentGroup',
    {
      ApplicationName: ref(APPLICATION),
      AlarmConfiguration: Array.isArray(Alarms)
        ? { Enabled: true, Alarms: Alarms.map((Name) => ({ Name })) }
        : (Alarms ?? undefined),
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
      DeploymentConfigName:
        typeof Type === 'string' ? sub('CodeDeployDefault.Lambda${ConfigName}', { ConfigName: Type }) : Type,
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      ServiceRoleArn: Role ?? getAtt(SERVICE_ROLE, 'Arn'),
      TriggerConfigurations,
    },
    'DeploymentPreference',
  );
  return {
    ApplicationName: ref(APPLICATION),
    DeploymentGroupName: ref(group),
    ...(isMap(Hooks) && { BeforeAllowTrafficHook: Hooks.PreTraffic, AfterAllowTrafficHook: Hooks.PostTraffic }),
  };
}

function writeShared(writer: TemplateWriter, logicalId: string, type: string, properties: Properties): void {
  if (!writer.resources.has(logicalId)) writer.addImplicit(logicalId, { Type: type, Properties: properties });
}
