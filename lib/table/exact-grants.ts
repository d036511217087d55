import { Stack } from 'aws-cdk-lib';
import { ITableRef, StreamGrants, TableGrants } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';

/** What the grants have to know of a table, of either class. */
export interface GrantedTable extends ITableRef {
  readonly tableArn: string;
  readonly tableStreamArn?: string;
  readonly encryptionKey?: IKey;
}

/** DescribeTable tells keys and indexes, and no item: the document models of several SDKs begin with it. */
const DESCRIBE = 'dynamodb:DescribeTable';
const READ = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'ConditionCheckItem'].map((one) => `dynamodb:${one}`);
const WRITE = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'].map((one) => `dynamodb:${one}`);
const READ_STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((one) => `dynamodb:${one}`);

/** "How DynamoDB uses AWS KMS", developer guide: whoever reads or writes items only ever decrypts the table's key. */
const USE_KEY = ['kms:Decrypt', 'kms:DescribeKey'];

/** The actions of which an index can be the resource ("Actions … for Amazon DynamoDB", service authorization reference). */
const ON_INDEX = /^dynamodb:(query|scan|partiqlselect|(describe|update)contributorinsights|.*[*?].*)$/i;

/** Actions that come to no item, so that they need no key. */
const ABOUT_TABLE = /^dynamodb:(describe|list)\w+$/i;

interface Reader {
  readonly grantee: IGrantable;
  readonly actions: readonly string[];
}

/**
 * A table's grants, action by action, on the table and on each of its indexes by name. CDK's own also give what is for
 * streams, `index/*`, and the wildcards of KMS. The key is granted by identity only, and through DynamoDB only.
 */
export class ExactTableGrants extends TableGrants {
  private readonly readers: Reader[] = [];

  constructor(
    private readonly granted: GrantedTable,
    private readonly indexes: string[] = [],
    regions: string[] = [],
  ) {
    // without its own `index/*`
    super({ table: granted, regions, hasIndex: false });
  }

  /** An index that is added later is for those who were let read before, too. */
  public addIndex(name: string): void {
    this.indexes.push(name);
    for (const reader of this.readers) this.onIndexes(reader, [name]);
  }

  public override actions(grantee: IGrantable, ...actions: string[]): Grant {
    const onTable = super.actions(grantee, ...actions);
    // the table's own policy says `*`, which is its indexes too
    if (onTable.resourceStatement) return onTable;
    if (actions.some((one) => !ABOUT_TABLE.test(one))) useKey(this.granted, grantee, USE_KEY);
    const reader = { grantee, actions: actions.filter((one) => ON_INDEX.test(one)) };
    if (reader.actions.length === 0) return onTable;
    this.readers.push(reader);
    return this.indexes.length > 0 ? onTable.combine(this.onIndexes(reader, this.indexes)) : onTable;
  }

  public override readData(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ, DESCRIBE);
  }

  public override writeData(grantee: IGrantable): Grant {
    return this.actions(grantee, ...WRITE, DESCRIBE);
  }

  public override readWriteData(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ, ...WRITE, DESCRIBE);
  }

  /** Everything that can be done with items, and nothing with the table. */
  public override fullAccess(grantee: IGrantable): Grant {
    return this.readWriteData(grantee);
  }

  private onIndexes({ grantee, actions }: Reader, names: readonly string[]): Grant {
    const resourceArns = names.map((name) => `${this.granted.tableArn}/index/${name}`);
    return Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns });
  }
}

/** Lets somebody read a table's stream, which is encrypted with the table's key. */
export function grantStreamRead(table: GrantedTable, grantee: IGrantable): Grant {
  const stream = new StreamGrants({ tableStreamArn: table.tableStreamArn! });
  useKey(table, grantee, USE_KEY);
  return stream.list(grantee).combine(stream.actions(grantee, ...READ_STREAM));
}

/** Services have no policies of their own: for them the key's policy has to speak. */
export const isIdentity = ({ grantPrincipal }: IGrantable): boolean =>
  !('Service' in grantPrincipal.policyFragment.principalJson);

/** Each operation of KMS by name, where CDK writes its family. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  'kms:GenerateDataKey*': ['kms:GenerateDataKey'],
  'kms:ReEncrypt*': ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
};

/** Grants the use of a table's key, in the hands of DynamoDB only. The key's policy names nobody. */
export function useKey(table: GrantedTable, grantee: IGrantable, actions: readonly string[]): Grant | undefined {
  if (!table.encryptionKey) return undefined;
  return Grant.addToPrincipal({
    grantee,
    actions: actions.flatMap((one) => NAMED[one] ?? one),
    resourceArns: [table.encryptionKey.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(table).region}.amazonaws.com` } },
  });
}
