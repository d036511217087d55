import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import { QueueEncryption, QueueProps } from 'aws-cdk-lib/aws-sqs';
import { IConstruct } from 'constructs';
import { profileOf } from '../core/profile';
import { secureProps } from '../core/secure-props';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { FAILURE_RETENTION } from './failure-queue';
import { QUEUE_RULES } from './rules/index';

/** What decides a queue's defaults besides its props. */
export interface QueueFacts {
  readonly dataClass: DataClass;
  readonly keepsFailures?: boolean;
}

/** Six times the 60 seconds of a function behind a queue ("at least six times", Lambda developer guide, Amazon SQS). */
const VISIBILITY = Duration.minutes(6);
/** A message keeps its age when it moves, so that a failed one still has ten days in its failure queue. */
const RETENTION = Duration.days(4);

/** The caller's props over those of every rule. */
export function secureQueueProps(
  scope: IConstruct,
  id: string,
  given: QueueProps,
  { dataClass, keepsFailures }: QueueFacts,
): QueueProps {
  const isKept = profileOf(scope).name !== 'development';
  return secureProps<QueueProps>(QUEUE_RULES, scope, id, withRingKey(scope, given, dataClass), {
    defaults: {
      visibilityTimeout: VISIBILITY,
      retentionPeriod: keepsFailures ? FAILURE_RETENTION : RETENTION,
      removalPolicy: isKept ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    },
  });
}

/** The ring's key counts as given when nobody said anything about encryption; CDK's own would not be rotated. */
function withRingKey(scope: IConstruct, given: QueueProps, dataClass: DataClass): QueueProps {
  const { encryption, encryptionMasterKey } = given;
  if (encryptionMasterKey || (encryption !== undefined && encryption !== QueueEncryption.KMS)) return given;
  const ring = KeyRing.of(scope);
  const key = ring.data(dataClass) ?? (encryption && ring.data(DataClass.SECRET));
  return key ? { ...given, encryption: QueueEncryption.KMS, encryptionMasterKey: key } : given;
}

const MOST_RECEIVES = 10;
const DEFAULT_RECEIVES = 3;

/** How often a message is received before it is given up. */
export function receivesOf(maxReceiveCount: number | undefined, { deadLetterQueue }: QueueProps): number {
  if (maxReceiveCount === undefined) return DEFAULT_RECEIVES;
  if (deadLetterQueue) {
    throw new Error(
      'QUEUE-06: expected maxReceiveCount once, got it beside deadLetterQueue; set deadLetterQueue.maxReceiveCount',
    );
  }
  const isGood =
    Token.isUnresolved(maxReceiveCount) ||
    (Number.isInteger(maxReceiveCount) && maxReceiveCount >= 1 && maxReceiveCount <= MOST_RECEIVES);
  if (isGood) return maxReceiveCount;
  throw new Error(
    `QUEUE-06: expected maxReceiveCount to be a whole number from 1 to ${MOST_RECEIVES}, got ${maxReceiveCount}; leave it out for ${DEFAULT_RECEIVES}`,
  );
}
