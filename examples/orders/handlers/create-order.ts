import type { APIGatewayProxyResult } from 'aws-lambda';
import { answering, callerOf, HttpEvent, reply } from './http';
import { InvalidInput, parseOrder } from './order';
import { Placed, placeOrder } from './place-order';

const MAX_BODY_BYTES = 64 * 1024;

const STATUS: Record<Placed, number> = { placed: 201, 'placed before': 200, conflict: 409 };

/** `POST /orders`: the caller orders for himself. The order's id makes it safe to repeat. */
export const handler = (event: HttpEvent): Promise<APIGatewayProxyResult> =>
  answering(async () => {
    const order = parseOrder(bodyOf(event));
    if (order.customerId !== callerOf(event)) return reply(403, { message: 'expected customerId to be the caller' });
    const result = await placeOrder(order, new Date());
    return reply(STATUS[result], result === 'conflict' ? { message: 'orderId is taken' } : { orderId: order.orderId });
  });

function bodyOf({ body, isBase64Encoded }: HttpEvent): unknown {
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw new InvalidInput(`expected at most ${MAX_BODY_BYTES} bytes`);
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInput('expected the body to be JSON');
  }
}
