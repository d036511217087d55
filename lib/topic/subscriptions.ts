import type { Resource } from '../core/assembly';

/** What people read: an address takes no second delivery, and a queue of old messages to it helps nobody. */
export const FOR_PEOPLE: readonly string[] = ['email', 'email-json', 'sms'];

/** One receiver of a topic. */
export interface Receiver {
  readonly protocol: unknown;
  readonly endpoint: unknown;
  readonly at: string;
}

/** The receivers that a subscription, or a topic in its own list, names. */
export function receiversIn(resource: Resource): Receiver[] {
  if (resource.type === 'AWS::SNS::Subscription') return [receiver(resource.get(), 'Properties')];
  const list = resource.get('Subscription');
  if (list === undefined) return [];
  return Array.isArray(list)
    ? list.map((one, index) => receiver(one, `Properties.Subscription.${index}`))
    : [{ protocol: list, endpoint: list, at: 'Properties.Subscription' }];
}

const receiver = (one: any, at: string): Receiver =>
  typeof one === 'object' && one !== null
    ? { protocol: one.Protocol, endpoint: one.Endpoint, at }
    : { protocol: one, endpoint: one, at };

/** The queue that a subscription names for what it could not deliver. CloudFormation takes the policy as JSON text too. */
export function redriveTargetOf(subscription: Resource): unknown {
  const value = subscription.get('RedrivePolicy');
  if (typeof value !== 'string' || !value.startsWith('{')) return value?.deadLetterTargetArn;
  try {
    return JSON.parse(value).deadLetterTargetArn;
  } catch {
    return undefined;
  }
}
