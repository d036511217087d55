import { isGiven, isIntrinsic, pick, tagList } from './intrinsic-shapes';
import type { SamResource } from './sam-resource';

const KNOWN: ReadonlySet<string> = new Set([
  ...[
    'PointInTimeRecoverySpecification',
    'PrimaryKey',
    'ProvisionedThroughput',
    'TableName',
    'Tags',
    'SSESpecification',
  ],
]);
const KEY_TYPES: Readonly<Record<string, string>> = { String: 'S', Number: 'N', Binary: 'B' };

/** An `AWS::Serverless::SimpleTable`: a table with one key, on demand unless it says otherwise. */
export function writeSimpleTable(sam: SamResource): void {
  const { properties } = sam;
  sam.knows(properties, KNOWN);
  const { ProvisionedThroughput, Tags } = properties;
  const key = sam.map(properties.PrimaryKey, 'PrimaryKey') ?? { Name: 'id', Type: 'String' };
  const type = Object.hasOwn(KEY_TYPES, String(key.Type)) ? KEY_TYPES[String(key.Type)] : undefined;
  if (type === undefined && !isIntrinsic(key.Type)) sam.block('PrimaryKey.Type', 'none of String, Number, Binary');
  const isOnDemand = !isGiven(ProvisionedThroughput);
  const tags = sam.map(Tags, 'Tags');
  sam.become('AWS::DynamoDB::Table', {
    ...pick(properties, ['TableName', 'PointInTimeRecoverySpecification', 'SSESpecification', 'ProvisionedThroughput']),
    AttributeDefinitions: [{ AttributeName: key.Name, AttributeType: type ?? key.Type }],
    KeySchema: [{ AttributeName: key.Name, KeyType: 'HASH' }],
    BillingMode: isOnDemand ? 'PAY_PER_REQUEST' : undefined,
    Tags: tags ? tagList(tags) : undefined,
  });
}
