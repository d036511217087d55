import type { Resource } from '../core/assembly';
import { isSymbolic, isUnknown } from '../core/text';

/** `partly`: only the deployment knows. */
export type Reach = 'internet' | 'somebody' | 'unknown';

/** IPv4 ranges from here on belong to somebody; a shorter prefix takes in a good part of the internet. */
const IPV4_PREFIX = 8;
/** The same for IPv6, of which providers get /19 and longer. */
const IPV6_PREFIX = 16;
/** Unique local and link-local addresses, which no router of the internet passes on (RFC 4193, RFC 4291). */
const LOCAL_IPV6 = /^f(c|d|e[89ab])/i;

/** Whom an address range stands for. Half of the internet is the internet. */
export function reachOf(cidr: unknown): Reach {
  const text = String(cidr);
  const prefix = Number(/\/(\d+)$/.exec(text)?.[1] ?? NaN);
  const isIpv6 = /^[0-9a-f:]*:[0-9a-f:]*\//i.test(text);
  if (isUnknown(cidr)) {
    // an address that is known later, with a mask that is known now
    if (prefix === 0) return 'internet';
    return prefix >= 32 ? 'somebody' : 'unknown';
  }
  if (isSymbolic(cidr)) return 'somebody'; // the range of a VPC of this app
  if (Number.isNaN(prefix)) return 'unknown';
  if (isIpv6) return prefix < IPV6_PREFIX && !LOCAL_IPV6.test(text) ? 'internet' : 'somebody';
  return prefix < IPV4_PREFIX ? 'internet' : 'somebody';
}

/** A source of traffic that a rule lets in, with whom it stands for. */
export interface Source {
  readonly text: string;
  readonly reach: Reach;
}

/** The sources of an ingress rule. Groups, and prefix lists that are not of this app, are somebody. */
export function sourcesOf(rule: any, { assembly }: Resource): readonly Source[] {
  const cidrs = [rule.CidrIp, rule.CidrIpv6].filter((one) => one !== undefined);
  const list = assembly.find(rule.SourcePrefixListId, 'AWS::EC2::PrefixList');
  const entries: any[] = [list?.get('Entries') ?? []].flat();
  return [...cidrs, ...entries.map((one) => one?.Cidr ?? one)].map((one) => ({
    text: String(one),
    reach: reachOf(one),
  }));
}
