import { fail, PASS, Rule } from '../../core/rule';

const AT = 'Properties.EndpointType';

export const keepTransferInVpc: Rule = {
  id: 'ENDPOINT-11',
  types: ['AWS::Transfer::Server'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a transfer server has its endpoint in a VPC, with security groups before it',
  why: 'A public endpoint takes connections from every address; nobody can leave out those that guess passwords and keys.',
  fix: 'set endpointType to VPC with security groups; elastic addresses keep it on the internet where partners need it',
  topics: ['public-access'],
  controls: ['C4', 'A7'],
  migration: 'breaks-callers',
  reaches: [],
  check: (server) => {
    const type: unknown = server.get('EndpointType');
    return type === undefined || type === 'PUBLIC' ? fail(`EndpointType ${String(type ?? 'not set')}`, AT) : PASS;
  },
};
