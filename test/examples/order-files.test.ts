import { InvalidInput, parseOrder } from '../../examples/orders/handlers/order';
import { parseOrders } from '../../examples/orders/handlers/order-files';

const ID = '0b9d8c1e-6a53-4b7e-9d34-3f1d2c5a7e10';
const OTHER = '5e0a7b52-1d0f-4c7b-8a39-0d2f6b1c9e44';
const order = { orderId: ID, customerId: 'c-1', items: [{ sku: 'tea', quantity: 2, unitPriceCents: 450 }] };
const HEADER = 'orderId,customerId,sku,quantity,unitPriceCents';

test('a JSON file is a list of orders', () => {
  expect(parseOrders('incoming/a.json', JSON.stringify([order]))).toEqual([order]);
});

test('a CSV file has one line per item', () => {
  const csv = [HEADER, `${ID},c-1,tea,2,450`, `${OTHER},c-2,cup,1,1200`, `${ID},c-1,cup,1,1200`, ''].join('\r\n');
  expect(parseOrders('incoming/a.csv', csv)).toEqual([
    {
      ...order,
      items: [
        { sku: 'tea', quantity: 2, unitPriceCents: 450 },
        { sku: 'cup', quantity: 1, unitPriceCents: 1200 },
      ],
    },
    { orderId: OTHER, customerId: 'c-2', items: [{ sku: 'cup', quantity: 1, unitPriceCents: 1200 }] },
  ]);
});

test.each<[string, string, string]>([
  ['another kind of file', 'incoming/a.xml', '<orders/>'],
  ['no JSON', 'incoming/a.json', '{'],
  ['no list', 'incoming/a.json', JSON.stringify(order)],
  ['no order', 'incoming/a.json', '[]'],
  ['an empty file', 'incoming/a.csv', ''],
  ['other columns', 'incoming/a.csv', 'id,name\n1,2'],
  ['a missing field', 'incoming/a.csv', `${HEADER}\n${ID},c-1,tea,2`],
  ['one field more', 'incoming/a.csv', `${HEADER}\n${ID},c-1,tea,2,450,x`],
  ['a formula instead of a number', 'incoming/a.csv', `${HEADER}\n${ID},c-1,tea,=2+2,450`],
  ['one order of two customers', 'incoming/a.csv', `${HEADER}\n${ID},c-1,tea,2,450\n${ID},c-2,tea,2,450`],
  ['one wrong line among right ones', 'incoming/a.csv', `${HEADER}\n${ID},c-1,tea,2,450\nx,c-1,tea,2,450`],
  ['too many orders', 'incoming/a.json', JSON.stringify(Array.from({ length: 501 }, () => order))],
])('refuses %s', (_, key, content) => {
  expect(() => parseOrders(key, content)).toThrow(InvalidInput);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a list', [order]],
  ['an id that is no UUID', { ...order, orderId: '../../etc' }],
  ['a name with spaces', { ...order, customerId: 'a b' }],
  ['no items', { ...order, items: [] }],
  ['half an item', { ...order, items: [{ sku: 'tea', quantity: 0.5, unitPriceCents: 450 }] }],
  ['a negative price', { ...order, items: [{ sku: 'tea', quantity: 1, unitPriceCents: -1 }] }],
  ['a field that nobody asked for', { ...order, status: 'FULFILLED' }],
])('an order is not %s', (_, input) => {
  expect(() => parseOrder(input)).toThrow(InvalidInput);
});

test('the message of a refusal never repeats the value', () => {
  expect(() => parseOrder({ ...order, customerId: '<script>' })).toThrow(
    'expected customerId to be 1 to 64 letters, digits, _ or -',
  );
});
