import type { Resource } from './assembly';
import { bindings, statementsOf } from './policy';
import { fail, Judgement, PASS, unknown, worstOfAll } from './rule';
import { isUnknown } from './text';

const SOURCES: ReadonlySet<string> = new Set([
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
]);

/**
 * Whether the role that a resource names may be taken by a service only for resources of a named account. A role that no
 * template here defines is not judged: it is its own template's matter.
 */
export function roleActsForOwn(resource: Resource, path: string, service: string): Judgement {
  const role = resource.assembly.find(resource.get(path), 'AWS::IAM::Role');
  if (!role) return PASS;
  const at = `Properties.${path}`;
  const statements = statementsOf(role, 'AssumeRolePolicyDocument');
  if (!statements) return unknown(`a trust policy of ${role.logicalId} that cannot be read here`, at);
  return worstOfAll(
    statements
      .filter(({ effect }) => effect === 'Allow')
      .filter(({ principals }) => principals?.some((one) => one.kind === 'Service' && names(one.value, service)))
      .map((one) =>
        bindings(one).some(({ key }) => SOURCES.has(key))
          ? PASS
          : fail(`${role.logicalId}, which ${service} takes for any account`, at),
      ),
  );
}

/** `states.amazonaws.com` and the older `states.eu-west-1.amazonaws.com`; the suffix may be a reference. */
const names = (principal: string, service: string): boolean =>
  !isUnknown(principal) && principal.startsWith(`${service.split('.')[0]}.`);
