import { connectEnds } from './connector';
import { compact, getAtt, isGiven, pick, Properties, ref, sub, trustIn } from './intrinsic-shapes';
import { join, SamResource } from './sam-resource';

/** The data sources of a GraphQL API, and how its functions call them: a name in the template → the name in AppSync. */
export function writeDataSources(sam: SamResource): Map<string, unknown> {
  const names = new Map<string, unknown>();
  const given = sam.map(sam.properties.DataSources, 'DataSources') ?? {};
  sam.knows(given, new Set(['DynamoDb', 'Lambda']), 'DataSources');
  for (const kind of ['DynamoDb', 'Lambda'] as const) {
    for (const [name, value] of Object.entries(sam.map(given[kind], join('DataSources', kind)) ?? {})) {
      const at = join('DataSources', kind, name);
      const source = sam.map(value, at);
      if (!source) continue;
      const logicalId = `${sam.id}${name}${kind === 'Lambda' ? 'Lambda' : 'DynamoDB'}DataSource`;
      if (kind === 'Lambda') writeLambda(sam, logicalId, name, source, at);
      else writeTable(sam, logicalId, name, source, at);
      names.set(name, getAtt(logicalId, 'Name'));
    }
  }
  return names;
}

function writeLambda(sam: SamResource, logicalId: string, name: string, source: Properties, at: string): void {
  sam.knows(source, new Set(['Name', 'Description', 'FunctionArn', 'ServiceRoleArn']), at);
  const { FunctionArn } = source;
  const destination = { Type: 'AWS::Lambda::Function', Arn: FunctionArn };
  writeSource(sam, logicalId, name, source, at, {
    Type: 'AWS_LAMBDA',
    LambdaConfig: { LambdaFunctionArn: FunctionArn },
    ServiceRoleArn: roleOf(sam, logicalId, source, at, 'ToLambdaConnector', destination, ['Write']),
  });
}

const TABLE: ReadonlySet<string> = new Set([
  ...['Name', 'Description', 'ServiceRoleArn', 'TableName', 'TableArn', 'Region', 'Permissions', 'DeltaSync'],
  ...['UseCallerCredentials', 'Versioned'],
]);

function writeTable(sam: SamResource, logicalId: string, name: string, source: Properties, at: string): void {
  sam.knows(source, TABLE, at);
  const region: unknown = source.Region ?? ref('AWS::Region');
  const arn = 'arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}';
  const Arn: unknown = source.TableArn ?? sub(arn, { __TableName__: source.TableName, __Region__: region });
  const permissions: unknown = source.Permissions ?? ['Read', 'Write'];
  const isReadable = Array.isArray(permissions) && permissions.every((one) => one === 'Read' || one === 'Write');
  if (!isReadable) sam.block(join(at, 'Permissions'), 'no list of Read and Write');
  const names = isReadable ? (permissions as ('Read' | 'Write')[]) : [];
  const destination = { Type: 'AWS::DynamoDB::Table', Arn };
  writeSource(sam, logicalId, name, source, at, {
    Type: 'AMAZON_DYNAMODB',
    DynamoDBConfig: compact({
      AwsRegion: region,
      ...pick(source, ['TableName', 'UseCallerCredentials', 'Versioned']),
      DeltaSyncConfig: source.DeltaSync,
    }),
    ServiceRoleArn: roleOf(sam, logicalId, source, at, 'ToTableConnector', destination, names),
  });
}

function writeSource(
  sam: SamResource,
  logicalId: string,
  name: string,
  source: Properties,
  at: string,
  more: Properties,
): void {
  sam.generate(
    logicalId,
    'AWS::AppSync::DataSource',
    { Name: source.Name ?? name, Description: source.Description, ApiId: getAtt(sam.id, 'ApiId'), ...more },
    at,
  );
}

function roleOf(
  sam: SamResource,
  logicalId: string,
  { ServiceRoleArn }: Properties,
  at: string,
  connector: string,
  destination: { readonly Type: string; readonly Arn: unknown },
  names: readonly ('Read' | 'Write')[],
): unknown {
  if (isGiven(ServiceRoleArn)) return ServiceRoleArn;
  const role = `${logicalId}Role`;
  sam.generate(role, 'AWS::IAM::Role', { AssumeRolePolicyDocument: trustIn('appsync.amazonaws.com') }, at);
  const source = { Type: 'AWS::AppSync::DataSource', Arn: getAtt(logicalId, 'DataSourceArn'), RoleName: ref(role) };
  connectEnds(sam, `${logicalId}${connector}`, source, destination, names, at);
  return getAtt(role, 'Arn');
}
