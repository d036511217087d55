import { ArnFormat, Stack } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Verb } from './access';
import { arnInPolicies } from './secret-arn';
import { indexNames } from './table-indexes';

/** Where an action counts, and on what condition. */
export interface Scope {
  readonly resources: readonly string[];
  readonly conditions?: Record<string, Record<string, string | string[]>>;
}

/** What the caller said besides the access. */
export interface Narrowed {
  readonly prefix?: string;
  readonly indexes?: readonly string[];
}

/** What a kind of resource is encrypted with, and which of its actions need that. */
interface KeyUse {
  /** The property that names the key. */
  readonly property: string;
  /** As in `kms:ViaService`. */
  readonly endpoint: string;
  /** What an action needs of the key; the first that fits counts. */
  readonly needs: readonly (readonly [RegExp, readonly string[]])[];
  readonly context?: (target: any) => Record<string, string>;
}

/** A kind of resource that a function can be connected to: one row of `KINDS`. */
export interface Kind {
  readonly name: string;
  /** The property by which CDK's L1s, L2s and imported resources of the kind are told. */
  readonly ref: string;
  /** The prefix of its actions. */
  readonly service: string;
  readonly verbs: Readonly<Partial<Record<Verb, readonly string[]>>>;
  readonly scope: (target: any, action: string, said: Narrowed) => Scope;
  /** What the code needs to find it: the name, or what stands for it in requests. */
  readonly env: (target: any) => string;
  readonly key?: KeyUse;
}

const DECRYPT = ['kms:Decrypt'];
/** What is written in parts reads the data key that it began with. */
const ENCRYPT = ['kms:Decrypt', 'kms:GenerateDataKey'];

const actions = (service: string, names: string): string[] => names.split(' ').map((one) => `${service}:${one}`);
const on = (read: (target: any) => string) => (target: any) => ({ resources: [read(target)] });

/** Of which an index can be the resource. */
const ON_INDEX = /^dynamodb:(Query|Scan|PartiQLSelect|(Describe|Update)ContributorInsights)$/;
const ON_TABLE_STREAM = /^dynamodb:(DescribeStream|GetRecords|GetShardIterator)$/;
/** Of which objects are the resource; the others are about the bucket. */
const ON_OBJECT =
  /^s3:(AbortMultipartUpload|BypassGovernanceRetention|ListMultipartUploadParts|ObjectOwnerOverrideToBucketOwner|Replicate(Delete|Object|Tags)|RestoreObject|UpdateObjectEncryption|(Delete|Get|Put)Object\w*)$/;
/** Which say what keys there are, and know `s3:prefix`. */
const LISTS_KEYS = /^s3:ListBucket(Versions|MultipartUploads)?$/;
/** Of which executions are the resource. */
const ON_EXECUTION =
  /^states:(DescribeExecution|DescribeStateMachineForExecution|GetExecutionHistory|RedriveExecution|StopExecution|ListMapRuns)$/;

function onTable(target: any, action: string, { indexes = [] }: Narrowed): Scope {
  const { tableArn } = target.tableRef;
  if (ON_TABLE_STREAM.test(action)) return { resources: [streamOf(target)] };
  const names = ON_INDEX.test(action) ? [...new Set([...indexNames(target), ...indexes])] : [];
  return { resources: [tableArn, ...names.map((name) => `${tableArn}/index/${name}`)] };
}

function streamOf({ tableStreamArn, node }: any): string {
  if (tableStreamArn) return tableStreamArn;
  throw new Error(
    `expected the table ${node.path} to have a stream, got none; set stream, or import it with tableStreamArn`,
  );
}

function onBucket(target: any, action: string, { prefix }: Narrowed): Scope {
  const { bucketArn } = target.bucketRef;
  if (ON_OBJECT.test(action)) return { resources: [`${bucketArn}/${prefix ?? ''}*`] };
  const conditions = prefix === undefined ? undefined : { StringLike: { 's3:prefix': `${prefix}*` } };
  return { resources: [bucketArn], conditions: LISTS_KEYS.test(action) ? conditions : undefined };
}

