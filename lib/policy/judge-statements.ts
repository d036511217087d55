import type { Resource } from '../core/assembly';
import type { Statement } from '../core/policy';
import { Judgement, unknown, worstOfAll } from '../core/rule';
import { policyOf } from './resource-policies';

/** The worst that a rule finds in the statements that let somebody in. */
export function allows(resource: Resource, judge: (statement: Statement) => Judgement): Judgement {
  const statements = policyOf(resource);
  if (!statements) return unknown('a policy that cannot be read here', 'Properties');
  return worstOfAll(statements.filter(({ effect }) => effect === 'Allow').map(judge));
}
