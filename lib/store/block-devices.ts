import type { Resource } from '../core/assembly';
import { isUnknown, notKnown } from '../core/text';
import { Part, partOf } from './parts';

/** Where each type says which disks a machine gets. */
const DISKS: Readonly<Record<string, string>> = {
  'AWS::EC2::Instance': 'BlockDeviceMappings',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.BlockDeviceMappings',
  'AWS::AutoScaling::LaunchConfiguration': 'BlockDeviceMappings',
};
export const BLOCK_DEVICE_TYPES: readonly string[] = Object.keys(DISKS);

export interface Disk {
  readonly encrypted: unknown;
  /** The volume of a snapshot is encrypted as that is. */
  readonly isCopy: boolean;
  readonly path: string;
}

/** The EBS volumes a machine is started with; a disk it does not name comes from the image, which is not seen here. */
export function disksOf(resource: Resource): readonly Disk[] {
  const path = DISKS[resource.type];
  const mappings = partOf(resource).items(path);
  if (!mappings) return [{ encrypted: notKnown('the disks'), isCopy: false, path }];
  return mappings.flatMap((mapping, index) => disk(mapping, `${path}.${index}.Ebs`));
}

function disk(mapping: Part, path: string): readonly Disk[] {
  const ebs: unknown = mapping.get('Ebs');
  if (isUnknown(ebs)) return [{ encrypted: ebs, isCopy: false, path }];
  if (typeof ebs !== 'object' || ebs === null) return [];
  return [{ encrypted: mapping.get('Ebs.Encrypted'), isCopy: mapping.get('Ebs.SnapshotId') !== undefined, path }];
}
