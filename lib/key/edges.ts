import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/** A service that writes into something encrypted. Both policies have to let it in, or its messages are lost without an error. */
export interface EncryptedEdge {
  /** Service principal; `logs` stands for the one of its region. */
  readonly producer: string;
  readonly what: string;
  readonly target: 'topic' | 'queue' | 'log group' | 'event bus';
  readonly keyActions: readonly string[];
  /** What the target's own policy has to allow. A log group has none: the service owns it. */
  readonly resourceAction?: string;
  /** Which shared key the target is encrypted with. */
  readonly keys: readonly KeyPurpose[];
  /** The ARN pattern of the producer, where the service documents that it has to be given. */
  readonly sourceArn?: { readonly service: string; readonly resource: string };
  /** Whether what is encrypted is a record on its way to the logs: then the encryption context says whose it is. */
  readonly isLogRecord?: boolean;
}

export type KeyPurpose = 'data' | 'operations';

/** "Enable compatibility between event sources from AWS services and encrypted topics", SNS and SQS developer guides. */
const WRITE = ['kms:GenerateDataKey*', 'kms:Decrypt'];
const BOTH: readonly KeyPurpose[] = ['data', 'operations'];

/**
 * The one table of who writes into what is encrypted.
 *
 * EventBridge → topic is not in it: "You can't use Condition blocks in Amazon SNS topic policies for EventBridge" (EventBridge
 * user guide, resource-based policies), and without one any account's rules could publish. Go through a queue or a function.
 */
export const ENCRYPTED_EDGES = {
  alarmToTopic: {
    producer: 'cloudwatch.amazonaws.com',
    what: 'alarm',
    target: 'topic',
    keyActions: WRITE,
    resourceAction: 'sns:Publish',
    keys: ['operations'],
  },
  budgetToTopic: {
    producer: 'budgets.amazonaws.com',
    what: 'budget',
    target: 'topic',
    keyActions: WRITE,
    resourceAction: 'sns:Publish',
    keys: ['operations'],
    // "Creating an Amazon SNS topic for budget notifications", AWS Cost Management user guide
    sourceArn: { service: 'budgets', resource: '*' },
  },
  anomalyToTopic: {
    producer: 'costalerts.amazonaws.com',
    what: 'cost anomaly subscription',
    target: 'topic',
    keyActions: WRITE,
    resourceAction: 'sns:Publish',
    keys: ['operations'],
  },
  ruleToQueue: {
    producer: 'events.amazonaws.com',
    what: 'EventBridge rule or its dead-letter queue',
    target: 'queue',
    keyActions: WRITE,
    resourceAction: 'sqs:SendMessage',
    keys: BOTH,
  },
  bucketToTopic: {
    producer: 's3.amazonaws.com',
    what: 'bucket notification',
    target: 'topic',
    keyActions: WRITE,
    resourceAction: 'sns:Publish',
    keys: ['data'],
  },
  bucketToQueue: {
    producer: 's3.amazonaws.com',
    what: 'bucket notification',
    target: 'queue',
    keyActions: WRITE,
    resourceAction: 'sqs:SendMessage',
    keys: ['data'],
  },
  topicToQueue: {
    producer: 'sns.amazonaws.com',
    what: 'topic subscription or its dead-letter queue',
    target: 'queue',
    keyActions: WRITE,
    resourceAction: 'sqs:SendMessage',
    keys: BOTH,
  },
  logGroup: {
    producer: 'logs',
    what: 'log group',
    target: 'log group',
    // "Encrypt log data in CloudWatch Logs using AWS KMS", CloudWatch Logs user guide
    keyActions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    keys: BOTH,
  },
  eventBus: {
    producer: 'events.amazonaws.com',
    what: 'event bus or archive',
    target: 'event bus',
    // "Authorizing EventBridge to use a customer managed key" and "Encrypting archives", EventBridge user guide
    keyActions: ['kms:DescribeKey', 'kms:ReEncrypt*', ...WRITE],
    keys: ['data'],
  },
  logDelivery: {
    producer: 'delivery.logs.amazonaws.com',
    what: 'log record of a state machine or event bus',
    target: 'log group',
    // "Data at rest encryption in Step Functions", developer guide; "Encrypting event bus logs", EventBridge user guide
    keyActions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    keys: ['data'],
    isLogRecord: true,
  },
  busLogs: {
    producer: 'events.amazonaws.com',
    what: 'log record of an event bus',
    target: 'log group',
    keyActions: ['kms:GenerateDataKey'],
    keys: ['data'],
    isLogRecord: true,
  },
} as const satisfies Record<string, EncryptedEdge>;

