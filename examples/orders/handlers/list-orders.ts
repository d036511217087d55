import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { required } from './environment';
import { HttpEvent, reply } from './http';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const MOST = 50;

/** `GET /customers/{customerId}/orders`: the authorizer has compared the customer with the caller. */
export async function handler(event: HttpEvent): Promise<APIGatewayProxyResult> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: required('ORDERS_TABLE'),
      IndexName: required('ORDERS_BY_CUSTOMER'),
      KeyConditionExpression: 'customerId = :customer',
      ExpressionAttributeValues: { ':customer': event.pathParameters?.customerId },
      ScanIndexForward: false, // the latest first
      Limit: MOST,
    }),
  );
  return reply(200, {
    orders: Items.map(({ orderId, status, placedOn, totalCents }) => ({ orderId, status, placedOn, totalCents })),
  });
}
