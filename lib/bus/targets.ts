import type { Resource } from '../core/assembly';
import { notKnown } from '../core/text';

/** A target of a rule as the template says it, and where. */
export interface SeenTarget {
  readonly target: any;
  readonly at: string;
}

/** The targets of a rule; one that nobody can read stands for a list that cannot be read here. */
export function targetsOf(rule: Resource): SeenTarget[] {
  const targets: unknown = rule.get('Targets');
  if (targets === undefined) return [];
  if (!Array.isArray(targets)) return [{ target: notKnown('targets'), at: 'Properties.Targets' }];
  return targets.map((target, index) => ({ target, at: `Properties.Targets.${index}` }));
}
