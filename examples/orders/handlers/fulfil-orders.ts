import { createHmac } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { carrierKey } from './carrier-key';
import { required } from './environment';

const DONE = ['FULFILLED', 'CANCELLED'];
const table = DynamoDBDocumentClient.from(new DynamoDBClient());

/** Takes orders from the queue. A message that fails is tried again alone, and ends in the dead-letter queue. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(event.Records.map(fulfil));
  const batchItemFailures = event.Records.flatMap(({ messageId }, index) => {
    const result = results[index];
    if (result.status === 'fulfilled') return [];
    console.error({ messageId, error: (result.reason as Error).message });
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
}

async function fulfil({ body }: SQSRecord): Promise<void> {
  const orderId: unknown = JSON.parse(body).orderId;
  if (typeof orderId !== 'string') throw new Error('expected the message to name an orderId');
  const pickupCode = createHmac('sha256', await carrierKey())
    .update(orderId)
    .digest('hex')
    .slice(0, 12);
  try {
    await table.send(
      new UpdateCommand({
        TableName: required('ORDERS_TABLE'),
        Key: { orderId },
        UpdateExpression: 'SET #status = :fulfilled, pickupCode = :code, fulfilledAt = :now',
        ConditionExpression: '#status = :placed',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':placed': 'PLACED',
          ':fulfilled': 'FULFILLED',
          ':code': pickupCode,
          ':now': new Date().toISOString(),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (error) {
    // queues deliver more than once, and customers cancel: neither is a failure, an order that does not exist is
    if (error instanceof ConditionalCheckFailedException && DONE.includes(error.Item?.status?.S ?? '')) return;
    throw error;
  }
}
