/**
 * Resources that are about another one: type → the property that names their subject.
 * The gate judges them together with their subject, whoever wrote them.
 */
export const SUBJECTS: Readonly<Record<string, string>> = {
  'AWS::S3::BucketPolicy': 'Bucket',
  'AWS::S3::AccessPoint': 'Bucket',
  'AWS::Lambda::Permission': 'FunctionName',
  'AWS::Lambda::Url': 'TargetFunctionArn',
  'AWS::Lambda::EventInvokeConfig': 'FunctionName',
  'AWS::Lambda::EventSourceMapping': 'FunctionName',
  'AWS::Lambda::Version': 'FunctionName',
  'AWS::Lambda::Alias': 'FunctionName',
  'AWS::Lambda::ResourcePolicy': 'ResourceArn',
  'AWS::IAM::Policy': 'Roles',
  'AWS::IAM::RolePolicy': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'Roles',
  'AWS::IAM::InstanceProfile': 'Roles',
  'AWS::SQS::QueuePolicy': 'Queues',
  'AWS::SQS::QueueInlinePolicy': 'Queue',
  'AWS::SNS::TopicPolicy': 'Topics',
  'AWS::SNS::TopicInlinePolicy': 'TopicArn',
  'AWS::SNS::Subscription': 'TopicArn',
  'AWS::KMS::Alias': 'TargetKeyId',
  'AWS::KMS::ReplicaKey': 'PrimaryKeyArn',
  'AWS::Logs::SubscriptionFilter': 'LogGroupName',
  'AWS::Logs::MetricFilter': 'LogGroupName',
  'AWS::SecretsManager::ResourcePolicy': 'SecretId',
  'AWS::SecretsManager::RotationSchedule': 'SecretId',
  'AWS::SecretsManager::SecretTargetAttachment': 'SecretId',
  'AWS::Cognito::UserPoolClient': 'UserPoolId',
  'AWS::Events::EventBusPolicy': 'EventBusName',
  'AWS::Events::Rule': 'EventBusName',
  'AWS::Events::Archive': 'SourceArn',
  'AWS::ApiGateway::Stage': 'RestApiId',
  'AWS::ApiGateway::Method': 'RestApiId',
  'AWS::ApiGateway::Deployment': 'RestApiId',
  'AWS::ApiGateway::Authorizer': 'RestApiId',
  'AWS::WAFv2::WebACLAssociation': 'ResourceArn',
  'AWS::WAFv2::LoggingConfiguration': 'ResourceArn',
  'AWS::ApiGateway::Resource': 'RestApiId',
  'AWS::ApiGateway::Model': 'RestApiId',
  'AWS::ApiGateway::RequestValidator': 'RestApiId',
  'AWS::ApiGateway::GatewayResponse': 'RestApiId',
  'AWS::ApiGateway::BasePathMapping': 'RestApiId',
  'AWS::ApiGateway::BasePathMappingV2': 'RestApiId',
  'AWS::ApiGatewayV2::ApiMapping': 'ApiId',
  'AWS::ApiGateway::UsagePlan': 'ApiStages',
};

/** Types that may well have no subject: a rule that names no bus belongs to the account's own. */
export const SUBJECT_IS_OPTIONAL: ReadonlySet<string> = new Set(['AWS::Events::Rule', 'AWS::Events::Archive']);

/** Types that put something before their subject → the property that names it: a domain name or web ACL is about the APIs behind it. */
export const FRONTS: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::BasePathMapping': 'DomainName',
  'AWS::ApiGateway::BasePathMappingV2': 'DomainNameArn',
  'AWS::ApiGatewayV2::ApiMapping': 'DomainName',
  'AWS::WAFv2::WebACLAssociation': 'WebACLArn',
};

/** Type → the property that fixes its physical name, for templates that refer to a resource by name. */
export const PHYSICAL_NAMES: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Events::EventBus': 'Name',
};

/** Resources that hold data: they are never replaced by hardening. */
export const STATEFUL: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::Logs::LogGroup',
  'AWS::Cognito::UserPool',
  'AWS::Kinesis::Stream',
]);
