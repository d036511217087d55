import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { reachOf } from '../open-cidr';
import { takesIn } from '../openings';

/** SSH and the remote desktop (FSBP EC2.21). */
const ADMINISTRATION = [22, 3389];
const ENTRY = 'AWS::EC2::NetworkAclEntry';

/** It only warns: the security groups behind it decide as well, and the default list lets everything in. */
export const aclRefusesAdministration: Rule = {
  id: 'NETWORK-07',
  types: [ENTRY],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a network ACL lets the internet in on neither port 22 nor port 3389',
  why: 'The list is the second fence: it holds when a security group is opened by mistake.',
  fix: 'narrow CidrBlock or PortRange, or refuse ports 22 and 3389 with a lower rule number',
  topics: ['public-access'],
  controls: ['E3', 'FSBP EC2.21'],
  migration: 'breaks-callers',
  reaches: [],
  check,
};

function check(entry: Resource): Judgement {
  if (is(entry.get('Egress'), true) === 'pass' || entry.get('RuleAction') !== 'allow') return PASS;
  const open = portsIn(entry);
  if (open.length === 0) return PASS;
  const cidr: unknown = entry.get('CidrBlock') ?? entry.get('Ipv6CidrBlock');
  const reach = reachOf(cidr);
  if (reach === 'somebody') return PASS;
  const left = open.filter((port) => !isRefusedBefore(entry, port, cidr));
  if (left.length === 0) return PASS;
  const said = `${left.length > 1 ? 'ports' : 'port'} ${left.join(' and ')} from ${readable(cidr)}`;
  return reach === 'internet' ? fail(said, 'Properties') : unknown(said, 'Properties');
}

/** Protocol -1 and TCP, with the ports of administration that they let in. */
function portsIn(entry: Resource): readonly number[] {
  const protocol = String(entry.get('Protocol'));
  if (protocol === '-1') return ADMINISTRATION;
  const { From: from, To: to } = entry.get('PortRange') ?? {};
  if (protocol !== '6' || isUnknown(from) || isUnknown(to)) return [];
  return ADMINISTRATION.filter((port) => takesIn(from, to, [port]));
}

/** The lowest number decides. */
function isRefusedBefore(entry: Resource, port: number, cidr: unknown): boolean {
  const { assembly } = entry;
  return assembly
    .subjects(entry)
    .flatMap((list) => assembly.about(list, ENTRY))
    .some(
      (other) =>
        other.get('RuleAction') === 'deny' &&
        is(other.get('Egress'), true) !== 'pass' &&
        Number(other.get('RuleNumber')) < Number(entry.get('RuleNumber')) &&
        (other.get('CidrBlock') ?? other.get('Ipv6CidrBlock')) === cidr &&
        portsIn(other).includes(port),
    );
}
