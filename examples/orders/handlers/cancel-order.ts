import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { required } from './environment';
import { callerOf, HttpEvent, reply } from './http';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());

/** `DELETE /orders/{orderId}`: only the caller's own, and only before it is fulfilled. Both are one condition of the write. */
export async function handler(event: HttpEvent): Promise<APIGatewayProxyResult> {
  try {
    await table.send(
      new UpdateCommand({
        TableName: required('ORDERS_TABLE'),
        Key: { orderId: event.pathParameters?.orderId },
        UpdateExpression: 'SET #status = :cancelled',
        ConditionExpression: 'customerId = :caller AND #status = :placed',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':caller': callerOf(event), ':placed': 'PLACED', ':cancelled': 'CANCELLED' },
      }),
    );
    return reply(200, { cancelled: true });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // one answer for somebody else's, a fulfilled one and none at all: nobody learns which ids exist
    return reply(404, { message: 'no order of yours that can be cancelled' });
  }
}
