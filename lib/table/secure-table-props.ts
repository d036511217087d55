import { Duration } from 'aws-cdk-lib';
import { TableProps, TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';

/** What a secure table has to know beyond the props of its CDK class. */
export interface SecureTableOptions {
  /**
   * How sensitive the items are. It decides the key, and stands in the tag `data-class`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * How long items are kept, in whole days. It stands in the tag `data-retention`. DynamoDB deletes an item some time after the
   * moment that the item itself names, in seconds since 1970, in `timeToLiveAttribute`: that is your code's to write. With a
   * retention and no `timeToLiveAttribute`, the attribute is `expiresAt`.
   *
   * @default - items are kept until somebody deletes them, and the tag says so
   */
  readonly retention?: Duration;
  /**
   * Rules that need not hold on this table, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/** Props of `SecureTable`: everything `dynamodb.Table` takes, and what a secure table has to know besides. */
export interface SecureTableProps extends TableProps, SecureTableOptions {}

/** Props of `SecureTableV2`: everything `dynamodb.TableV2` takes, and what a secure table has to know besides. */
export interface SecureTableV2Props extends TablePropsV2, SecureTableOptions {}
