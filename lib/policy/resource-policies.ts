import type { Resource } from '../core/assembly';
import { Condition, parsePolicy, Principal, Statement, statementsOf } from '../core/policy';
import { isUnknown, OWN_ACCOUNT } from '../core/text';

/** The statements of a resource; `undefined` when they cannot be read here. */
type Reader = (resource: Resource) => readonly Statement[] | undefined;

const documents =
  (...paths: string[]): Reader =>
  (resource) =>
    joined(paths.map((path) => statementsOf(resource, path)));

/**
 * Every resource type that carries a policy of its own, and where it stands. Not here, since rules of their own judge
 * them: key policies, trust policies and the policies of VPC endpoints. Nor what is written in Cedar (Verified Access,
 * Verified Permissions), where there are no accounts to let in.
 */
export const RESOURCE_POLICIES: Readonly<Record<string, Reader>> = {
  'AWS::S3::BucketPolicy': documents('PolicyDocument'),
  'AWS::S3::AccessPoint': documents('Policy'),
  'AWS::S3::MultiRegionAccessPointPolicy': documents('Policy'),
  'AWS::S3Express::AccessPoint': documents('Policy'),
  'AWS::S3Express::BucketPolicy': documents('PolicyDocument'),
  'AWS::S3ObjectLambda::AccessPointPolicy': documents('PolicyDocument'),
  'AWS::S3Tables::TableBucketPolicy': documents('ResourcePolicy'),
  'AWS::S3Tables::TablePolicy': documents('ResourcePolicy'),
  'AWS::S3Vectors::VectorBucketPolicy': documents('Policy'),
  'AWS::SQS::QueuePolicy': documents('PolicyDocument'),
  'AWS::SQS::QueueInlinePolicy': documents('PolicyDocument'),
  'AWS::SNS::TopicPolicy': documents('PolicyDocument'),
  'AWS::SNS::TopicInlinePolicy': documents('PolicyDocument'),
  'AWS::SecretsManager::ResourcePolicy': documents('ResourcePolicy'),
  'AWS::Lambda::Permission': (resource) => [permission(resource)],
  'AWS::Lambda::LayerVersionPermission': (resource) => [layerPermission(resource)],
  'AWS::Lambda::ResourcePolicy': documents('PolicyDocument'),
  'AWS::Events::EventBus': documents('Policy'),
  'AWS::Events::EventBusPolicy': (resource) => eventBusPolicy(resource),
  'AWS::EventSchemas::RegistryPolicy': documents('Policy'),
  'AWS::Kinesis::ResourcePolicy': documents('ResourcePolicy'),
  'AWS::DynamoDB::Table': documents(
    'ResourcePolicy.PolicyDocument',
    'StreamSpecification.ResourcePolicy.PolicyDocument',
  ),
  'AWS::DynamoDB::GlobalTable': (resource) => replicas(resource),
  'AWS::Logs::Destination': documents('DestinationPolicy'),
  'AWS::Logs::LogGroup': documents('ResourcePolicyDocument'),
  'AWS::Logs::ResourcePolicy': documents('PolicyDocument'),
  'AWS::Logs::DeliveryDestination': documents('DeliveryDestinationPolicy.DeliveryDestinationPolicy'),
  'AWS::ECR::Repository': documents('RepositoryPolicyText'),
  'AWS::ECR::PublicRepository': documents('RepositoryPolicyText'),
  'AWS::ECR::RegistryPolicy': documents('PolicyText'),
  'AWS::ECR::RepositoryCreationTemplate': documents('RepositoryPolicy'),
  'AWS::Backup::BackupVault': documents('AccessPolicy'),
  'AWS::Backup::LogicallyAirGappedBackupVault': documents('AccessPolicy'),
  'AWS::Backup::BackupAccessPoint': documents('AccessPointPolicy'),
  'AWS::SSM::ResourcePolicy': documents('Policy'),
  'AWS::ApiGateway::RestApi': (resource) => restApi(resource),
  'AWS::ApiGateway::DomainNameV2': documents('Policy'),
  'AWS::OpenSearchService::Domain': documents('AccessPolicies'),
  'AWS::Elasticsearch::Domain': documents('AccessPolicies'),
  'AWS::OpenSearchServerless::AccessPolicy': (resource) => dataAccess(resource),
  'AWS::OSIS::Pipeline': documents('ResourcePolicy.Policy'),
  'AWS::EFS::FileSystem': documents('FileSystemPolicy'),
  'AWS::S3Files::FileSystemPolicy': documents('Policy'),
  'AWS::S3Outposts::AccessPoint': documents('Policy'),
  'AWS::S3Outposts::BucketPolicy': documents('PolicyDocument'),
  'AWS::CodeArtifact::Domain': documents('PermissionsPolicyDocument'),
  'AWS::CodeArtifact::Repository': documents('PermissionsPolicyDocument'),
  'AWS::VpcLattice::AuthPolicy': documents('Policy'),
  'AWS::VpcLattice::ResourcePolicy': documents('Policy'),
  'AWS::MSK::ClusterPolicy': documents('Policy'),
  'AWS::XRay::ResourcePolicy': documents('PolicyDocument'),
  'AWS::EventsV2::ResourcePolicy': documents('PolicyDocument'),
  'AWS::CloudTrail::ResourcePolicy': documents('ResourcePolicy'),
  'AWS::Organizations::ResourcePolicy': documents('Content'),
  'AWS::APS::ResourcePolicy': documents('PolicyDocument'),
  'AWS::Bedrock::ResourcePolicy': documents('PolicyDocument'),
  'AWS::Bedrock::KnowledgeBasePolicy': documents('PolicyDocument'),
  'AWS::BedrockAgentCore::ResourcePolicy': documents('Policy'),
  'AWS::SageMaker::ModelPackageGroup': documents('ModelPackageGroupPolicy'),
  'AWS::Comprehend::DocumentClassifier': documents('ModelPolicy'),
  'AWS::Comprehend::EntityRecognizer': documents('ModelPolicy'),
  'AWS::Lex::ResourcePolicy': documents('Policy'),
  'AWS::SMSVOICE::ResourcePolicy': documents('PolicyDocument'),
  'AWS::DSQL::Cluster': documents('PolicyDocument'),
  'AWS::Redshift::Cluster': documents('NamespaceResourcePolicy'),
  'AWS::RedshiftServerless::Namespace': documents('NamespaceResourcePolicy'),
  'AWS::Omics::SequenceStore': documents('S3AccessPolicy'),
  'AWS::Oam::Sink': documents('Policy'),
  'AWS::PaymentCryptography::Key': documents('Policy'),
  'AWS::RUM::AppMonitor': documents('ResourcePolicy.PolicyDocument'),
  'AWS::MediaStore::Container': documents('Policy'),
  'AWS::MediaPackageV2::ChannelPolicy': documents('Policy'),
  'AWS::MediaPackageV2::OriginEndpointPolicy': documents('Policy'),
  'AWS::MediaTailor::ChannelPolicy': documents('Policy'),
};

