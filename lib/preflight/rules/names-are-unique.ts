import type { Resource, Template } from '../../core/assembly';
import { fail, PASS, Rule } from '../../core/rule';
import { PHYSICAL_NAMES } from '../../core/subjects';

/** Names that are unique in one account and region, whatever else the resource says. */
const NAMES: Readonly<Record<string, string>> = {
  ...PHYSICAL_NAMES,
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::SSM::Parameter': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

export const namesAreUnique: Rule = {
  id: 'PREFLIGHT-07',
  types: Object.keys(NAMES),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no other resource of its type in the template has the same name',
  why: 'The second one fails with "already exists", and the stack rolls back.',
  fix: 'drop the physical name, or give each resource its own',
  topics: ['deployability'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (resource) => {
    const twin = sharers(resource).find((one) => one !== resource && one.exists());
    return twin ? fail(`${JSON.stringify(resource.get(NAMES[resource.type]))} on ${twin.logicalId} too`) : PASS;
  },
};

const byName = new WeakMap<Template, Map<string, Resource[]>>();

/** The resources of a template that write the same name, themselves included. */
function sharers({ template, type, raw }: Resource): readonly Resource[] {
  let index = byName.get(template);
  if (!index) {
    index = new Map();
    for (const one of template.resources.values()) {
      const key = keyOf(one.type, one.raw);
      if (key === undefined) continue;
      const list = index.get(key);
      if (list) list.push(one);
      else index.set(key, [one]);
    }
    byName.set(template, index);
  }
  return index.get(keyOf(type, raw) ?? '') ?? [];
}

function keyOf(type: string, raw: any): string | undefined {
  const name = NAMES[type] && raw.Properties?.[NAMES[type]];
  if (name === undefined || name?.Ref === 'AWS::NoValue') return undefined;
  return `${type} ${JSON.stringify(name)}`;
}
