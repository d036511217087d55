import { CfnDeletionPolicy, CfnResource, Lazy, Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { GLOBAL_TABLE, TABLE } from './copies';
import { TABLE_RULES } from './rules/index';
import { harden, RuleMixin } from '../core/harden';
import { profileOf } from '../core/profile';

/**
 * Makes the rules hold on a table that exists already, whoever made it: an L2, an L1, or a generic resource. Unless the profile is
 * development, it switches on point-in-time recovery and protection from deletion, and has the table kept when its resource goes.
 *
 * Nobody who uses the table notices; who deletes it has to take the protection off first. What it leaves to you: the key, limits
 * of requests, and the tags that state what the table holds. Logical ids and names stay.
 */
export class SecureTableMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = TABLE_RULES;

  /** Whether the construct is a table. */
  public override supports(construct: IConstruct): boolean {
    return isOf(construct, TABLE);
  }

  /** Hardens a table in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!isOf(construct, TABLE)) return;
    harden(TABLE_RULES, construct);
    if (isKept(construct)) keepOnRemoval(construct);
  }
}

/** The same for global tables, which `dynamodb.TableV2` makes: in the region of the stack and in every replica. */
export class SecureTableV2Mixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = TABLE_RULES;

  /** Whether the construct is a global table. */
  public override supports(construct: IConstruct): boolean {
    return isOf(construct, GLOBAL_TABLE);
  }

  /** Hardens a global table in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!isOf(construct, GLOBAL_TABLE) || !isKept(construct)) return;
    protectReplicas(construct);
    keepOnRemoval(construct);
  }
}

const isOf = (construct: IConstruct, type: string): construct is CfnResource =>
  CfnResource.isCfnResource(construct) && construct.cfnResourceType === type;

const isKept = (table: CfnResource): boolean => profileOf(table).name !== 'development';

function keepOnRemoval({ cfnOptions }: CfnResource): void {
  if (cfnOptions.deletionPolicy !== CfnDeletionPolicy.RETAIN) {
    cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
  }
  cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}

/** A list is no place for values laid below others. A typed one is changed when it is rendered, so that later replicas count. */
function protectReplicas(table: CfnResource): void {
  if (!('replicas' in table)) {
    const list = (table as any)._cfnProperties?.Replicas;
    if (!Array.isArray(list)) return;
    list.forEach((_, index) => {
      table.addPropertyOverride(`Replicas.${index}.DeletionProtectionEnabled`, true);
      table.addPropertyOverride(`Replicas.${index}.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled`, true);
    });
    return;
  }
  const before = table.replicas;
  table.replicas = Tokenization.isResolvable(before)
    ? Lazy.any({ produce: () => withProtection(Stack.of(table).resolve(before)) })
    : withProtection(before);
}

/** What only CloudFormation knows stays as it is. */
const withProtection = (replicas: unknown): unknown =>
  Array.isArray(replicas)
    ? replicas.map((one) => ({
        ...one,
        deletionProtectionEnabled: true,
        pointInTimeRecoverySpecification: { ...one.pointInTimeRecoverySpecification, pointInTimeRecoveryEnabled: true },
      }))
    : replicas;
