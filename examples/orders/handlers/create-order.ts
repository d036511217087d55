import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { InvalidInput, Order, parseOrder } from './order';
import { Placed, placeOrder } from './place-order';

const MAX_BODY_BYTES = 64 * 1024;

const STATUS: Record<Placed, number> = { placed: 201, 'placed before': 200, conflict: 409 };

/** `POST` with an order as its body. The order's id makes it safe to repeat. */
export async function handler(event: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> {
  let order: Order;
  try {
    order = parseOrder(bodyOf(event));
  } catch (error) {
    if (error instanceof InvalidInput) return reply(400, { message: error.message });
    throw error;
  }
  const result = await placeOrder(order, new Date());
  return reply(STATUS[result], result === 'conflict' ? { message: 'orderId is taken' } : { orderId: order.orderId });
}

function bodyOf({ body, isBase64Encoded }: LambdaFunctionURLEvent): unknown {
  const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw new InvalidInput(`expected at most ${MAX_BODY_BYTES} bytes`);
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInput('expected the body to be JSON');
  }
}

const reply = (statusCode: number, body: object): LambdaFunctionURLResult => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
