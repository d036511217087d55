import type { Resource } from '../core/assembly';
import { isUnknown, notKnown } from '../core/text';

export const DELIVERY_STREAM = 'AWS::KinesisFirehose::DeliveryStream';

/** Where a delivery stream delivers to as the template says it, and where that stands. */
export interface SeenDestination {
  /** `HttpEndpoint` of `HttpEndpointDestinationConfiguration`. */
  readonly kind: string;
  /** A text when it is only known at deployment. */
  readonly config: any;
  readonly at: string;
}

const SUFFIX = 'DestinationConfiguration';

/** The destinations of a delivery stream. It may have one only, whatever the template says. */
export function destinationsOf(stream: Resource): SeenDestination[] {
  const names = Object.keys(stream.raw.Properties ?? {}).filter((name) => name.endsWith(SUFFIX));
  return names.flatMap((name) => {
    const config: unknown = stream.get(name);
    if (config === undefined) return [];
    return [{ kind: name.slice(0, -SUFFIX.length), config, at: `Properties.${name}` }];
  });
}

/** Every bucket that it writes to: as destination, as a station on the way, for what failed or as a backup. */
export function bucketsOf(stream: Resource): SeenDestination[] {
  return destinationsOf(stream).flatMap((one) => {
    if (isUnknown(one.config)) return [{ ...one, config: notKnown('a destination') }];
    const isBucket = /^(Extended)?S3$/.test(one.kind);
    const inner = ['S3Configuration', 'S3BackupConfiguration'].flatMap((name) =>
      one.config?.[name] === undefined ? [] : [{ kind: 'S3', config: one.config[name], at: `${one.at}.${name}` }],
    );
    return [...(isBucket ? [one] : []), ...inner];
  });
}

/** Whether producers put records into it themselves: "DirectPut", also when nothing is said. `undefined`: not known. */
export function takesRecords(stream: Resource): boolean | undefined {
  const type: unknown = stream.get('DeliveryStreamType');
  if (isUnknown(type)) return undefined;
  return type === undefined || type === 'DirectPut';
}
