import { InvalidInput, Order, OrderItem, parseItem, parseOrder } from './order';

const MAX_ORDERS = 500;
const COLUMNS = ['orderId', 'customerId', 'sku', 'quantity', 'unitPriceCents'];

/**
 * The orders of an uploaded file: a JSON list, or a CSV with one line per item.
 * All or nothing: a file with one wrong line places no order.
 *
 * @throws InvalidInput when anything in it is not as expected
 */
export function parseOrders(key: string, content: string): Order[] {
  const orders = key.endsWith('.json') ? fromJson(content) : key.endsWith('.csv') ? fromCsv(content) : undefined;
  if (!orders) throw new InvalidInput('expected a .json or .csv file');
  if (orders.length === 0 || orders.length > MAX_ORDERS) {
    throw new InvalidInput(`expected 1 to ${MAX_ORDERS} orders, got ${orders.length}`);
  }
  return orders;
}

function fromJson(content: string): Order[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw new InvalidInput('expected the file to be JSON');
  }
  if (!Array.isArray(parsed)) throw new InvalidInput('expected the file to be a list of orders');
  return parsed.map(parseOrder);
}

/** No field may hold a comma or a quote, so none needs quoting. */
function fromCsv(content: string): Order[] {
  const [header, ...lines] = content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(Boolean);
  if (header !== COLUMNS.join(',')) throw new InvalidInput(`expected the first line to be ${COLUMNS.join(',')}`);
  const orders = new Map<string, { customerId: string; items: OrderItem[] }>();
  for (const line of lines) {
    const [orderId, customerId, sku, quantity, unitPriceCents, ...rest] = line.split(',');
    if (rest.length > 0) throw new InvalidInput(`expected ${COLUMNS.length} fields per line`);
    const item = parseItem({ sku, quantity: decimal(quantity), unitPriceCents: decimal(unitPriceCents) });
    const order = orders.get(orderId) ?? { customerId, items: [] };
    if (order.customerId !== customerId) throw new InvalidInput('expected one customer per order');
    order.items.push(item);
    orders.set(orderId, order);
  }
  return [...orders].map(([orderId, order]) => parseOrder({ orderId, ...order }));
}

const decimal = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : NaN);
