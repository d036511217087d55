import type { Resource } from '../core/assembly';
import { notKnown } from '../core/text';
import { partOf } from './parts';

const TAG = 'data-class';
/** Not every service calls them `Tags`. */
const TAG_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::EFS::FileSystem': 'FileSystemTags',
  'AWS::Backup::BackupVault': 'BackupVaultTags',
};

/** The class of data that a store states in its tag, which some services take as a list and some as a map. */
export function classOf(resource: Resource): unknown {
  const property = TAG_PROPERTIES[resource.type] ?? 'Tags';
  const items = partOf(resource).items(property);
  if (!items) return notKnown('the tags');
  const tag = items.find((one) => one.get('Key') === TAG);
  // a map counts as a list of one
  return tag ? tag.get('Value') : items.map((one) => one.get(TAG)).find((one) => one !== undefined);
}
