import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { Grouping } from '../grouping';

export const oneRolePerFunction: Rule = {
  id: 'FUNCTION-01',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the function has a role of its own',
  why: 'Functions that share a role have each other’s permissions: a bug in one reaches the data of all.',
  fix: 'leave role out, so that each function gets its own, or make one role for each',
  topics: ['least-privilege'],
  controls: ['A1', 'PureSec SAS-4'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => {
    const key = roleOf(resource);
    if (key === undefined) return fail('no role', 'Properties');
    const others = BY_ROLE.of(key, resource.assembly).filter((one) => one !== resource && one.exists());
    if (others.length === 0) return PASS;
    const names = others.slice(0, 3).map(({ logicalId }) => logicalId);
    return fail(`a role shared with ${names.join(', ')}${others.length > 3 ? ', …' : ''}`, 'Properties.Role');
  },
};

/** The same role, however it is named: by reference across stacks, by its name in an ARN, or by a literal from outside. */
function roleOf(resource: Resource): string | undefined {
  const role = resource.get('Role');
  if (!isPresent(role)) return undefined;
  const { assembly, template } = resource;
  // a parameter is the same value within its template only
  if (isUnknown(role)) return `${template.index}:${role}`;
  return assembly.find(role, 'AWS::IAM::Role')?.key ?? template.concrete(String(role));
}

const BY_ROLE = new Grouping(
  'AWS::Lambda::Function',
  ({ Role }) => Role,
  (resource) => [roleOf(resource) ?? ''],
);
