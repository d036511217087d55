import { Stack } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IQueue } from 'aws-cdk-lib/aws-sqs';

/*
 * What each handler may do with the table and with CDK's own queue, to the action. A queue's grant methods give wildcards on
 * the key (kms:GenerateDataKey*), and also write to the key's policy, across stacks a circle. Buckets and tables of ours
 * grant exactly; here the report reads one index, and nothing else of the table.
 */

export const putItems = (table: ITable): PolicyStatement[] => onTable(table, 'dynamodb:PutItem', table.tableArn);
export const updateItems = (table: ITable): PolicyStatement[] => onTable(table, 'dynamodb:UpdateItem', table.tableArn);
export const queryIndex = (table: ITable, index: string): PolicyStatement[] =>
  onTable(table, 'dynamodb:Query', `${table.tableArn}/index/${index}`);

export const sendMessages = (queue: IQueue): PolicyStatement[] => [
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
  ...useKey(queue.encryptionMasterKey, ['kms:Decrypt', 'kms:GenerateDataKey'], 'sqs'),
];

const onTable = (table: ITable, action: string, resource: string): PolicyStatement[] => [
  new PolicyStatement({ actions: [action], resources: [resource] }),
  ...useKey(table.encryptionKey, ['kms:Decrypt', 'kms:DescribeKey'], 'dynamodb'),
];

/** The key, but only in the hands of the service that holds the data. */
function useKey(key: IKey | undefined, actions: string[], service: string): PolicyStatement[] {
  if (!key) return [];
  const conditions = { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(key).region}.amazonaws.com` } };
  return [new PolicyStatement({ actions, resources: [key.keyArn], conditions })];
}
