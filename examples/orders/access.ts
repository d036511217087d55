import { Stack } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Reads one index, and nothing else of the table: `fn.connect` would add the table itself and its other indexes, and with them
 * what each of them shows.
 */
export function queryIndex(table: ITable, index: string): PolicyStatement[] {
  const query = new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${index}`] });
  const { encryptionKey: key } = table;
  if (!key) return [query];
  // the key, but only in the hands of the service that holds the data
  const conditions = { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(key).region}.amazonaws.com` } };
  return [query, new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn], conditions })];
}
