import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());

/** Writes down what it got, as one item for each invocation; says which records it fails at, and fails at `poison` alone. */
export async function handler(event: any): Promise<object> {
  const got: { id: string; text: string }[] = (event.Records ?? [event]).map(read);
  await note(got.map(({ text }) => text));
  if (event.poison) throw new Error('poison');
  return {
    batchItemFailures: got.filter(({ text }) => text.startsWith('poison')).map(({ id }) => ({ itemIdentifier: id })),
  };
}

/** Uses each thing it is connected to, under the name that stands in the environment. */
export async function useAll(): Promise<object> {
  const { QUEUE_URL, BUCKET_NAME } = process.env;
  await new SQSClient().send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: 'from a function' }));
  await new S3Client().send(new PutObjectCommand({ Bucket: BUCKET_NAME, Key: 'in/a.txt', Body: 'written' }));
  await note(['done']);
  return { statusCode: 200 };
}

const note = (texts: string[]) =>
  table.send(
    new PutCommand({
      TableName: process.env.SEEN_TABLE,
      Item: { source: process.env.SOURCE, at: `${Date.now()}-${randomUUID()}`, texts },
    }),
  );

function read(record: any): { id: string; text: string } {
  if (record.kinesis) {
    const { data, sequenceNumber } = record.kinesis;
    return { id: sequenceNumber, text: Buffer.from(data, 'base64').toString('utf8') };
  }
  if (record.dynamodb) {
    return { id: record.dynamodb.SequenceNumber, text: `${record.eventName} ${record.dynamodb.Keys.id.S}` };
  }
  if (record.Sns) return { id: record.Sns.MessageId, text: record.Sns.Message };
  return { id: record.messageId, text: record.body ?? record.detail?.text ?? record.text ?? '' };
}
