import { isIntrinsic, isMap, isPlainMap, Properties } from './intrinsic-shapes';
import type { TemplateWriter } from './template-writer';

/** What may stand in Globals ("Supported resources and properties" of the AWS page "Globals section of the AWS SAM template"). */
const SUPPORTED: Readonly<Record<string, ReadonlySet<string>>> = {
  Function: new Set([
    ...['Handler', 'Runtime', 'CodeUri', 'DeadLetterQueue', 'Description', 'MemorySize', 'Timeout', 'VpcConfig'],
    ...['Environment', 'Tags', 'PropagateTags', 'Tracing', 'KmsKeyArn', 'AutoPublishAlias', 'Layers', 'RolePath'],
    ...['AutoPublishAliasAllProperties', 'DeploymentPreference', 'PermissionsBoundary', 'ReservedConcurrentExecutions'],
    ...['ProvisionedConcurrencyConfig', 'AssumeRolePolicyDocument', 'EventInvokeConfig', 'FileSystemConfigs'],
    ...['CodeSigningConfigArn', 'Architectures', 'SnapStart', 'EphemeralStorage', 'FunctionUrlConfig', 'LoggingConfig'],
    ...['RuntimeManagementConfig', 'RecursiveLoop', 'SourceKMSKeyArn', 'TenancyConfig', 'DurableConfig'],
    ...['CapacityProviderConfig', 'FunctionScalingConfig', 'PublishToLatestPublished', 'VersionDeletionPolicy'],
  ]),
  Api: new Set([
    ...['Auth', 'Name', 'DefinitionUri', 'CacheClusterEnabled', 'CacheClusterSize', 'MergeDefinitions', 'Variables'],
    ...['EndpointConfiguration', 'MethodSettings', 'BinaryMediaTypes', 'MinimumCompressionSize', 'Cors', 'Domain'],
    ...['GatewayResponses', 'AccessLogSetting', 'CanarySetting', 'TracingEnabled', 'OpenApiVersion', 'AlwaysDeploy'],
    ...['PropagateTags', 'SecurityPolicy', 'EndpointAccessMode'],
  ]),
  HttpApi: new Set([
    ...['Auth', 'AccessLogSettings', 'StageVariables', 'Tags', 'CorsConfiguration', 'DefaultRouteSettings', 'Domain'],
    ...['RouteSettings', 'FailOnWarnings', 'PropagateTags'],
  ]),
  SimpleTable: new Set(['SSESpecification']),
  StateMachine: new Set(['PropagateTags']),
  LayerVersion: new Set(['PublishLambdaVersion']),
};

/** Lists of which the resource's own replaces the global one; all others are joined. */
const REPLACED: ReadonlySet<string> = new Set(['Function.Architectures']);

/** The Globals section: what it adds to resources of each type. */
export class Globals {
  private readonly sections: Properties;

  constructor(private readonly writer: TemplateWriter) {
    const given: unknown = writer.source.Globals;
    this.sections = isPlainMap(given) ? given : {};
    if (given !== undefined && given !== null && !isPlainMap(given)) writer.block('Globals: no map');
    for (const [section, properties] of Object.entries(this.sections)) {
      const names = Object.hasOwn(SUPPORTED, section) ? SUPPORTED[section] : undefined;
      if (!names) writer.block(`Globals.${section}: a section that is not known here`);
      else if (!isPlainMap(properties)) writer.block(`Globals.${section}: no map`);
      else {
        for (const name of Object.keys(properties)) {
          if (!names.has(name)) writer.block(`Globals.${section}.${name}: not a property of that section`);
        }
      }
    }
  }

  /** The properties of a resource with the globals of its type below them. */
  public merged(type: string, id: string, properties: Properties, ignored: unknown): Properties {
    const section = type.replace('AWS::Serverless::', '');
    const own = Object.hasOwn(this.sections, section) ? this.sections[section] : undefined;
    if (!isPlainMap(own) || ignored === '*') return properties;
    const names = ignored ?? [];
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
      this.writer.block(`${id}.IgnoreGlobals: neither * nor a list of properties`);
      return properties;
    }
    const rest = Object.fromEntries(Object.entries(own).filter(([name]) => !names.includes(name)));
    return merge(rest, properties, section) as Properties;
  }
}

/** Maps are merged, lists joined, the globals first; of anything else, and of two kinds, the resource's own counts. */
function merge(global: unknown, own: unknown, path: string): unknown {
  if (Array.isArray(global) && Array.isArray(own)) return REPLACED.has(path) ? own : [...global, ...own];
  if (!isMap(global) || !isMap(own) || isIntrinsic(global) || isIntrinsic(own)) return own;
  const merged = new Map(Object.entries(global));
  for (const [key, value] of Object.entries(own)) {
    merged.set(key, merged.has(key) ? merge(merged.get(key), value, `${path}.${key}`) : value);
  }
  return Object.fromEntries(merged);
}
