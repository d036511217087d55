import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { required } from './environment';
import type { StoredOrder } from './order';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const s3 = new S3Client();

/** What the schedule sends. */
export interface DailyReportEvent {
  /** When it fired, ISO 8601. The report is about the day before. */
  readonly time: string;
}

export interface DailyReport {
  readonly day: string;
  readonly orders: number;
  readonly fulfilled: number;
  readonly totalCents: number;
}

/** Sums up the orders of a day. Running it again writes the same object again. */
export async function handler(event: DailyReportEvent): Promise<DailyReport> {
  const fired = Date.parse(event.time);
  if (Number.isNaN(fired)) throw new Error('expected time to be a date');
  const day = new Date(fired - 86_400_000).toISOString().slice(0, 10);
  const report = { day, orders: 0, fulfilled: 0, totalCents: 0 };
  const pages = paginateQuery(
    { client: table },
    {
      TableName: required('ORDERS_TABLE'),
      IndexName: required('ORDERS_BY_DAY'),
      KeyConditionExpression: 'placedOn = :day',
      ExpressionAttributeValues: { ':day': day },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const order of Items as StoredOrder[]) {
      report.orders++;
      if (order.status === 'FULFILLED') report.fulfilled++;
      report.totalCents += order.totalCents;
    }
  }
  await s3.send(
    new PutObjectCommand({
      Bucket: required('REPORTS_BUCKET'),
      Key: `daily/${day}.json`,
      Body: JSON.stringify(report),
      ContentType: 'application/json',
    }),
  );
  return report;
}
