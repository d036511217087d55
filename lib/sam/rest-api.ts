import { writeDomain } from './api-domain';
import { s3Location } from './code-location';
import type { Target } from './function';
import type { SamEvent } from './function-events';
import { compact, isGiven, isIntrinsic, isMap, isPlainMap, pick, Properties, ref, tagList } from './intrinsic-shapes';
import { withName } from './logical-ids';
import { pathsOf } from './open-api-paths';
import { permitAuthorizers } from './rest-authorizers';
import { RestDocument } from './rest-document';
import { RestRoutes } from './rest-routes';
import { join, SamResource } from './sam-resource';
import { writeUsagePlan } from './usage-plan';

/** The same in `AWS::ApiGateway::RestApi`. */
const OF_API = [
  ...['Name', 'Description', 'BinaryMediaTypes', 'MinimumCompressionSize', 'FailOnWarnings', 'Mode'],
  ...['ApiKeySourceType', 'Policy', 'SecurityPolicy', 'EndpointAccessMode'],
];
/** The same in `AWS::ApiGateway::Stage`. */
const OF_STAGE = [
  ...['StageName', 'CacheClusterEnabled', 'CacheClusterSize', 'Variables', 'MethodSettings', 'AccessLogSetting'],
  ...['CanarySetting', 'TracingEnabled'],
];
const KNOWN: ReadonlySet<string> = new Set([
  ...OF_API,
  ...OF_STAGE,
  ...['Tags', 'PropagateTags', 'DefinitionBody', 'DefinitionUri', 'MergeDefinitions', 'EndpointConfiguration', 'Cors'],
  ...['Auth', 'GatewayResponses', 'OpenApiVersion', 'Models', 'Domain', 'DisableExecuteApiEndpoint', 'AlwaysDeploy'],
]);

/** An `AWS::Serverless::Api`: the API with its OpenAPI document, a deployment and a stage. */
export class RestApi {
  private readonly routes: RestRoutes;

  constructor(private readonly sam: SamResource) {
    this.routes = new RestRoutes(sam, this.isManaged || sam.properties.MergeDefinitions === true);
  }

  /** Whether SAM writes the document: nobody else did. */
  private get isManaged(): boolean {
    const { DefinitionBody, DefinitionUri } = this.sam.properties;
    return !isGiven(DefinitionBody) && !isGiven(DefinitionUri);
  }

  /** Of those whose routes it has. */
  public get conditions(): ReadonlySet<string | undefined> {
    return new Set([...this.routes.all()].map(({ condition }) => condition));
  }

  public addFunctionRoute(target: Target, event: SamEvent): void {
    this.routes.addFunction(target, event);
  }

  public addStateMachineRoute(machine: SamResource, event: SamEvent, started: string): void {
    this.routes.addStateMachine(machine, event, started);
  }

  public write(): void {
    const { sam, routes } = this;
    const { properties, id } = sam;
    sam.knows(properties, KNOWN);
    const { MergeDefinitions } = properties;
    if (isGiven(MergeDefinitions) && typeof MergeDefinitions !== 'boolean')
      sam.block('MergeDefinitions', 'neither true nor false');
    const given: unknown = properties.DefinitionBody;
    const document = new RestDocument(sam, routes, this.isManaged);
    const body = this.isManaged || isGiven(given) ? document.finished(this.start(given)) : undefined;
    sam.become('AWS::ApiGateway::RestApi', {
      ...pick(properties, OF_API),
      ...this.endpoint(),
      Body: body,
      BodyS3Location: body === undefined ? locationOf(properties.DefinitionUri) : undefined,
      Tags: properties.PropagateTags === true && isPlainMap(properties.Tags) ? tagList(properties.Tags) : undefined,
    });
    const stage = this.writeStage();
    permitAuthorizers(sam, document.authorizers);
    writeDomain(sam, 'rest');
    writeUsagePlan(sam, stage);
    const { nicknames } = sam.writer;
    nicknames.set(`${id}.Stage`, stage).set(`${id}.Deployment`, `${id}Deployment`);
  }

  /** What SAM goes on from: its own document, or the given one with the routes in it, if they are to be merged. */
  private start(given: unknown): unknown {
    const { sam, routes } = this;
    const paths = pathsOf(routes.all());
    if (this.isManaged) {
      const version = sam.text(sam.properties.OpenApiVersion, 'OpenApiVersion');
      const isThird = version?.startsWith('3') === true;
      return {
        ...(isThird ? { openapi: version } : { swagger: '2.0' }),
        info: { version: '1.0', title: ref('AWS::StackName') },
        paths,
      };
    }
    if (sam.properties.MergeDefinitions !== true || !isPlainMap(given)) return given;
    const before: Properties = isPlainMap(given.paths) ? given.paths : {};
    const merged = Object.entries(paths).map(([path, item]) => {
      const old: unknown = before[path];
      if (isIntrinsic(old)) sam.block(join('DefinitionBody.paths', path), 'a function, into which SAM merges events');
      return [path, { ...(isMap(old) && old), ...mergedVerbs(old, item) }];
    });
    return { ...given, paths: { ...before, ...Object.fromEntries(merged) } };
  }

  private endpoint(): Properties {
    const given: unknown = this.sam.properties.EndpointConfiguration;
    if (!isGiven(given)) return {};
    const type: unknown = isPlainMap(given) && isGiven(given.Type) ? given.Type : given;
    const networks: unknown = isPlainMap(given) ? (given.VPCEndpointIds ?? given.VpcEndpointIds) : undefined;
    const addresses: unknown = isPlainMap(given) ? given.IpAddressType : undefined;
    return {
      EndpointConfiguration: compact({ Types: [type], VpcEndpointIds: networks, IpAddressType: addresses }),
      Parameters: { endpointConfigurationTypes: type },
    };
  }

  /** SAM digests the document into the deployment's logical id; here it has none. */
  private writeStage(): string {
    const { sam } = this;
    const { properties, id } = sam;
    const { StageName, OpenApiVersion, Tags } = properties;
    // without OpenApiVersion, SAM's deployment makes a second stage of this name
    const extra = isGiven(OpenApiVersion) ? undefined : 'Stage';
    const deployment = `${id}Deployment`;
    sam.generate(deployment, 'AWS::ApiGateway::Deployment', { RestApiId: ref(id), StageName: extra }, '');
    if (!isGiven(StageName)) sam.block('StageName', 'not set');
    const stage = withName(id, typeof StageName === 'string' ? StageName : '', 'Stage');
    sam.generate(
      stage,
      'AWS::ApiGateway::Stage',
      {
        ...pick(properties, OF_STAGE),
        RestApiId: ref(id),
        DeploymentId: ref(deployment),
        Tags: isPlainMap(Tags) ? tagList(Tags) : undefined,
      },
      'StageName',
    );
    return stage;
  }
}

/** What SAM generates for a verb wins over what the document says of it. */
function mergedVerbs(old: unknown, item: Properties): Properties {
  if (!isMap(old)) return item;
  return Object.fromEntries(
    Object.entries(item).map(([verb, definition]) => [
      verb,
      isPlainMap(old[verb]) && isPlainMap(definition) ? { ...old[verb], ...definition } : definition,
    ]),
  );
}

/** A file beside the template stays its path: `sam package` has not moved it to S3 yet. */
const locationOf = (uri: unknown): unknown =>
  isPlainMap(uri) ? pick(uri, ['Bucket', 'Key', 'Version']) : (s3Location(uri) ?? uri);
