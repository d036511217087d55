import { CfnElement, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { stateOf } from './tree-state';

/** Why one rule need not hold on one construct. The only way to disagree with a rule. */
export interface Waiver {
  /** The rule, as the finding names it: `BUCKET-01`. */
  readonly ruleId: string;
  /** Why the weakness is acceptable here, for whoever reads the report: at least three words and 20 characters. */
  readonly reason: string;
  /**
   * Who accepted the risk.
   *
   * @default - not recorded
   */
  readonly approvedBy?: string;
  /**
   * Where the decision is written down.
   *
   * @default - not recorded
   */
  readonly ticket?: string;
  /**
   * Last day on which it counts, `YYYY-MM-DD`. It warns for 30 days before, and blocks again from the day after.
   *
   * @default - it does not expire
   */
  readonly expires?: string;
}

/** A waiver for a resource you have no construct for. */
export interface PathWaiver extends Waiver {
  /**
   * Exact path of the construct below the scope, or `Stack/LogicalId` where there is no construct. No wildcards.
   *
   * @default - the scope itself
   */
  readonly path?: string;
}

export const WAIVERS = 'waivers';

/** Waivers for constructs that have no `waivers` property: plain L2s, L1s, and what CDK creates behind your back. */
export class Waivers {
  /** The waivers of a construct. */
  public static of(scope: IConstruct): Waivers {
    return new Waivers(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Waives one rule for one construct's own resources.
   *
   * @throws when the reason says nothing, or when the scope is a whole App, Stage or Stack and no path narrows it (GATE-06)
   */
  public add(waiver: PathWaiver): void {
    checkWaiver(waiver);
    if (waiver.path !== undefined) {
      if (waiver.path === '' || /[*?]/.test(waiver.path)) {
        throw new Error(
          `GATE-06: expected path to be the exact path of one construct, got '${waiver.path}'; name it in full`,
        );
      }
    } else if (!isOneResource(this.scope)) {
      throw new Error(
        `GATE-06: expected a waiver to cover one construct's own resources, got all of '${this.scope.node.path || 'the app'}'; ` +
          `call Waivers.of() on the construct itself, or add path: '…'`,
      );
    }
    stateOf(this.scope)
      .list<PathWaiver>(WAIVERS)
      .push({ ...waiver });
  }
}

/** Only what stands for one resource may be waived as a whole. */
function isOneResource(scope: IConstruct): boolean {
  if (scope.node.findAll().some((one) => Stage.isStage(one) || Stack.isStack(one))) return false;
  return (
    CfnElement.isCfnElement(scope) || scope.node.defaultChild !== undefined || stateOf(scope).get('secure') === true
  );
}

/** Refuses a waiver that tells its reader nothing. */
export function checkWaiver({ ruleId, reason, expires }: Waiver): void {
  const words = (reason ?? '').trim().split(/\s+/).filter(Boolean);
  if (words.length < 3 || (reason ?? '').trim().length < 20) {
    throw new Error(
      `GATE-06: expected the waiver of ${ruleId} to give a reason of at least three words and 20 characters, got '${reason ?? ''}'; ` +
        'say why the weakness is acceptable here',
    );
  }
  if (!/^[A-Z]+-\d{2,}$/.test(ruleId)) {
    throw new Error(
      `GATE-06: expected ruleId to be a rule's id such as BUCKET-01, got '${ruleId}'; copy it from the finding`,
    );
  }
  if (expires !== undefined && !isDay(expires)) {
    throw new Error(
      `GATE-06: expected expires to be a day written YYYY-MM-DD, got '${expires}'; write for example 2027-06-30`,
    );
  }
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** The injected clock: today, or the day in context `cdk-secure-serverless:asOf`. */
export function today(scope: IConstruct): string {
  const asOf = scope.node.tryGetContext('cdk-secure-serverless:asOf');
  if (asOf === undefined) return new Date().toISOString().slice(0, 10);
  if (typeof asOf !== 'string' || !isDay(asOf)) {
    throw new Error(
      `GATE-06: expected context cdk-secure-serverless:asOf to be a day written YYYY-MM-DD, got '${asOf}'; correct it`,
    );
  }
  return asOf;
}

/** Days until a waiver ends; negative once it has. */
export const daysLeft = (expires: string, day: string): number =>
  Math.round((Date.parse(`${expires}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000);

export const describeWaiver = ({ reason, approvedBy, ticket, expires }: Waiver): string =>
  [
    reason.trim(),
    approvedBy && `approved by ${approvedBy}`,
    ticket && `ticket ${ticket}`,
    expires && `expires ${expires}`,
  ]
    .filter(Boolean)
    .join(' · ');
