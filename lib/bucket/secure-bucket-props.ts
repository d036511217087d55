import { Duration } from 'aws-cdk-lib';
import { BucketProps } from 'aws-cdk-lib/aws-s3';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';

/** Props of `SecureBucket`: everything `s3.Bucket` takes, and what a secure bucket has to know besides. */
export interface SecureBucketProps extends BucketProps {
  /**
   * How sensitive the objects are. It decides the key, and stands in the tag `data-class`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * How long objects are kept, in whole days: then they expire. It stands in the tag `data-retention`.
   *
   * @default - objects are kept until somebody deletes them, and the tag says so
   */
  readonly retention?: Duration;
  /**
   * Rules that need not hold on this bucket, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}
