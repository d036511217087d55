import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { Problem } from './decide';
import { readState, stateOf } from './tree-state';

/** The plugin's name, which CDK puts before our rule ids. */
export const GATE_NAME = 'SecurityGate';
const OURS = 'acknowledged';

/** Lets CDK's report show a waived finding with its reason. Remembered, since a raw acknowledgement of our rules is a finding. */
export function acknowledge(node: IConstruct, ruleId: string, reason: string): void {
  const mine = stateOf(node).list<string>(OURS);
  if (mine.includes(ruleId)) return;
  mine.push(ruleId);
  Validations.of(node).acknowledge({ id: `${GATE_NAME}::${ruleId}`, reason });
}

/** Acknowledgements of our rules that did not come from a waiver. */
export function rawAcknowledgements(root: IConstruct): Problem[] {
  const problems: Problem[] = [];
  const visit = (node: IConstruct) => {
    for (const { type, data } of node.node.metadata) {
      if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY) continue;
      for (const id of Object.keys(data ?? {})) {
        const [, ruleId] = id.split(`${GATE_NAME}::`);
        if (!ruleId || readState<string[]>(node, OURS)?.includes(ruleId)) continue;
        problems.push({
          id: 'GATE-03',
          message: `expected disagreement with ${ruleId} to be a waiver, got a raw acknowledgement at ${node.node.path || 'the app'}`,
          fix: `remove it; say waivers: [{ ruleId: '${ruleId}', reason: '…' }] on the construct, or Waivers.of(construct).add(…)`,
          blocks: true,
          at: '',
        });
      }
    }
    node.node.children.forEach(visit);
  };
  visit(root);
  return problems;
}
