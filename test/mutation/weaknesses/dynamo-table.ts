import { Stack } from 'aws-cdk-lib';
import { AttributeType, CfnGlobalTable, CfnTable, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow, Area, childOf, KEEP, keyRows, Row } from './table';
import { SecureTable, SecureTableV2 } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const TABLE = 'AWS::DynamoDB::Table';
const GLOBAL = 'AWS::DynamoDB::GlobalTable';
const partitionKey = { name: 'id', type: AttributeType.STRING };
const byDay = { indexName: 'byDay', partitionKey: { name: 'day', type: AttributeType.STRING } };

const PUBLIC = { PolicyDocument: allow({ Principal: '*', Action: 'dynamodb:GetItem', Resource: '*' }) };
const FOREIGN = {
  PolicyDocument: allow({
    Principal: { AWS: 'arn:aws:iam::222222222222:root' },
    Action: 'dynamodb:GetItem',
    Resource: '*',
  }),
};

/** What holds in each region: below a Table itself, or below a replica. */
const inRegion = (type: string, prefix: string): Row[] => [
  [type, '', `${prefix}SSESpecification`],
  [type, '', `${prefix}SSESpecification.KMSMasterKeyId`, 'alias/aws/dynamodb', ''],
  [type, '', `${prefix}PointInTimeRecoverySpecification`],
  [type, '', `${prefix}PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled`, false, 'false'],
  [type, '', `${prefix}DeletionProtectionEnabled`, false, 'false'],
  [type, '', `${prefix}ResourcePolicy`, KEEP, PUBLIC, FOREIGN],
];

const shared = (type: string): Row[] => [
  [type, '', 'SSESpecification'],
  [type, '', 'SSESpecification.SSEEnabled', false],
  [type, '', '@DeletionPolicy', 'Delete'],
  [type, '', '@UpdateReplacePolicy', 'Delete'],
  ...keyRows('Data'),
];

const WARNS = 'it warns: most tables that are there have no limit yet, and a limit may refuse what they serve';

const harmless = (type: string) => ({
  [`${type}.KeySchema`]: 'what the table is',
  [`${type}.AttributeDefinitions`]: 'what the table is',
  [`${type}.StreamSpecification`]: 'a stream is encrypted as its table is, and read by whoever is let',
  'AWS::KMS::Key.Description': 'a name',
});

const attacksOn = (type: string, weaken: (table: any) => void): Attack[] => [
  {
    name: 'a public statement through the L2',
    apply: (s) =>
      tableOf(s).addToResourcePolicy(
        new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['dynamodb:GetItem'], resources: ['*'] }),
      ),
  },
  {
    name: 'a grant to another account',
    apply: (s) => void tableOf(s).grantReadData(new AccountPrincipal('222222222222')),
  },
  { name: 'an L1 property set to nothing', apply: (s) => weaken(resourcesOf(s, type)[0]) },
];

const tableOf = (stack: Stack) => childOf<SecureTable>(stack, 'Table');

export const DYNAMO_TABLE: Area = {
  build: (stack) => {
    const table = new SecureTable(stack, 'Table', { partitionKey, stream: StreamViewType.NEW_IMAGE });
    table.addGlobalSecondaryIndex(byDay);
  },
  rows: [...inRegion(TABLE, ''), ...shared(TABLE)],
  attacks: attacksOn(TABLE, (table: CfnTable) => (table.pointInTimeRecoverySpecification = undefined)),
  spared: [
    [[TABLE, '', 'OnDemandThroughput', { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 }], WARNS],
    [[TABLE, '', 'GlobalSecondaryIndexes.0.OnDemandThroughput'], WARNS],
    [[TABLE, '', 'BillingMode', 'PROVISIONED'], 'a capacity is a limit, and CloudFormation asks for one then'],
    [[TABLE, '', 'Tags'], 'it warns: statements for people and reports; without one the key is asked for'],
  ],
  harmless: harmless(TABLE),
};

export const GLOBAL_TABLE: Area = {
  build: (stack) => {
    const props = { partitionKey, dynamoStream: StreamViewType.NEW_IMAGE, globalSecondaryIndexes: [byDay] };
    new SecureTableV2(stack, 'Table', props);
  },
  rows: [[GLOBAL, '', 'Replicas'], ...inRegion(GLOBAL, 'Replicas.0.'), ...shared(GLOBAL)],
  attacks: attacksOn(GLOBAL, (table: CfnGlobalTable) => (table.sseSpecification = undefined)),
  spared: [
    [[GLOBAL, '', 'WriteOnDemandThroughputSettings', { MaxWriteRequestUnits: -1 }], WARNS],
    [[GLOBAL, '', 'Replicas.0.ReadOnDemandThroughputSettings'], WARNS],
    [[GLOBAL, '', 'GlobalSecondaryIndexes.0.WriteOnDemandThroughputSettings'], WARNS],
    [[GLOBAL, '', 'BillingMode', 'PROVISIONED'], 'a capacity is a limit, and CloudFormation asks for one then'],
    [[GLOBAL, '', 'Replicas.0.Tags'], 'it warns: statements for people and reports; without one the key is asked for'],
  ],
  harmless: harmless(GLOBAL),
};
