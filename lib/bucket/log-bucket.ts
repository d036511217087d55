import { Duration, Stack } from 'aws-cdk-lib';
import { Bucket, BucketEncryption, BucketProps, IBucket } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { secured } from '../core/gate-state';
import { ProfileName, profileOf } from '../core/profile';
import { provideShared, sharedIn } from '../core/shared-in-stack';
import { DataClass } from '../key/data-class';
import { deliverAccessLogs, takeAccessLogs } from './access-log-delivery';
import { secureBucketProps, stateWhatItHolds } from './bucket-defaults';

const SLOT = 'log-bucket';

/** Days for which logs are kept. */
const LOG_DAYS: Readonly<Record<ProfileName, number>> = { development: 30, production: 365, regulated: 3650 };

/**
 * The one bucket of a top-level stack that takes access logs; nested stacks use their parent's.
 *
 * It is private, owner-enforced and reached by TLS 1.2 or later, and takes logs of this account only. S3's own keys
 * encrypt it, since S3 delivers no access logs to a bucket with a KMS key; it has no access logs itself. It is versioned:
 * log files are never overwritten, so that costs nothing, and what somebody deletes to hide a trace can be had back.
 * Logs expire after 365 days (development 30, regulated 3650). It is kept when the stack goes, but for development.
 */
export class LogBucket {
  /** The log bucket of the scope's top-level stack: the provided one, or else made on first use. */
  public static of(scope: IConstruct): LogBucket {
    return new LogBucket(sharedIn<IBucket>(scope, SLOT, makeLogBucket));
  }

  /**
   * Brings a log bucket from outside for everything below an App, a Stage or a top-level stack; the nearest wins. It has
   * to be in the region and account of the buckets that log to it.
   *
   * A bucket of this app gets the statement that lets logs in; an imported one has to have it already: Allow
   * `s3:PutObject` for `logging.s3.amazonaws.com` with `aws:SourceAccount` and `aws:SourceArn`.
   *
   * @throws when the scope is another construct, the bucket belongs to another app, or a log bucket was used before (BUCKET-06)
   */
  public static provide(scope: IConstruct, bucket: IBucket): void {
    provideShared(
      scope,
      SLOT,
      bucket,
      (problem) =>
        new Error(`BUCKET-06: expected ${problem}; call LogBucket.provide first thing on the App, a Stage or a stack`),
    );
  }

  private constructor(
    /** The bucket that takes the logs. */
    public readonly bucket: IBucket,
  ) {}

  /**
   * Sends a bucket's access logs here, by bucket policy, whichever feature flags are set. `SecureBucket` does it by itself.
   *
   * @param source the bucket to watch; logging that was set on it before is replaced
   * @param prefix begins the names of its log files; `s3-access-logs/` when absent. Account, region, bucket and day follow
   */
  public receiveFrom(source: Bucket, prefix?: string): void {
    deliverAccessLogs(source, this.bucket, { prefix });
  }
}

function makeLogBucket(stack: Stack): Bucket {
  const id = 'SecureLogBucket';
  const facts = {
    // access logs name people's addresses and identities
    dataClass: DataClass.PERSONAL,
    retention: Duration.days(LOG_DAYS[profileOf(stack).name]),
  };
  const props: BucketProps = { encryption: BucketEncryption.S3_MANAGED };
  const bucket = new Bucket(stack, id, secureBucketProps(stack, id, props, facts));
  stateWhatItHolds(bucket, facts);
  takeAccessLogs(bucket);
  secured(bucket);
  return bucket;
}
