import { Aws, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucket, IBucket, PartitionDateSource, TargetObjectKeyFormat } from 'aws-cdk-lib/aws-s3';
import { stateOf } from '../core/tree-state';
import { LOG_DELIVERY } from './log-targets';

const SOURCES = 'access-log-sources';
const TAKES = 'takes-access-logs';

/** How log files are named. */
export interface LogFileNames {
  readonly prefix?: string;
  readonly format?: TargetObjectKeyFormat;
}

/**
 * Sends a bucket's access logs to another one, and lets them in there. Not through the L2's own prop: without a feature
 * flag that one falls back on ACLs, which a bucket that enforces its owner refuses.
 */
export function deliverAccessLogs(source: Bucket, target: IBucket, names: LogFileNames = {}): void {
  const format = names.format ?? TargetObjectKeyFormat.partitionedPrefix(PartitionDateSource.EVENT_TIME);
  (source.node.defaultChild as CfnBucket).loggingConfiguration = {
    destinationBucketName: target.bucketName,
    logFilePrefix: names.prefix ?? 's3-access-logs/',
    targetObjectKeyFormat: format._render(),
  };
  takeAccessLogs(target);
  const sources = stateOf(target).list<string>(SOURCES);
  const arn = nameableArn(source, target);
  if (!sources.includes(arn)) sources.push(arn);
}

/**
 * Lets a bucket take access logs. One statement for all sources, since a policy has room for 20 KB only; their list is
 * plain data, so that library copies share it. As long as no source is known, it is every bucket of the account.
 */
export function takeAccessLogs(target: IBucket): void {
  const state = stateOf(target);
  if (state.get(TAKES)) return;
  state.set(TAKES, true);
  const sources = state.list<string>(SOURCES);
  target.addToResourcePolicy(
    new PolicyStatement({
      sid: 'TakeAccessLogs',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal(LOG_DELIVERY)],
      actions: ['s3:PutObject'],
      resources: [target.arnForObjects('*')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(target).account },
        ArnLike: { 'aws:SourceArn': Lazy.any({ produce: () => (sources.length > 0 ? sources : [arnNamed('*')]) }) },
      },
    }),
  );
}

const arnNamed = (name: string): string => `arn:${Aws.PARTITION}:s3:::${name}`;

/**
 * The source already refers to the target. Within a stack, and from a nested one to its parent, the target's policy may
 * refer back, since it is a resource of its own; between other stacks that would be a cycle. There a physical name says
 * it, and without one every bucket of the account does.
 */
function nameableArn(source: Bucket, target: IBucket): string {
  for (let stack: Stack | undefined = Stack.of(source); stack; stack = stack.nestedStackParent) {
    if (stack === Stack.of(target)) return source.bucketArn;
  }
  const { bucketName } = source.node.defaultChild as CfnBucket;
  return arnNamed(bucketName === undefined || Token.isUnresolved(bucketName) ? '*' : bucketName);
}
