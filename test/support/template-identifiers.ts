export const PARTITION = 'aws';
export const REGION = 'us-east-1';
export const ACCOUNT = '111111111111';

export interface Place {
  readonly stackName: string;
  readonly region: string;
  readonly logicalId: string;
}

/** How a resource type is named: every property it is built from arrives resolved. */
interface Naming {
  readonly nameProperty?: string;
  readonly ref?: 'name' | 'arn' | 'url';
  readonly arn: (place: Place, name: string, properties: Readonly<Record<string, unknown>>) => string;
  readonly arnSuffix?: string;
}

export interface Identifiers {
  readonly name: string;
  readonly arn: string;
  readonly ref: string;
  /** What `Fn::GetAtt … Arn` returns, which for some types is not the bare ARN. */
  readonly arnAttribute: string;
}

export function arnOf(service: string, region: string, resource: string): string {
  return `arn:${PARTITION}:${service}:${region}:${ACCOUNT}:${resource}`;
}

export function queueUrlOf(region: string, name: string): string {
  return `https://sqs.${region}.amazonaws.com/${ACCOUNT}/${name}`;
}

function regional(service: string, prefix: string): Naming['arn'] {
  return ({ region }, name) => arnOf(service, region, `${prefix}${name}`);
}

function withPath(kind: string): Naming['arn'] {
  return (_place, name, { Path }) => arnOf('iam', '', `${kind}${typeof Path === 'string' ? Path : '/'}${name}`);
}

function qualified(qualifier: string | undefined): Naming['arn'] {
  return ({ region }, _name, { FunctionName, Name }) =>
    `${functionArnOf(region, String(FunctionName))}:${qualifier ?? String(Name)}`;
}

export function functionArnOf(region: string, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('lambda', region, `function:${nameOrArn}`);
}

const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::S3::Bucket': { nameProperty: 'BucketName', arn: (_place, name) => `arn:${PARTITION}:s3:::${name}` },
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', arn: regional('lambda', 'function:') },
  'AWS::Lambda::Version': { ref: 'arn', arn: qualified('1') },
  'AWS::Lambda::Alias': { ref: 'arn', arn: qualified(undefined) },
  'AWS::IAM::Role': { nameProperty: 'RoleName', arn: withPath('role') },
  'AWS::IAM::User': { nameProperty: 'UserName', arn: withPath('user') },
  'AWS::IAM::ManagedPolicy': { nameProperty: 'ManagedPolicyName', ref: 'arn', arn: withPath('policy') },
  'AWS::SQS::Queue': { nameProperty: 'QueueName', ref: 'url', arn: regional('sqs', '') },
  'AWS::SNS::Topic': { nameProperty: 'TopicName', ref: 'arn', arn: regional('sns', '') },
  'AWS::KMS::Key': { arn: regional('kms', 'key/') },
  'AWS::KMS::ReplicaKey': { arn: regional('kms', 'key/') },
  'AWS::DynamoDB::Table': { nameProperty: 'TableName', arn: regional('dynamodb', 'table/') },
  'AWS::DynamoDB::GlobalTable': { nameProperty: 'TableName', arn: regional('dynamodb', 'table/') },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    ref: 'arn',
    arn: ({ region }, name) => arnOf('secretsmanager', region, `secret:${name}-AbCdEf`),
  },
  'AWS::SecretsManager::SecretTargetAttachment': {
    ref: 'arn',
    arn: (_place, _name, { SecretId }) => String(SecretId),
  },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', arn: regional('logs', 'log-group:'), arnSuffix: ':*' },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    ref: 'arn',
    arn: regional('states', 'stateMachine:'),
  },
  'AWS::Events::EventBus': { nameProperty: 'Name', arn: regional('events', 'event-bus/') },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    arn: ({ region }, name, { EventBusName }) => arnOf('events', region, `rule/${busPrefix(EventBusName)}${name}`),
  },
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    arn: ({ region }, name, { GroupName }) =>
      arnOf('scheduler', region, `schedule/${typeof GroupName === 'string' ? GroupName : 'default'}/${name}`),
  },
  'AWS::Pipes::Pipe': { nameProperty: 'Name', arn: regional('pipes', 'pipe/') },
  'AWS::CloudWatch::Alarm': { nameProperty: 'AlarmName', arn: regional('cloudwatch', 'alarm:') },
  'AWS::CloudWatch::CompositeAlarm': { nameProperty: 'AlarmName', arn: regional('cloudwatch', 'alarm:') },
  'AWS::Kinesis::Stream': { nameProperty: 'Name', arn: regional('kinesis', 'stream/') },
  // What is invoked, not what is administered: the type has no Arn attribute of its own.
  'AWS::ApiGateway::RestApi': { arn: regional('execute-api', '') },
  'AWS::ApiGateway::Stage': { nameProperty: 'StageName', arn: regional('apigateway', 'stages/') },
  'AWS::ApiGateway::Model': { nameProperty: 'Name', arn: regional('apigateway', 'models/') },
  'AWS::SSM::Parameter': {
    nameProperty: 'Name',
    arn: ({ region }, name) => arnOf('ssm', region, `parameter/${name.replace(/^\//, '')}`),
  },
};

export function identifiersOf(type: string, place: Place, properties: Readonly<Record<string, unknown>>): Identifiers {
  const naming = NAMINGS[type] ?? genericNaming(type);
  const given = naming.nameProperty === undefined ? undefined : properties[naming.nameProperty];
  const fake = `${place.stackName}-${place.logicalId}`;
  const name = typeof given === 'string' ? given : type === 'AWS::S3::Bucket' ? fake.toLowerCase() : fake;
  const arn = naming.arn(place, name, properties);
  const references = { name, arn, url: queueUrlOf(place.region, name) };
  return { name, arn, ref: references[naming.ref ?? 'name'], arnAttribute: `${arn}${naming.arnSuffix ?? ''}` };
}

/** The properties a type is named by, so that nothing else has to be resolved to name it. */
export function namingProperties(type: string): readonly string[] {
  return [
    'Path',
    'FunctionName',
    'Name',
    'SecretId',
    'EventBusName',
    'GroupName',
    NAMINGS[type]?.nameProperty ?? 'Name',
  ];
}

function genericNaming(type: string): Naming {
  const [, service = 'custom', kind = 'resource'] = type.toLowerCase().split('::');
  return { arn: regional(service, `${kind}/`) };
}

function busPrefix(eventBusName: unknown): string {
  const name = typeof eventBusName === 'string' ? eventBusName.replace(/^arn:.*event-bus\//, '') : 'default';
  return name === 'default' ? '' : `${name}/`;
}
