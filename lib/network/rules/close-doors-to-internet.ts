import { advise, fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { Opening, openingsOf } from '../openings';

/** What lies behind 80 and 443 is another rule's matter. ICMP opens no service. */
export const closeDoorsToInternet: Rule = {
  id: 'NETWORK-01',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a security group lets the internet in on no port but 80 and 443',
  why: 'Every address of the internet is tried within minutes: remote shells, databases and caches are found and guessed at by machines.',
  fix: 'name the security group or the address range that has to come in; use Session Manager for shells',
  topics: ['public-access'],
  controls: ['E3', 'FSBP EC2.18', 'FSBP EC2.19', 'AwsSolutions-EC23'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => worstOfAll(openingsOf(resource).map(judge)),
};

function judge({ ports, reach, said, at }: Opening): Judgement {
  if (reach === 'somebody' || ports === 'web' || ports === 'ping') return PASS;
  return reach === 'internet' && ports === 'other' ? fail(said, at) : advise(unknown(said, at));
}
