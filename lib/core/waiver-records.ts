import { CfnElement, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { placeOf } from './baseline';
import type { RecordedWaiver } from './decide';
import { secureOwner } from './gate-state';
import { readState } from './tree-state';
import type { PathWaiver } from './waiver';
import { WAIVERS } from './waivers';

/** Every waiver of a tree, and those given to `enforce`: one that covers a part by its path may stand above it. */
export function recordedWaivers(root: IConstruct, forApp: readonly PathWaiver[]): RecordedWaiver[] {
  const found = forApp.map((waiver) =>
    record(waiver, waiver.path ?? '', (finding) => placeOf(finding) === waiver.path),
  );
  const visit = (node: IConstruct) => {
    for (const waiver of readState<PathWaiver[]>(node, WAIVERS) ?? []) found.push(waiverOn(node, waiver));
    node.node.children.forEach(visit);
  };
  visit(root);
  return found;
}

function waiverOn(node: IConstruct, waiver: PathWaiver): RecordedWaiver {
  const { path } = node.node;
  if (waiver.path === undefined) {
    return record(waiver, path, (_, element) => element !== undefined && isOwnResource(node, element));
  }
  const target = [path, waiver.path].filter(Boolean).join('/');
  return record(waiver, target, (finding, element) => {
    if (placeOf(finding) === target) return true;
    // a logical id may read like the path of another construct: it counts where there is none
    if (!element && `${finding.stack}/${finding.logicalId}` === target) return true;
    const parent = element?.node.scope;
    return parent?.node.path === target && parent.node.defaultChild === element;
  });
}

/** A construct's own resources: below it, and not below another secure construct inside it. */
function isOwnResource(construct: IConstruct, element: CfnElement): boolean {
  const owner = secureOwner(element);
  if (readState(construct, 'secure')) return owner === construct;
  if (owner !== undefined && owner.node.path.startsWith(`${construct.node.path}/`)) return false;
  // a stack is never waived wholesale, also one that came after the waiver
  if (element.stack !== [...construct.node.scopes].reverse().find((one) => Stack.isStack(one))) return false;
  return element === construct || element.node.path.startsWith(`${construct.node.path}/`);
}

const record = (waiver: PathWaiver, at: string, covers: RecordedWaiver['covers']): RecordedWaiver => ({
  waiver,
  at,
  covers: (finding, element) => finding.ruleId === waiver.ruleId && covers(finding, element),
  used: false,
});
