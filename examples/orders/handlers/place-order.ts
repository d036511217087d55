import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { required } from './environment';
import { fingerprint, Order, StoredOrder, totalCents } from './order';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const queue = new SQSClient();

export type Placed = 'placed' | 'placed before' | 'conflict';

/**
 * Stores an order and hands it to fulfilment. May be repeated: the same order is stored once, and a message lost between
 * the two steps is sent again by the repetition. Fulfilment takes a message twice without harm.
 */
export async function placeOrder(order: Order, now: Date): Promise<Placed> {
  const stored: StoredOrder = {
    ...order,
    status: 'PLACED',
    placedOn: now.toISOString().slice(0, 10),
    totalCents: totalCents(order),
    fingerprint: fingerprint(order),
  };
  const before = await putOnce(stored);
  if (before && before.fingerprint !== stored.fingerprint) return 'conflict';
  if (before === undefined || before.status === 'PLACED') {
    await queue.send(
      new SendMessageCommand({
        QueueUrl: required('ORDERS_QUEUE_URL'),
        MessageBody: JSON.stringify({ orderId: order.orderId }),
      }),
    );
  }
  return before ? 'placed before' : 'placed';
}

/** @returns what was there already: the failed condition tells, so that no right to read is needed */
async function putOnce(order: StoredOrder): Promise<{ status?: string; fingerprint?: string } | undefined> {
  try {
    await table.send(
      new PutCommand({
        TableName: required('ORDERS_TABLE'),
        Item: order,
        ConditionExpression: 'attribute_not_exists(orderId)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { status: error.Item?.status?.S, fingerprint: error.Item?.fingerprint?.S };
  }
}
