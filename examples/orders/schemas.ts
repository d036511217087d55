import { JsonSchema, JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const NAME = '^[A-Za-z0-9_-]{1,64}$';
const { ARRAY, INTEGER, OBJECT, STRING } = JsonSchemaType;

const name: JsonSchema = { type: STRING, maxLength: 64, pattern: NAME };
const uuid: JsonSchema = { type: STRING, maxLength: 36, pattern: UUID };

/** What API Gateway lets through to the handlers; the handlers check it again. */
export const ORDER: JsonSchema = {
  type: OBJECT,
  additionalProperties: false,
  required: ['orderId', 'customerId', 'items'],
  properties: {
    orderId: uuid,
    customerId: name,
    items: {
      type: ARRAY,
      minItems: 1,
      maxItems: 50,
      items: {
        type: OBJECT,
        additionalProperties: false,
        required: ['sku', 'quantity', 'unitPriceCents'],
        properties: {
          sku: name,
          quantity: { type: INTEGER, minimum: 1, maximum: 1_000 },
          unitPriceCents: { type: INTEGER, minimum: 0, maximum: 10_000_000 },
        },
      },
    },
  },
};

/** The path parameters of a route. */
export const path = (properties: { [name: string]: JsonSchema }): JsonSchema => ({
  type: OBJECT,
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});

export const ORDER_ID = path({ orderId: uuid });
export const CUSTOMER_ID = path({ customerId: name });
export const DAY = path({ day: { type: STRING, maxLength: 10, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' } });
