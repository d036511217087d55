import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, reference } from '../../core/text';
import { Grouping } from '../grouping';

const AT = 'Properties.LoggingConfig.LogGroup';

export const ownLogGroup: Rule = {
  id: 'FUNCTION-02',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  advised: true,
  tier: 'invariant',
  since: '2026-11',
  title: 'the function writes to a log group of its own that the app creates',
  why: 'A group that Lambda makes has no key and is kept for ever; in a shared one, a function can read and forge the traces of others.',
  fix: 'pass logGroup: new SecureLogGroup(this, "Logs") to this function alone, in place of logRetention; SecureFunction does it by itself',
  topics: ['logging', 'least-privilege'],
  controls: ['G1', 'A2'],
  // Lambda goes on in the new group, the old one stays
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) => {
    const group = groupOf(resource);
    if (isUnknown(group)) return unknown(`log group ${group}`, AT);
    const name = group.startsWith(NAMED) ? group.slice(NAMED.length) : undefined;
    if (name !== undefined || !resource.assembly.byKey(group)?.exists()) {
      return fail(`${name ?? group}, which nothing here creates`, AT);
    }
    const others = BY_GROUP.of(group, resource.assembly).filter((one) => one !== resource && one.exists());
    if (others.length === 0) return PASS;
    return fail(`a log group shared with ${others.map(({ logicalId }) => logicalId).join(', ')}`, AT);
  },
};

const NAMED = 'name:';

/** Where the function writes to: the key of a log group, or a name that no log group here has. */
function groupOf(resource: Resource): string {
  const { assembly, template } = resource;
  const stated = resource.get('LoggingConfig.LogGroup');
  if (isUnknown(stated)) return stated;
  if (isPresent(stated)) return assembly.find(stated, 'AWS::Logs::LogGroup')?.key ?? NAMED + String(stated);
  const name = resource.get('FunctionName');
  const defaults = [`/aws/lambda/${reference(resource.key)}`, ...(isPresent(name) ? [`/aws/lambda/${name}`] : [])];
  const groups = defaults.flatMap((one) => BY_NAME.of(template.concrete(one), assembly)).filter((one) => one.exists());
  return groups[0]?.key ?? NAMED + template.concrete(defaults[defaults.length - 1]);
}

const BY_NAME = new Grouping(
  'AWS::Logs::LogGroup',
  ({ LogGroupName }) => LogGroupName,
  (group) => {
    const name = group.get('LogGroupName');
    return isPresent(name) ? [group.template.concrete(String(name))] : [];
  },
);

const BY_GROUP = new Grouping(
  'AWS::Lambda::Function',
  ({ LoggingConfig, FunctionName }) => [LoggingConfig, FunctionName],
  (resource) => [groupOf(resource)],
);
