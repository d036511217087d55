import type { Resource } from '../core/assembly';
import { isUnknown, readable } from '../core/text';
import { Reach, sourcesOf } from './open-cidr';

/** `web`: 80 or 443 and nothing else · `ping`: ICMP, which carries no service · `other`: anything beside. */
export type Ports = 'web' | 'ping' | 'other' | 'unknown';

/** What an ingress rule lets in. */
export interface Opening {
  readonly ports: Ports;
  readonly reach: Reach;
  /** For messages: `port 22 from 0.0.0.0/0`. */
  readonly said: string;
  readonly at: string;
}

/** Every opening of a security group, or of an ingress rule that stands beside one. */
export function openingsOf(resource: Resource): readonly Opening[] {
  if (resource.type === 'AWS::EC2::SecurityGroupIngress') return opened(resource.get(), resource, 'Properties');
  const path = 'SecurityGroupIngress';
  const rules: unknown = resource.get(path);
  if (rules === undefined) return [];
  return [rules].flat().flatMap((rule, index) => opened(rule, resource, `Properties.${path}.${index}`));
}

function opened(rule: any, resource: Resource, at: string): readonly Opening[] {
  if (isUnknown(rule) || typeof rule !== 'object' || rule === null) {
    return [{ ports: 'unknown', reach: 'unknown', said: 'rules that are only known at deployment', at }];
  }
  const ports = portsOf(rule);
  return sourcesOf(rule, resource).map(({ text, reach }) => ({
    ports,
    reach,
    said: `${portsSaid(rule)} from ${readable(text)}`,
    at,
  }));
}

/** As names, and as numbers of the IANA. */
const TRANSPORTS: ReadonlySet<string> = new Set(['tcp', 'udp', '6', '17']);
const PINGS: ReadonlySet<string> = new Set(['icmp', 'icmpv6', '1', '58']);
const WEB: ReadonlySet<number> = new Set([80, 443]);

function portsOf({ IpProtocol: protocol, FromPort: from, ToPort: to = from }: any): Ports {
  if (isUnknown(protocol)) return 'unknown';
  const name = String(protocol).toLowerCase();
  if (PINGS.has(name)) return 'ping';
  if (!TRANSPORTS.has(name)) return 'other';
  if (isUnknown(from) || isUnknown(to)) return 'unknown';
  return Number(from) === Number(to) && WEB.has(Number(from)) ? 'web' : 'other';
}

function portsSaid({ IpProtocol: protocol, FromPort: from, ToPort: to = from }: any): string {
  const name = String(protocol).toLowerCase();
  if (protocol === undefined || name === '-1') return 'every protocol and port';
  if (!TRANSPORTS.has(name)) return `protocol ${readable(name)}`;
  if (from === undefined || Number(from) === -1) return `every port of ${name}`;
  return from === to ? `port ${readable(from)}` : `ports ${readable(from)} to ${readable(to)}`;
}

/** Whether a range of ports takes in one of these. */
export const takesIn = (from: unknown, to: unknown, ports: readonly number[]): boolean =>
  ports.some((port) => Number(from) <= port && port <= Number(to));
