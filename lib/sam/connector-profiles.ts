/** What a connector writes between two types: `[actions, resources]` for each access, in the notation of policy templates. */
export type Access = readonly (readonly [actions: string, resources: string])[];

export interface Profile {
  /** `role`: a managed policy on the role of the one named; `queue`, `topic`: its resource policy; `call`: a Lambda permission. */
  readonly by: 'source role' | 'destination role' | 'queue' | 'topic' | 'call';
  readonly Read?: Access;
  readonly Write?: Access;
  /** Of the service that acts, for resource policies and permissions. */
  readonly service?: string;
  /** Of a permission, when it is not the source itself. */
  readonly sourceArn?: string;
  readonly ownAccount?: boolean;
}

const DESTINATION = '{Destination.Arn}';
const SOURCE = '{Source.Arn}';
const EXECUTIONS = 'states|execution:{Destination.Name}:*';
const SYNC_RULE = 'events|rule/StepFunctionsGetEventsForStepFunctionsExecutionRule';

const READ_BUCKET: Access = [
  [
    's3: GetObject GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionForReplication GetObjectVersionTorrent ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts',
    `${DESTINATION} ${DESTINATION}/*`,
  ],
];
const WRITE_BUCKET: Access = [
  [
    's3: AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectLegalHold PutObjectRetention RestoreObject',
    `${DESTINATION} ${DESTINATION}/*`,
  ],
];
const READ_TABLE: Access = [
  [
    'dynamodb: GetItem Query Scan BatchGetItem ConditionCheckItem PartiQLSelect',
    `${DESTINATION} ${DESTINATION}/index/*`,
  ],
];
const WRITE_TABLE: Access = [
  [
    'dynamodb: PutItem UpdateItem DeleteItem BatchWriteItem PartiQLDelete PartiQLInsert PartiQLUpdate',
    `${DESTINATION} ${DESTINATION}/index/*`,
  ],
];
const INVOKE: Access = [['lambda: InvokeAsync InvokeFunction', DESTINATION]];
const PUBLISH: Access = [['sns: Publish', DESTINATION]];
const PUT_EVENTS: Access = [['events: PutEvents', DESTINATION]];

const FUNCTION = 'AWS::Lambda::Function';
const MACHINE = 'AWS::StepFunctions::StateMachine';
const TABLE = 'AWS::DynamoDB::Table';
const BUCKET = 'AWS::S3::Bucket';
const QUEUE = 'AWS::SQS::Queue';
const TOPIC = 'AWS::SNS::Topic';
const BUS = 'AWS::Events::EventBus';
const RULE = 'AWS::Events::Rule';

const API_CALLS: Profile = {
  by: 'call',
  service: 'apigateway.amazonaws.com',
  sourceArn: 'execute-api|{Source.ResourceId}/{Source.Qualifier}',
};

/** The AWS page "Connector reference: source and destination resource types" of the SAM developer guide. */
export const PROFILES: Readonly<Record<string, Readonly<Record<string, Profile>>>> = {
  [TABLE]: {
    [FUNCTION]: {
      by: 'destination role',
      Read: [['dynamodb: DescribeStream GetRecords GetShardIterator ListStreams', `${SOURCE}/stream/*`]],
    },
  },
  [RULE]: {
    [TOPIC]: { by: 'topic', service: 'events.amazonaws.com', Write: PUBLISH },
    [BUS]: { by: 'source role', Write: PUT_EVENTS },
    [MACHINE]: { by: 'source role', Write: [['states: StartExecution', DESTINATION]] },
    [FUNCTION]: { by: 'call', service: 'events.amazonaws.com' },
    [QUEUE]: { by: 'queue', service: 'events.amazonaws.com', Write: [['sqs: SendMessage', DESTINATION]] },
  },
  [FUNCTION]: {
    [FUNCTION]: { by: 'source role', Write: INVOKE },
    [BUCKET]: { by: 'source role', Read: READ_BUCKET, Write: WRITE_BUCKET },
    [TABLE]: { by: 'source role', Read: READ_TABLE, Write: WRITE_TABLE },
    [QUEUE]: {
      by: 'source role',
      Read: [['sqs: ReceiveMessage GetQueueAttributes', DESTINATION]],
      Write: [['sqs: DeleteMessage SendMessage ChangeMessageVisibility PurgeQueue', DESTINATION]],
    },
    [TOPIC]: { by: 'source role', Write: PUBLISH },
    [MACHINE]: {
      by: 'source role',
      Read: [
        ['states: DescribeStateMachine ListExecutions', DESTINATION],
        ['states: DescribeExecution DescribeStateMachineForExecution GetExecutionHistory', EXECUTIONS],
      ],
      Write: [
        ['states: StartExecution StartSyncExecution', DESTINATION],
        ['states: StopExecution', EXECUTIONS],
      ],
    },
    [BUS]: { by: 'source role', Write: PUT_EVENTS },
    'AWS::Location::PlaceIndex': {
      by: 'source role',
      Read: [
        [
          'geo: DescribePlaceIndex GetPlace SearchPlaceIndexForPosition SearchPlaceIndexForSuggestions SearchPlaceIndexForText',
          DESTINATION,
        ],
      ],
    },
  },
  'AWS::ApiGatewayV2::Api': { [FUNCTION]: API_CALLS },
  'AWS::ApiGateway::RestApi': { [FUNCTION]: API_CALLS },
  [TOPIC]: {
    [QUEUE]: { by: 'queue', service: 'sns.amazonaws.com', Write: [['sqs: SendMessage', DESTINATION]] },
    [FUNCTION]: { by: 'call', service: 'sns.amazonaws.com' },
  },
  [QUEUE]: {
    [FUNCTION]: {
      by: 'destination role',
      Read: [['sqs: ReceiveMessage GetQueueAttributes', SOURCE]],
      Write: [['sqs: DeleteMessage', SOURCE]],
    },
  },
  [BUCKET]: { [FUNCTION]: { by: 'call', service: 's3.amazonaws.com', ownAccount: true } },
  [MACHINE]: {
    [FUNCTION]: { by: 'source role', Write: INVOKE },
    [TOPIC]: { by: 'source role', Write: PUBLISH },
    [QUEUE]: { by: 'source role', Write: [['sqs: SendMessage', DESTINATION]] },
    [BUCKET]: { by: 'source role', Read: READ_BUCKET, Write: WRITE_BUCKET },
    [TABLE]: { by: 'source role', Read: READ_TABLE, Write: WRITE_TABLE },
    [MACHINE]: {
      by: 'source role',
      Read: [
        ['states: DescribeExecution', EXECUTIONS],
        ['events: DescribeRule', SYNC_RULE],
      ],
      Write: [
        ['states: StartExecution', DESTINATION],
        ['states: StopExecution', EXECUTIONS],
        ['events: PutTargets PutRule', SYNC_RULE],
      ],
    },
    [BUS]: { by: 'source role', Write: PUT_EVENTS },
  },
  'AWS::AppSync::DataSource': {
    [TABLE]: { by: 'source role', Read: READ_TABLE, Write: WRITE_TABLE },
    [FUNCTION]: {
      by: 'source role',
      Write: [['lambda: InvokeAsync InvokeFunction', `${DESTINATION} ${DESTINATION}:*`]],
    },
    [BUS]: { by: 'source role', Write: PUT_EVENTS },
  },
  'AWS::AppSync::GraphQLApi': {
    [FUNCTION]: { by: 'call', service: 'appsync.amazonaws.com', sourceArn: 'appsync|apis/{Source.ResourceId}' },
  },
};
