import type { Decided } from './gate-run';
import { secureOwner, takesWaivers } from './gate-state';

/**
 * How to waive a finding, in code that works where it is put: secure constructs have a property for it; everything else is
 * named by its path, or in `enforce` where it has none.
 */
export function waiveWith({ finding: { ruleId, stack, logicalId }, element }: Decided): string {
  const waiver = `ruleId: '${ruleId}', reason: '…'`;
  const owner = element && secureOwner(element);
  if (owner && takesWaivers(owner)) return `waivers: [{ ${waiver} }]`;
  if (!element) {
    const path = [stack, logicalId].filter(Boolean).join('/');
    return `SecurityGate.enforce(app, { waivers: [{ ${waiver}, path: '${path}' }] })`;
  }
  const path = element.node.path.slice(element.stack.node.path.length + 1);
  return `Waivers.of(stack).add({ ${waiver}, path: '${path}' })`;
}
