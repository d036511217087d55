import { Duration } from 'aws-cdk-lib';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  Bucket,
  BucketProps,
  CfnBucket,
  EventType,
  IBucketNotificationDestination,
  NotificationKeyFilter,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { profileOf } from '../core/profile';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { deliverAccessLogs } from './access-log-delivery';
import { DELETE, grantObjects, PUT, READ, together } from './exact-grants';
import { LogBucket } from './log-bucket';
import { SecureBucketProps } from './secure-bucket-props';
import { secureBucketProps, stateWhatItHolds } from './bucket-defaults';

/**
 * An `s3.Bucket` that is private, encrypted, versioned, logged and reached by TLS only; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `blockPublicAccess` | all four blocks on |
 * | `objectOwnership` | owner enforced, ACLs off |
 * | `enforceSSL`, `minimumTLSVersion` | `true`, 1.2 |
 * | `encryptionKey` | the data key of the stack's key ring; S3's own key for `INTERNAL` data, and in development for all but `SECRET` |
 * | `bucketKeyEnabled` | `true` with a KMS key |
 * | `blockedEncryptionTypes` | SSE-C |
 * | `versioned` | `true`, in every profile, so that events and deletions behave alike |
 * | `lifecycleRules` | unfinished uploads go after 7 days, old versions after 90 (development 7, regulated 365); yours are added |
 * | `removalPolicy` | kept; removed in development, where a bucket that still holds objects makes the removal fail |
 * | `serverAccessLogsBucket` | the stack's `LogBucket`; no access logs in development, since a log bucket is never empty |
 *
 * `serverAccessLogsPrefix` alone is the prefix in the log bucket: a bucket does not log to itself. `eventBridgeEnabled` is
 * set on the bucket without CDK's custom resource, unless there are other notifications too.
 *
 * The grant methods give exact actions by identity, so that no key or bucket policy names a role.
 *
 * What you set is kept. When it is weaker than a rule, the synthesis fails unless a waiver says why.
 */
export class SecureBucket extends Bucket {
  /** How sensitive the objects are. */
  public readonly dataClass: DataClass;
  private isEventBridgeNative = false;
  private isNotifying = false;

  /**
   * @throws when `retention` is not a number of whole days (BUCKET-11)
   */
  constructor(scope: Construct, id: string, props: SecureBucketProps = {}) {
    const { dataClass = KeyRing.defaultDataClass(scope), retention, waivers, ...bucket } = props;
    const { serverAccessLogsBucket, serverAccessLogsPrefix, targetObjectKeyFormat, eventBridgeEnabled, ...rest } =
      bucket;
    checkRetention(retention);
    super(scope, id, secureBucketProps(scope, id, withRingKey(scope, rest, dataClass), { dataClass, retention }));
    this.dataClass = dataClass;
    stateWhatItHolds(this, { dataClass, retention });
    if (serverAccessLogsBucket || serverAccessLogsPrefix || profileOf(this).name !== 'development') {
      deliverAccessLogs(this, serverAccessLogsBucket ?? LogBucket.of(this).bucket, {
        prefix: serverAccessLogsPrefix,
        format: targetObjectKeyFormat,
      });
    }
    if (eventBridgeEnabled) this.enableEventBridgeNotification();
    secured(this, waivers);
  }

  /**
   * Sends the bucket's events to EventBridge: by the bucket's own configuration, or by CDK's custom resource when that
   * one has to manage other notifications, since it would overwrite ours.
   */
  public override enableEventBridgeNotification(): void {
    if (this.isNotifying) return super.enableEventBridgeNotification();
    this.isEventBridgeNative = true;
    this.cfnBucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }

  /** Adds a notification, as `s3.Bucket` does it. */
  public override addEventNotification(
    event: EventType,
    dest: IBucketNotificationDestination,
    ...filters: NotificationKeyFilter[]
  ): void {
    this.isNotifying = true;
    if (this.isEventBridgeNative) {
      this.isEventBridgeNative = false;
      this.cfnBucket.notificationConfiguration = undefined;
      super.enableEventBridgeNotification();
    }
    super.addEventNotification(event, dest, ...filters);
  }

  /** Lets somebody read and list objects: `s3:GetObject`, `s3:ListBucket`, and to decrypt with the bucket's key through S3. */
  public override grantRead(identity: IGrantable, objectsKeyPattern?: any): Grant {
    return grantObjects(this, identity, READ, objectsKeyPattern);
  }

  /** Lets somebody write objects: `s3:PutObject`, `s3:AbortMultipartUpload`, and to encrypt with the bucket's key through S3. */
  public override grantPut(identity: IGrantable, objectsKeyPattern?: any): Grant {
    return grantObjects(this, identity, PUT, objectsKeyPattern);
  }

  /** Lets somebody delete objects: `s3:DeleteObject`. Versions stay. */
  public override grantDelete(identity: IGrantable, objectsKeyPattern?: any): Grant {
    return grantObjects(this, identity, DELETE, objectsKeyPattern);
  }

  /** Lets somebody write and delete objects, and nothing of their ACLs; with `allowedActionPatterns` exactly what these name. */
  public override grantWrite(identity: IGrantable, objectsKeyPattern?: any, allowedActionPatterns?: string[]): Grant {
    const access = together(PUT, DELETE);
    return grantObjects(
      this,
      identity,
      { ...access, onObjects: allowedActionPatterns ?? access.onObjects },
      objectsKeyPattern,
    );
  }

  /** Lets somebody read, list, write and delete objects. Prefer the verbs one by one. */
  public override grantReadWrite(identity: IGrantable, objectsKeyPattern?: any): Grant {
    return grantObjects(this, identity, together(READ, PUT, DELETE), objectsKeyPattern);
  }

  private get cfnBucket(): CfnBucket {
    return this.node.defaultChild as CfnBucket;
  }
}

/** The ring's key counts as given when nobody said anything about encryption. */
function withRingKey(scope: Construct, given: BucketProps, dataClass: DataClass): BucketProps {
  if (given.encryption !== undefined || given.encryptionKey !== undefined) return given;
  return { ...given, encryptionKey: KeyRing.of(scope).data(dataClass) };
}

function checkRetention(retention: Duration | undefined): void {
  if (retention === undefined || retention.isUnresolved()) return;
  const days = retention.toDays({ integral: false });
  if (days >= 1 && Number.isInteger(days)) return;
  throw new Error(
    `BUCKET-11: expected retention to be a number of whole days, got ${days} days; pass for example Duration.days(30)`,
  );
}
