import { createHash } from 'node:crypto';

/** An order as clients send it. Amounts are whole cents. */
export interface Order {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly OrderItem[];
}

export interface OrderItem {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

/** As it lies in the table. */
export interface StoredOrder extends Order {
  readonly status: 'PLACED' | 'FULFILLED' | 'CANCELLED';
  /** `YYYY-MM-DD`, the key of the index that the daily report reads. */
  readonly placedOn: string;
  readonly totalCents: number;
  readonly fingerprint: string;
}

/** The input is wrong: asking again with the same input cannot help. */
export class InvalidInput extends Error {}

const ORDER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const MAX_ITEMS = 50;

/** @throws InvalidInput with a message that names the field and never its value */
export function parseOrder(input: unknown): Order {
  const { orderId, customerId, items, ...rest } = record(input, 'the order');
  const unexpected = Object.keys(rest).length;
  if (unexpected > 0) throw new InvalidInput(`expected orderId, customerId and items only, got ${unexpected} more`);
  if (!Array.isArray(items) || items.length === 0 || items.length > MAX_ITEMS) {
    throw new InvalidInput(`expected items to be a list of 1 to ${MAX_ITEMS}`);
  }
  return {
    orderId: text(orderId, ORDER_ID, 'orderId', 'a lower-case UUID'),
    customerId: text(customerId, NAME, 'customerId', '1 to 64 letters, digits, _ or -'),
    items: items.map(parseItem),
  };
}

export function parseItem(input: unknown): OrderItem {
  const { sku, quantity, unitPriceCents } = record(input, 'an item');
  return {
    sku: text(sku, NAME, 'sku', '1 to 64 letters, digits, _ or -'),
    quantity: integer(quantity, 1, 1_000, 'quantity'),
    unitPriceCents: integer(unitPriceCents, 0, 10_000_000, 'unitPriceCents'),
  };
}

export const totalCents = ({ items }: Order): number =>
  items.reduce((sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents, 0);

/** Equal for two orders that ask for the same: a client that repeats its request is no conflict. */
export function fingerprint({ orderId, customerId, items }: Order): string {
  const lines = items.map(({ sku, quantity, unitPriceCents }) => [sku, quantity, unitPriceCents]);
  return createHash('sha256')
    .update(JSON.stringify([orderId, customerId, lines]))
    .digest('hex');
}

function record(input: unknown, what: string): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new InvalidInput(`expected ${what} to be an object`);
  }
  return input as Record<string, unknown>;
}

function text(value: unknown, pattern: RegExp, field: string, expected: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new InvalidInput(`expected ${field} to be ${expected}`);
  return value;
}

function integer(value: unknown, least: number, most: number, field: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new InvalidInput(`expected ${field} to be a whole number from ${least} to ${most}`);
  }
  return value;
}
