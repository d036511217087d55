import { Stack } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable } from 'aws-cdk-lib/aws-dynamodb';

/** The indexes that a table of this app has by now. Of an imported one nobody knows them here. */
export function indexNames(target: any): string[] {
  const table = [target, target.node.defaultChild].find(
    (one) => one instanceof CfnTable || one instanceof CfnGlobalTable,
  );
  if (!table) return [];
  const all = [table.globalSecondaryIndexes, table.localSecondaryIndexes].map(
    (indexes) => Stack.of(table).resolve(indexes) ?? [],
  );
  return all.flat().map((one: any) => String(one.indexName ?? one.IndexName));
}
