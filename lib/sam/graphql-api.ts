import { connectEnds } from './connector';
import { writeDataSources } from './graphql-data-sources';
import { writeGraphQlFunctions } from './graphql-functions';
import { compact, getAtt, isGiven, managedPolicy, pick, Properties, ref, tagList, trustIn } from './intrinsic-shapes';
import { join, SamResource } from './sam-resource';

const SAME = [
  ...['Visibility', 'OwnerContact', 'XrayEnabled', 'IntrospectionConfig', 'QueryDepthLimit', 'ResolverCountLimit'],
];
const KNOWN: ReadonlySet<string> = new Set([
  ...SAME,
  ...['Name', 'Tags', 'Auth', 'SchemaInline', 'SchemaUri', 'Logging', 'DataSources', 'Functions', 'Resolvers'],
  ...['ApiKeys', 'DomainName', 'Cache'],
]);

/** An `AWS::Serverless::GraphQLApi`: the AppSync API and all that stands in it. */
export function writeGraphQlApi(sam: SamResource): void {
  const { id, properties } = sam;
  sam.knows(properties, KNOWN);
  const tags = sam.map(properties.Tags, 'Tags') ?? {};
  sam.become('AWS::AppSync::GraphQLApi', {
    ...pick(properties, SAME),
    ...authOf(sam),
    Name: properties.Name ?? id,
    LogConfig: logging(sam),
    Tags: tagList({ ...tags, 'graphqlapi:createdBy': 'SAM' }),
  });
  const ApiId = getAtt(id, 'ApiId');
  const schema = `${id}Schema`;
  const { SchemaInline, SchemaUri } = properties;
  sam.generate(
    schema,
    'AWS::AppSync::GraphQLSchema',
    { ApiId, Definition: SchemaInline, DefinitionS3Location: SchemaUri },
    isGiven(SchemaInline) ? 'SchemaInline' : 'SchemaUri',
  );
  for (const [name, key] of Object.entries(sam.map(properties.ApiKeys, 'ApiKeys') ?? {})) {
    const at = join('ApiKeys', name);
    const { ApiKeyId, Description, ExpiresOn } = sam.map(key, at) ?? {};
    sam.generate(`${id}${name}`, 'AWS::AppSync::ApiKey', { ApiId, ApiKeyId, Description, Expires: ExpiresOn }, at);
  }
  const cache = sam.map(properties.Cache, 'Cache');
  if (cache) sam.generate(`${id}ApiCache`, 'AWS::AppSync::ApiCache', { ...cache, ApiId }, 'Cache');
  const domain = sam.map(properties.DomainName, 'DomainName');
  if (domain) writeDomain(sam, domain);
  const sources = writeDataSources(sam);
  writeGraphQlFunctions(sam, sources, schema);
}

/** What a way to sign in needs, and under which name AppSync has it. */
const CONFIGS: Readonly<Record<string, readonly [own: string, appSync: string] | undefined>> = {
  AWS_LAMBDA: ['LambdaAuthorizer', 'LambdaAuthorizerConfig'],
  OPENID_CONNECT: ['OpenIDConnect', 'OpenIDConnectConfig'],
  AMAZON_COGNITO_USER_POOLS: ['UserPool', 'UserPoolConfig'],
  API_KEY: undefined,
  AWS_IAM: undefined,
};

function authOf(sam: SamResource): Properties {
  const auth = sam.map(sam.properties.Auth, 'Auth');
  if (!auth) {
    sam.block('Auth', 'not set');
    return {};
  }
  const callers: unknown[] = [];
  const first = oneWay(sam, auth, 'Auth', callers);
  const others: unknown[] = Array.isArray(auth.Additional) ? auth.Additional : [];
  if (isGiven(auth.Additional) && !Array.isArray(auth.Additional)) sam.block('Auth.Additional', 'no list');
  const more = others.map((one, index) => oneWay(sam, one, `Auth.Additional.${index}`, callers));
  callers.forEach((arn, index) => {
    const end = { Type: 'AWS::AppSync::GraphQLApi', Arn: ref(sam.id), ResourceId: getAtt(sam.id, 'ApiId') };
    const name = `${sam.id}ToLambdaAuthConnector${index + 1}`;
    connectEnds(sam, name, end, { Type: 'AWS::Lambda::Function', Arn: arn }, ['Write'], 'Auth');
  });
  return { ...first, AdditionalAuthenticationProviders: more.length > 0 ? more : undefined };
}

function oneWay(sam: SamResource, given: unknown, at: string, callers: unknown[]): Properties {
  const way = sam.map(given, at) ?? {};
  const type = sam.text(way.Type, join(at, 'Type')) ?? '';
  if (!Object.hasOwn(CONFIGS, type)) {
    sam.block(join(at, 'Type'), `none of ${Object.keys(CONFIGS).join(', ')}`);
    return {};
  }
  const config = CONFIGS[type];
  if (!config) return { AuthenticationType: type };
  const [own, appSync] = config;
  const value = sam.map(way[own], join(at, own));
  if (!value) sam.block(join(at, own), 'not set');
  if (type === 'AWS_LAMBDA' && value) callers.push(value.AuthorizerUri);
  return { AuthenticationType: type, [appSync]: value };
}

/** Logs every field unless told otherwise, by a role that SAM makes unless one is given. */
function logging(sam: SamResource): Properties | undefined {
  const given: unknown = sam.properties.Logging;
  if (given === false) return undefined;
  const config = given === true ? {} : (sam.map(given, 'Logging') ?? {});
  const role = `${sam.id}CloudWatchRole`;
  if (!isGiven(config.CloudWatchLogsRoleArn)) {
    sam.generate(
      role,
      'AWS::IAM::Role',
      {
        AssumeRolePolicyDocument: trustIn('appsync.amazonaws.com'),
        ManagedPolicyArns: [managedPolicy('service-role/AWSAppSyncPushToCloudWatchLogs')],
      },
      'Logging',
    );
  }
  return compact({
    FieldLogLevel: config.FieldLogLevel ?? 'ALL',
    ExcludeVerboseContent: config.ExcludeVerboseContent,
    CloudWatchLogsRoleArn: config.CloudWatchLogsRoleArn ?? getAtt(role, 'Arn'),
  });
}

function writeDomain(sam: SamResource, domain: Properties): void {
  const { id } = sam;
  const properties = pick(domain, ['DomainName', 'CertificateArn', 'Description']);
  sam.generate(`${id}DomainName`, 'AWS::AppSync::DomainName', properties, 'DomainName');
  sam.generate(
    `${id}DomainNameApiAssociation`,
    'AWS::AppSync::DomainNameApiAssociation',
    { ApiId: getAtt(id, 'ApiId'), DomainName: getAtt(`${id}DomainName`, 'DomainName') },
    'DomainName',
  );
}
