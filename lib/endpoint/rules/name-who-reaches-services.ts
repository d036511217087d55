import { is } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

const PATH = 'NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible';

export const nameWhoReachesServices: Rule = {
  id: 'ENDPOINT-08',
  types: ['AWS::AppRunner::Service'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'an App Runner service is reached from a VPC, or is meant for the internet',
  why: 'Unless told otherwise its address is open to everybody, and nothing before it asks who calls.',
  fix: 'set isPubliclyAccessible to false with a VPC ingress connection, or waive this for a service that checks every caller',
  topics: ['public-access'],
  controls: ['C1', 'C4'],
  migration: 'breaks-callers',
  reaches: [],
  check: (service) => {
    const said = service.get(PATH);
    // open is the default; what only the deployment knows is somebody's decision
    return said === undefined || is(said, true) === 'pass' ? fail('open to the internet', `Properties.${PATH}`) : PASS;
  },
};
