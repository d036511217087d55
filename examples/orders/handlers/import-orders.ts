import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3ObjectCreatedNotificationEvent } from 'aws-lambda';
import { required } from './environment';
import { InvalidInput } from './order';
import { parseOrders } from './order-files';
import { placeOrder } from './place-order';

const s3 = new S3Client();

const PREFIX = 'incoming/';
const MAX_BYTES = 1024 * 1024;

/** How an upload went, for the log and for whoever invokes it by hand. */
export interface Import {
  readonly placed: number;
  readonly repeated: number;
  readonly refused: number;
}

/** Places the orders of an uploaded CSV or JSON file. The same file may come twice: each order is placed once. */
export async function handler({ detail }: S3ObjectCreatedNotificationEvent): Promise<Import> {
  const { bucket, object } = detail;
  if (bucket.name !== required('UPLOADS_BUCKET')) throw new InvalidInput('expected an event of the upload bucket');
  if (!object.key.startsWith(PREFIX)) throw new InvalidInput(`expected an object below ${PREFIX}`);
  if (object.size > MAX_BYTES) throw new InvalidInput(`expected at most ${MAX_BYTES} bytes, got ${object.size}`);

  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket.name, Key: object.key, VersionId: object['version-id'] || undefined }),
  );
  const orders = parseOrders(object.key, await Body!.transformToString('utf8'));
  const counts = { placed: 0, repeated: 0, refused: 0 };
  for (const order of orders) {
    const result = await placeOrder(order, new Date());
    if (result === 'placed') counts.placed++;
    else if (result === 'placed before') counts.repeated++;
    else counts.refused++;
  }
  console.log({ key: object.key, ...counts });
  return counts;
}
