import { CfnElement, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { readState, stateOf } from './tree-state';
import { checkWaiver, isDay, PathWaiver } from './waiver';

export { checkWaiver, type PathWaiver, type Waiver } from './waiver';

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
  return CfnElement.isCfnElement(scope) || scope.node.defaultChild !== undefined || readState(scope, 'secure') === true;
}

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
