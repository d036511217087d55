import { compact, getAtt, isGiven, isIntrinsic, pick, Properties } from './intrinsic-shapes';
import { join, SamResource } from './sam-resource';

const FUNCTION: ReadonlySet<string> = new Set([
  ...['Name', 'Description', 'DataSource', 'InlineCode', 'CodeUri', 'Runtime', 'MaxBatchSize', 'Sync', 'Id'],
]);
const RESOLVER: ReadonlySet<string> = new Set([
  ...['FieldName', 'InlineCode', 'CodeUri', 'Runtime', 'Pipeline', 'Caching', 'MaxBatchSize', 'Sync'],
]);

/** The functions and resolvers of a GraphQL API. */
export function writeGraphQlFunctions(sam: SamResource, sources: ReadonlyMap<string, unknown>, schema: string): void {
  const ids = new Map<string, unknown>();
  const ApiId = getAtt(sam.id, 'ApiId');
  for (const [name, value] of Object.entries(sam.map(sam.properties.Functions, 'Functions') ?? {})) {
    const at = join('Functions', name);
    const given = sam.map(value, at);
    if (!given) continue;
    sam.knows(given, FUNCTION, at);
    ids.set(name, given.Id ?? getAtt(`${sam.id}${name}`, 'FunctionId'));
    if (isGiven(given.Id)) continue;
    sam.generate(
      `${sam.id}${name}`,
      'AWS::AppSync::FunctionConfiguration',
      {
        ...codeOf(given),
        ...pick(given, ['Description', 'MaxBatchSize']),
        ApiId,
        Name: given.Name ?? name,
        DataSourceName: sourceOf(sam, given.DataSource, sources, at),
        SyncConfig: given.Sync,
      },
      at,
    );
  }
  for (const [type, fields] of Object.entries(sam.map(sam.properties.Resolvers, 'Resolvers') ?? {})) {
    for (const [field, value] of Object.entries(sam.map(fields, join('Resolvers', type)) ?? {})) {
      const at = join('Resolvers', type, field);
      const given = sam.map(value, at);
      if (!given) continue;
      sam.knows(given, RESOLVER, at);
      sam.generate(
        `${sam.id}${type}${field}`,
        'AWS::AppSync::Resolver',
        {
          ...codeOf(given),
          ApiId,
          TypeName: type,
          FieldName: given.FieldName ?? field,
          Kind: 'PIPELINE',
          PipelineConfig: { Functions: pipeline(sam, given.Pipeline, ids, at) },
          CachingConfig: given.Caching,
          MaxBatchSize: given.MaxBatchSize,
        },
        at,
        { DependsOn: [schema] },
      );
    }
  }
}

/** Without code, SAM writes a resolver that only passes on what its functions answer. */
function codeOf({ InlineCode, CodeUri, Runtime }: Properties): Properties {
  const runtime = isGiven(Runtime) ? { Name: Runtime.Name, RuntimeVersion: Runtime.Version } : undefined;
  const isOwn = isGiven(InlineCode) || isGiven(CodeUri);
  return compact({
    Code: isOwn ? InlineCode : PASS_ON,
    CodeS3Location: CodeUri,
    Runtime: isOwn ? runtime : { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
  });
}

const PASS_ON = 'export function request() { return {}; }\nexport function response(ctx) { return ctx.prev.result; }\n';

function pipeline(sam: SamResource, given: unknown, ids: ReadonlyMap<string, unknown>, at: string): unknown {
  if (!Array.isArray(given) || !given.every((name) => ids.has(String(name)))) {
    sam.block(join(at, 'Pipeline'), 'no list of functions of the API');
    return given;
  }
  return given.map((name) => ids.get(String(name)));
}

function sourceOf(sam: SamResource, given: unknown, sources: ReadonlyMap<string, unknown>, at: string): unknown {
  if (isIntrinsic(given)) return given;
  if (String(given).toLowerCase() === 'none') {
    const logicalId = `${sam.id}NoneDataSource`;
    const properties = { ApiId: getAtt(sam.id, 'ApiId'), Name: logicalId, Type: 'NONE' };
    sam.generate(logicalId, 'AWS::AppSync::DataSource', properties, at);
    return getAtt(logicalId, 'Name');
  }
  if (!sources.has(String(given))) sam.block(join(at, 'DataSource'), 'none of the DataSources of the API');
  return sources.get(String(given));
}