export const POLICY_TYPES: readonly string[] = Object.keys(RESOURCE_POLICIES);

/** Every statement that a resource's own policy makes; `undefined` when it cannot be read here. */
export const policyOf = (resource: Resource): readonly Statement[] | undefined =>
  RESOURCE_POLICIES[resource.type](resource);

function joined(parts: readonly (readonly Statement[] | undefined)[]): readonly Statement[] | undefined {
  return parts.every((one) => one !== undefined) ? parts.flatMap((one) => one!) : undefined;
}

const IN_DEFINITION = 'x-amazon-apigateway-policy';

/** The property counts where there is one; else what the OpenAPI definition in the template says. One in a bucket is not seen here. */
function restApi(api: Resource): readonly Statement[] | undefined {
  if (api.get('Policy') !== undefined) return statementsOf(api, 'Policy');
  const body = api.get('Body');
  if (body === undefined) return [];
  const document: any = typeof body === 'string' && !isUnknown(body) ? parsedJson(body) : body;
  // a part of it may come from a transform, as the policy too
  if (!isMap(document) || Object.keys(document).some((key) => key.startsWith('Fn::'))) return undefined;
  return parsePolicy(document[IN_DEFINITION], `Properties.Body.${IN_DEFINITION}`);
}

/** Fields → the condition keys they stand for in the policy that Lambda writes. */
const PERMISSION_KEYS: Readonly<Record<string, string>> = {
  SourceArn: 'aws:sourcearn',
  SourceAccount: 'aws:sourceaccount',
  PrincipalOrgID: 'aws:principalorgid',
  EventSourceToken: 'lambda:eventsourcetoken',
  FunctionUrlAuthType: 'lambda:functionurlauthtype',
  InvokedViaFunctionUrl: 'lambda:invokedviafunctionurl',
};