function onMachine(target: any, action: string): Scope {
  const { stateMachineArn } = target.stateMachineRef;
  if (!ON_EXECUTION.test(action)) return { resources: [stateMachineArn] };
  const stack = Stack.of(target);
  const { resourceName } = stack.splitArn(stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  return {
    resources: [
      stack.formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${resourceName}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  };
}

/**
 * The one table of what a function can be connected to. Actions, and the resources they count on, by "Actions, resources, and
 * condition keys" of each service in the Service Authorization Reference; keys by each service's page about KMS.
 */
export const KINDS: readonly Kind[] = [
  {
    name: 'table',
    ref: 'tableRef',
    service: 'dynamodb',
    verbs: {
      READ: actions('dynamodb', 'GetItem BatchGetItem Query Scan ConditionCheckItem'),
      WRITE: actions('dynamodb', 'PutItem UpdateItem DeleteItem BatchWriteItem'),
    },
    scope: onTable,
    env: (target) => target.tableRef.tableName,
    // who reads or writes items only ever decrypts the table's key
    key: {
      property: 'encryptionKey',
      endpoint: 'dynamodb',
      needs: [
        [/^dynamodb:(Describe|List)(?!Stream$)/, []],
        [/./, DECRYPT],
      ],
    },
  },
  {
    name: 'bucket',
    ref: 'bucketRef',
    service: 's3',
    verbs: {
      // without ListBucket a missing object reads as forbidden
      READ: actions('s3', 'GetObject ListBucket'),
      WRITE: actions('s3', 'PutObject AbortMultipartUpload DeleteObject'),
    },
    scope: onBucket,
    env: (target) => target.bucketRef.bucketName,
    key: {
      property: 'encryptionKey',
      endpoint: 's3',
      needs: [
        [/^s3:GetObject(Version)?(Attributes|VersionAttributes)?$/, DECRYPT],
        [/^s3:(PutObject|RestoreObject|UpdateObjectEncryption|Replicate\w*)$/, ENCRYPT],
      ],
    },
  },
  {
    name: 'queue',
    ref: 'queueRef',
    service: 'sqs',
    verbs: {
      SEND: actions('sqs', 'SendMessage'),
      RECEIVE: actions('sqs', 'ReceiveMessage DeleteMessage GetQueueAttributes'),
    },
    scope: on((target) => target.queueRef.queueArn),
    env: (target) => target.queueRef.queueUrl,
    key: {
      property: 'encryptionMasterKey',
      endpoint: 'sqs',
      needs: [
        [/^sqs:SendMessage$/, ENCRYPT],
        [/^sqs:ReceiveMessage$/, DECRYPT],
      ],
    },
  },
  {
    name: 'topic',
    ref: 'topicRef',
    service: 'sns',
    verbs: { PUBLISH: actions('sns', 'Publish') },
    scope: on((target) => target.topicRef.topicArn),
    env: (target) => target.topicRef.topicArn,
    key: { property: 'masterKey', endpoint: 'sns', needs: [[/^sns:Publish$/, ENCRYPT]] },
  },
  {
    name: 'event bus',
    ref: 'eventBusRef',
    service: 'events',
    verbs: { PUBLISH: actions('events', 'PutEvents') },
    scope: on((target) => target.eventBusRef.eventBusArn),
    env: (target) => target.eventBusRef.eventBusName,
  },
  {
    name: 'secret',
    ref: 'secretRef',
    service: 'secretsmanager',
    verbs: {
      // DescribeSecret is for AWS's caching clients
      READ: actions('secretsmanager', 'GetSecretValue DescribeSecret'),
      WRITE: actions('secretsmanager', 'PutSecretValue'),
    },
    scope: (target) => ({ resources: [target.secretArn ? arnInPolicies(target) : target.secretRef.secretId] }),
    env: (target) => target.secretRef.secretId,
    key: {
      property: 'encryptionKey',
      endpoint: 'secretsmanager',
      needs: [
        [/^secretsmanager:GetSecretValue$/, DECRYPT],
        [/^secretsmanager:(PutSecretValue|UpdateSecret)$/, ENCRYPT],
      ],
    },
  },
  {
    name: 'parameter',
    ref: 'parameterRef',
    service: 'ssm',
    verbs: { READ: actions('ssm', 'GetParameter GetParameters'), WRITE: actions('ssm', 'PutParameter') },
    scope: on((target) => target.parameterRef.parameterArn),
    env: (target) => target.parameterRef.parameterName,
    key: {
      property: 'encryptionKey',
      endpoint: 'ssm',
      needs: [
        [/^ssm:GetParameter(s|History)?$/, DECRYPT],
        // a standard parameter is encrypted by the key itself, an advanced one by a data key
        [/^ssm:PutParameter$/, ['kms:Encrypt', 'kms:GenerateDataKey']],
      ],
      context: (target) => ({ 'kms:EncryptionContext:PARAMETER_ARN': target.parameterRef.parameterArn }),
    },
  },
  {
    name: 'state machine',
    ref: 'stateMachineRef',
    service: 'states',
    verbs: { START: actions('states', 'StartExecution'), INVOKE: actions('states', 'StartSyncExecution') },
    scope: onMachine,
    env: (target) => target.stateMachineRef.stateMachineArn,
  },
  {
    name: 'function',
    ref: 'functionRef',
    service: 'lambda',
    verbs: { INVOKE: actions('lambda', 'InvokeFunction') },
    scope: on((target) => target.functionArn ?? target.functionRef.functionArn),
    env: (target) => target.functionName ?? target.functionRef.functionName,
  },
  {
    name: 'stream',
    ref: 'streamRef',
    service: 'kinesis',
    verbs: {
      READ: actions('kinesis', 'DescribeStreamSummary GetRecords GetShardIterator ListShards'),
      WRITE: actions('kinesis', 'PutRecord PutRecords'),
    },
    scope: on((target) => target.streamRef.streamArn),
    env: (target) => target.streamName ?? target.ref,
    key: {
      property: 'encryptionKey',
      endpoint: 'kinesis',
      needs: [
        [/^kinesis:GetRecords$/, DECRYPT],
        [/^kinesis:PutRecords?$/, ['kms:GenerateDataKey']],
      ],
    },
  },
  {
    name: 'key',
    ref: 'keyRef',
    service: 'kms',
    verbs: {},
    scope: on((target) => target.keyRef.keyArn),
    env: (target) => target.keyRef.keyArn,
  },
];

/** The key, where CDK knows it: an L1 names it by text, and of an imported resource it may not have been said. */
export const keyOf = (kind: Kind, target: any): IKey | undefined => kind.key && target[kind.key.property];

/** The kind of a resource, be it an L2, an L1 or imported. */
export const kindOf = (target: object): Kind | undefined => KINDS.find(({ ref }) => ref in target);
