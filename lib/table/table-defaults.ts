import { Duration, Stack, TagManager, Token } from 'aws-cdk-lib';
import { Billing, BillingMode, TableEncryptionV2, TableProps, TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import { secureProps } from '../core/secure-props';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { TABLE_RULES } from './rules/index';
import { DATA_CLASS_TAG, RETENTION_TAG } from './table-tags';
import { limited, READ_UNITS, Units, WRITE_UNITS } from './units';

/** What a table holds and for how long. */
export interface TableFacts {
  readonly dataClass: DataClass;
  readonly retention?: Duration;
}

/** The attribute in which items say when they may go, unless the caller names another. */
const EXPIRES_AT = 'expiresAt';

/** The caller's props over those of every rule. */
export function secureTableProps(scope: Construct, id: string, given: TableProps, facts: TableFacts): TableProps {
  // CDK refuses customer keys together with the older kind of replicas
  const saidHow = [given.encryption, given.encryptionKey, given.replicationRegions];
  const encryptionKey = saidHow.some((one) => one !== undefined) ? given.encryptionKey : ringKey(scope, facts);
  return secureProps<TableProps>(TABLE_RULES, scope, id, { ...withTimeToLive(given, facts), encryptionKey });
}

/** The limits that an index takes over from its table. */
export const unitsOf = ({ billingMode, maxReadRequestUnits, maxWriteRequestUnits }: TableProps): Units =>
  billingMode === BillingMode.PAY_PER_REQUEST ? { maxReadRequestUnits, maxWriteRequestUnits } : {};

/** The caller's props over those of every rule, where capacity has a type of its own. */
export function secureTableV2Props(scope: Construct, id: string, given: TablePropsV2, facts: TableFacts): TablePropsV2 {
  const units = unitsOfBilling(given.billing);
  const rules = TABLE_RULES.filter((rule) => rule.id !== CAPACITY);
  return secureProps<TablePropsV2>(rules, scope, id, {
    ...withTimeToLive(given, facts),
    encryption: given.encryption ?? ringEncryption(scope, given, facts),
    billing: isOnDemand(given.billing) ? Billing.onDemand(units) : given.billing,
    globalSecondaryIndexes: given.globalSecondaryIndexes?.map((one) => limited(one, units)),
  });
}

/** The rule whose secure props are those of the older class. */
const CAPACITY = 'TABLE-05';

const isOnDemand = (billing: Billing | undefined): boolean =>
  billing === undefined || billing.mode === BillingMode.PAY_PER_REQUEST;

/** The limits of a table by its billing, which keeps them to itself. */
export const unitsOfBilling = (billing: Billing | undefined): Units =>
  isOnDemand(billing)
    ? {
        maxReadRequestUnits: billing?._renderReadCapacity() ?? READ_UNITS,
        maxWriteRequestUnits: billing?._renderWriteCapacity() ?? WRITE_UNITS,
      }
    : {};

const withTimeToLive = <Props extends { readonly timeToLiveAttribute?: string }>(
  given: Props,
  { retention }: TableFacts,
): Props => ({ ...given, timeToLiveAttribute: given.timeToLiveAttribute ?? (retention && EXPIRES_AT) });

const ringKey = (scope: IConstruct, { dataClass }: TableFacts): IKey | undefined => KeyRing.of(scope).data(dataClass);

/** A key serves one region: with replicas elsewhere, the caller has to bring one for each, and the gate says so. */
function ringEncryption(scope: Construct, given: TablePropsV2, facts: TableFacts): TableEncryptionV2 | undefined {
  const key = given.replicas?.length ? undefined : ringKey(scope, facts);
  if (!key) return undefined;
  const encryption = TableEncryptionV2.customerManagedKey(key);
  // CDK cannot render it where the region is open, though without replicas there is only one
  if (Token.isUnresolved(Stack.of(scope).region))
    encryption._renderReplicaSseSpecification = () => ({ kmsMasterKeyId: key.keyArn });
  return encryption;
}

/** Writes the facts into tags, where whoever finds the table can read them. */
export function stateWhatItHolds(tags: TagManager, { dataClass, retention }: TableFacts): void {
  tags.setTag(DATA_CLASS_TAG, dataClass);
  tags.setTag(RETENTION_TAG, retention ? `${retention.toDays()} days` : 'kept until deleted');
}

/** @throws when it is not a number of whole days (TABLE-07) */
export function checkRetention(retention: Duration | undefined): void {
  if (retention === undefined || retention.isUnresolved()) return;
  const days = retention.toDays({ integral: false });
  if (days >= 1 && Number.isInteger(days)) return;
  throw new Error(
    `TABLE-07: expected retention to be a number of whole days, got ${days} days; pass for example Duration.days(30)`,
  );
}
