import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { Statement, statementsOf } from '../../core/policy';

export const devicesUseOwnTopics: Rule = {
  id: 'POLICY-07',
  types: ['AWS::IoT::Policy'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'devices are allowed named actions on named clients and topics',
  why: 'Every device with the certificate could act as any other one, read what all of them send, and give orders to all of them.',
  fix: 'list iot:Connect, iot:Publish and the like, on client/${iot:Connection.Thing.ThingName} and topics that begin with a name',
  topics: ['least-privilege'],
  controls: ['A2', 'A7'],
  migration: 'breaks-callers',
  reaches: [],
  check: (policy) => {
    const statements = statementsOf(policy);
    if (!statements) return unknown('a policy that cannot be read here', 'Properties.PolicyDocument');
    return worstOfAll(statements.filter(({ effect }) => effect === 'Allow').map(judge));
  },
};

function judge({ actions, resources, at }: Statement): Judgement {
  if (actions === undefined) return fail('every action but some', at);
  const wide = actions.find((action) => /^(\*|iot:\*)$/i.test(action));
  if (wide) return fail(`action ${wide}`, at);
  if (resources === undefined) return fail('every resource but some', at);
  const open = resources.find(namesNothing);
  return open ? fail(`${actions.join(', ')} on ${open}`, at) : PASS;
}

/** `*`, `arn:aws:iot:us-east-1:111111111111:*`, `…:topic/*`; a name before the wildcard, or a variable in it, is something. */
const namesNothing = (resource: string): boolean =>
  /^[*?]+$/.test(resource) ||
  /^arn:[^:]*:iot:[^:]*:[^:]*:[*?]*((client|topic|topicfilter)\/[*?#]*)?$/.test(resource.replace(/⟨[^⟩]*⟩/g, 'x'));
