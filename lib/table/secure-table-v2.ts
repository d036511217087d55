import { GlobalSecondaryIndexPropsV2, LocalSecondaryIndexProps, TableGrants, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, GrantOnKeyResult, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { ExactTableGrants, grantStreamRead, isIdentity, useKey } from './exact-grants';
import { SecureTableV2Props } from './secure-table-props';
import { checkRetention, secureTableV2Props, stateWhatItHolds, unitsOfBilling } from './table-defaults';
import { limited, Units } from './units';

/**
 * A `dynamodb.TableV2` whose items are encrypted, recoverable and kept in every region, and whose requests have a limit; a
 * drop-in. The defaults are those of `SecureTable`; `billing` is on demand, with 500 reads and 200 writes a second at most.
 *
 * A key serves one region: with `replicas`, and before `addReplica`, set `encryption` to
 * `TableEncryptionV2.customerManagedKey(key, replicaKeyArns)`, or the synthesis fails for data that is not `INTERNAL`.
 *
 * The grant methods, and those of `grants`, give exact actions on the table of the stack's region and on each index by name,
 * and the key through DynamoDB only; `replica(region)` has CDK's own.
 *
 * What you set is kept. When it is weaker than a rule, the synthesis fails unless a waiver says why.
 */
export class SecureTableV2 extends TableV2 {
  /** How sensitive the items are. */
  public readonly dataClass: DataClass;
  /** Exact grants, action by action. */
  public override readonly grants: TableGrants;
  private readonly units: Units;
  private readonly exact: ExactTableGrants;

  /**
   * @throws when `retention` is not a number of whole days (TABLE-07)
   */
  constructor(scope: Construct, id: string, props: SecureTableV2Props) {
    const { dataClass = KeyRing.defaultDataClass(scope), retention, waivers, ...table } = props;
    checkRetention(retention);
    super(scope, id, secureTableV2Props(scope, id, table, { dataClass, retention }));
    this.dataClass = dataClass;
    this.units = unitsOfBilling(table.billing);
    const indexes = [...(table.globalSecondaryIndexes ?? []), ...(table.localSecondaryIndexes ?? [])];
    this.exact = new ExactTableGrants(
      this,
      indexes.map(({ indexName }) => indexName),
    );
    this.grants = this.exact;
    stateWhatItHolds(this.tags, { dataClass, retention });
    secured(this, waivers);
  }

  /** Adds a global index, which takes over the table's limits unless it names its own. */
  public override addGlobalSecondaryIndex(props: GlobalSecondaryIndexPropsV2): void {
    // called by the constructor of the base class too, before this class has fields
    super.addGlobalSecondaryIndex(this.units ? limited(props, this.units) : props);
    this.exact?.addIndex(props.indexName);
  }

  /** Adds a local index, as `dynamodb.TableV2` does it. */
  public override addLocalSecondaryIndex(props: LocalSecondaryIndexProps): void {
    super.addLocalSecondaryIndex(props);
    this.exact?.addIndex(props.indexName);
  }

  /** Lets somebody do exactly these actions with the table and its indexes, and use the key through DynamoDB. */
  public override grant(grantee: IGrantable, ...actions: string[]): Grant {
    return this.exact.actions(grantee, ...actions);
  }

  /** Lets somebody read items. */
  public override grantReadData(grantee: IGrantable): Grant {
    return this.exact.readData(grantee);
  }

  /** Lets somebody write and delete items, and read none. */
  public override grantWriteData(grantee: IGrantable): Grant {
    return this.exact.writeData(grantee);
  }

  /** Lets somebody read, write and delete items. */
  public override grantReadWriteData(grantee: IGrantable): Grant {
    return this.exact.readWriteData(grantee);
  }

  /** Lets somebody do everything with items, and nothing that changes the table. */
  public override grantFullAccess(grantee: IGrantable): Grant {
    return this.exact.fullAccess(grantee);
  }

  /** Lets somebody read the table's stream, and use the key through DynamoDB. */
  public override grantStreamRead(grantee: IGrantable): Grant {
    return this.tableStreamArn ? grantStreamRead(this, grantee) : super.grantStreamRead(grantee);
  }

  /** Lets an identity use the table's key through DynamoDB. */
  public override grantOnKey(grantee: IGrantable, ...actions: string[]): GrantOnKeyResult {
    return isIdentity(grantee) ? { grant: useKey(this, grantee, actions) } : super.grantOnKey(grantee, ...actions);
  }
}