export type EdgeName = keyof typeof ENCRYPTED_EDGES;

const edge = (name: EdgeName): EncryptedEdge => ENCRYPTED_EDGES[name];

/** The edges whose targets one shared key encrypts. */
export const edgesOf = (purpose: KeyPurpose): EdgeName[] =>
  (Object.keys(ENCRYPTED_EDGES) as EdgeName[]).filter((name) => edge(name).keys.includes(purpose));

/** The service principal of an edge, in the scope's region. */
export const producerOf = (scope: IConstruct, name: EdgeName): string =>
  edge(name).producer === 'logs' ? `logs.${Stack.of(scope).region}.amazonaws.com` : edge(name).producer;

/**
 * What a key's policy says so that an edge works. It names the account, never a resource of the stack: a key that names
 * the resource it encrypts is a cycle.
 */
export function keyStatement(scope: IConstruct, name: EdgeName): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(producerOf(scope, name))],
    actions: [...edge(name).keyActions],
    resources: ['*'],
    conditions: sourceConditions(scope, name),
  });
}

/** The statements of all edges that one shared key takes part in, each service once for each way to say its source. */
export function keyStatements(scope: IConstruct, purpose: KeyPurpose): PolicyStatement[] {
  const groups = new Map<string, EdgeName[]>();
  for (const name of edgesOf(purpose)) {
    const id = `${producerOf(scope, name)} ${edge(name).isLogRecord ?? false}`;
    groups.set(id, [...(groups.get(id) ?? []), name]);
  }
  return [...groups.values()].map(([first, ...rest]) => {
    const statement = keyStatement(scope, first);
    const said = new Set<string>(edge(first).keyActions);
    for (const action of new Set(rest.flatMap((name) => edge(name).keyActions)))
      if (!said.has(action)) statement.addActions(action);
    return statement;
  });
}

/** What the target's own policy says so that an edge works. */
export function targetStatement(scope: IConstruct, name: EdgeName, targetArn: string): PolicyStatement {
  const { resourceAction, what } = edge(name);
  if (!resourceAction) throw new Error(`a ${what} has no policy of its own`);
  return new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(producerOf(scope, name))],
    actions: [resourceAction],
    resources: [targetArn],
    conditions: sourceConditions(scope, name),
  });
}

function sourceConditions(scope: IConstruct, name: EdgeName): Record<string, Record<string, string>> {
  const stack = Stack.of(scope);
  const { sourceArn } = edge(name);
  if (name === 'logGroup') {
    const everyGroup = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': everyGroup } };
  }
  if (edge(name).isLogRecord) return { StringLike: logRecordContext(stack) };
  const own = { StringEquals: { 'aws:SourceAccount': stack.account } };
  if (!sourceArn) return own;
  return {
    ...own,
    ArnLike: { 'aws:SourceArn': stack.formatArn({ ...sourceArn, region: '', arnFormat: ArnFormat.NO_RESOURCE_NAME }) },
  };
}

/** What says whose records are encrypted on their way to CloudWatch Logs: literally this text, with its asterisk. */
export const logRecordContext = (stack: Stack): Record<string, string> => ({
  'kms:EncryptionContext:SourceArn': stack.formatArn({
    service: 'logs',
    resource: '*',
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  }),
});