function permission(resource: Resource): Statement {
  return fields(resource, PERMISSION_KEYS, ['FunctionName']);
}

function layerPermission(resource: Resource): Statement {
  return fields(resource, { OrganizationId: 'aws:principalorgid' }, ['LayerVersionArn']);
}

function fields(resource: Resource, keys: Readonly<Record<string, string>>, resources: string[]): Statement {
  const text = (path: string): string[] => (resource.get(path) === undefined ? [] : [String(resource.get(path))]);
  return {
    effect: 'Allow',
    actions: text('Action'),
    resources: resources.flatMap(text),
    principals: text('Principal').map(principalOf),
    conditions: Object.entries(keys).flatMap(([field, key]): Condition[] =>
      text(field).map((value) => ({ operator: /Arn$/.test(field) ? 'ArnLike' : 'StringEquals', key, values: [value] })),
    ),
    at: 'Properties',
  };
}

/** A field that holds an account, an ARN, a service or everybody, without saying which. */
function principalOf(value: string): Principal {
  if (value === '*') return { kind: 'any', value };
  if (isUnknown(value)) return { kind: 'unknown', value };
  const isService = !value.startsWith('arn:') && value.replace(/⟨[^⟩]*⟩/g, '').includes('.');
  return { kind: isService ? 'Service' : 'AWS', value };
}

/** Either one statement as JSON, or the older fields. */
function eventBusPolicy(resource: Resource): readonly Statement[] | undefined {
  const statement = resource.get('Statement');
  if (statement !== undefined) return parsePolicy({ Statement: statement }, 'Properties');
  const { Type: operator, Key: key, Value: value } = resource.get('Condition') ?? {};
  const said =
    key === undefined ? [] : [{ operator: String(operator), key: String(key).toLowerCase(), values: [String(value)] }];
  return [{ ...fields(resource, {}, []), conditions: said }];
}

/** OpenSearch Serverless keeps a list of rules of its own shape, as JSON text: `[{ Rules: [{ Permission }], Principal: [arn] }]`. */
function dataAccess(resource: Resource): readonly Statement[] | undefined {
  const text = resource.get('Policy');
  if (text === undefined) return [];
  const list = typeof text === 'string' ? parsedList(text) : undefined;
  return list?.map((one, index): Statement => {
    const rules = [one?.Rules ?? []].flat();
    return {
      effect: 'Allow',
      actions: rules.flatMap((rule: any) => rule?.Permission ?? []).map(String),
      resources: rules.flatMap((rule: any) => rule?.Resource ?? []).map(String),
      principals: [one?.Principal ?? []].flat().map((value: unknown) => identity(String(value))),
      conditions: [],
      at: `Properties.Policy.${index}`,
    };
  });
}

/** `saml/<account>/<provider>/user/<name>` and `iamidentitycenter/…` name people of the account, whose provider it is. */
function identity(value: string): Principal {
  const [, account] = /^saml\/(\d{12})\//.exec(value) ?? [];
  return principalOf(account ?? (/^iamidentitycenter\//.test(value) ? OWN_ACCOUNT : value));
}

function parsedList(text: string): any[] | undefined {
  const value = parsedJson(text);
  return Array.isArray(value) ? value : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A replica has a policy for the table and one for its stream. */
function replicas(resource: Resource): readonly Statement[] | undefined {
  const list = resource.get('Replicas');
  if (list === undefined) return [];
  if (!Array.isArray(list)) return undefined;
  return joined(
    list.flatMap((_, index) => [
      statementsOf(resource, `Replicas.${index}.ResourcePolicy.PolicyDocument`),
      statementsOf(resource, `Replicas.${index}.ReplicaStreamSpecification.ResourcePolicy.PolicyDocument`),
    ]),
  );
}
