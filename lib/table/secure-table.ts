import {
  CfnTable,
  GlobalSecondaryIndexProps,
  LocalSecondaryIndexProps,
  Table,
  TableGrants,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, GrantOnKeyResult, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { ExactTableGrants, grantStreamRead, isIdentity, useKey } from './exact-grants';
import { SecureTableProps } from './secure-table-props';
import { checkRetention, secureTableProps, stateWhatItHolds, unitsOf } from './table-defaults';
import { limited, Units } from './units';

/**
 * A `dynamodb.Table` whose items are encrypted, recoverable and kept, and whose requests have a limit; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `encryptionKey` | the data key of the stack's key ring; DynamoDB's own key for `INTERNAL` data, and in development for all but `SECRET` |
 * | `pointInTimeRecoverySpecification` | on; off in development |
 * | `deletionProtection` | on; off in development, and with `RemovalPolicy.DESTROY` |
 * | `removalPolicy` | kept; removed in development |
 * | `billingMode` | on demand, unless you name a capacity |
 * | `maxReadRequestUnits`, `maxWriteRequestUnits` | 500 and 200 a second, for the table and for each index |
 * | `timeToLiveAttribute` | `expiresAt` with a `retention`, otherwise none |
 *
 * The limits are best effort, and a burst may exceed them. Streams, indexes and backups are encrypted with the table's key.
 *
 * The grant methods, and those of `grants`, give exact actions on the table and on each index by name, and the key through
 * DynamoDB only; nothing is written into the key's policy. `grantFullAccess` gives everything that can be done with items, and
 * nothing that changes the table. `grant` gives the use of the key too.
 *
 * What you set is kept. When it is weaker than a rule, the synthesis fails unless a waiver says why.
 */
export class SecureTable extends Table {
  /** How sensitive the items are. */
  public readonly dataClass: DataClass;
  private readonly units: Units;
  private exact?: ExactTableGrants;

  /**
   * @throws when `retention` is not a number of whole days (TABLE-07)
   */
  constructor(scope: Construct, id: string, props: SecureTableProps) {
    const { dataClass = KeyRing.defaultDataClass(scope), retention, waivers, ...table } = props;
    checkRetention(retention);
    const secure = secureTableProps(scope, id, table, { dataClass, retention });
    super(scope, id, secure);
    this.dataClass = dataClass;
    this.units = unitsOf(secure);
    stateWhatItHolds((this.node.defaultChild as CfnTable).tags, { dataClass, retention });
    secured(this, waivers);
  }

  /** Exact grants, action by action. */
  public override get grants(): TableGrants {
    return this.exactGrants;
  }

  /** Adds a global index, which takes over the table's limits unless it names its own. */
  public override addGlobalSecondaryIndex(props: GlobalSecondaryIndexProps): void {
    super.addGlobalSecondaryIndex(limited(props, this.units));
    this.exactGrants.addIndex(props.indexName);
  }

  /** Adds a local index, as `dynamodb.Table` does it. */
  public override addLocalSecondaryIndex(props: LocalSecondaryIndexProps): void {
    super.addLocalSecondaryIndex(props);
    this.exactGrants.addIndex(props.indexName);
  }

  /** Lets somebody read the table's stream, and use the key through DynamoDB. */
  public override grantStreamRead(grantee: IGrantable): Grant {
    return this.tableStreamArn ? grantStreamRead(this, grantee) : super.grantStreamRead(grantee);
  }

  /** Lets an identity use the table's key through DynamoDB. */
  public override grantOnKey(grantee: IGrantable, ...actions: string[]): GrantOnKeyResult {
    return isIdentity(grantee) ? { grant: useKey(this, grantee, actions) } : super.grantOnKey(grantee, ...actions);
  }

  private get exactGrants(): ExactTableGrants {
    return (this.exact ??= new ExactTableGrants(this, [], this.regions));
  }
}
