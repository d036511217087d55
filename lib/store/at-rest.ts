import type { Resource } from '../core/assembly';
import { Judgement, worstOfAll } from '../core/rule';
import { BLOCK_DEVICE_TYPES, disksOf } from './block-devices';
import {
  DB_CLUSTER,
  DB_INSTANCE,
  DOCDB_CLUSTER,
  GLOBAL_CLUSTER,
  inheritsEncryption,
  isInCluster,
  NEPTUNE_CLUSTER,
  REDSHIFT_CLUSTER,
} from './databases';
import { isOff, judgeSettings, judgeValue, Setting, typesOf } from './settings';

const on = (type: string, path: string, except?: Setting['except']): Setting => ({
  type,
  path,
  good: [true],
  absent: 'fail',
  except,
});
const unlessOff = (type: string, path: string): Setting => ({ type, path, bad: [false], absent: 'pass' });

/** A source may be encrypted; `false` says that this is not. */
const inherited = (path: string) => (resource: Resource) => inheritsEncryption(resource) && !isOff(resource.get(path));

/** What the CloudFormation reference of each type says about its default. */
const SETTINGS: readonly Setting[] = [
  on(DB_INSTANCE, 'StorageEncrypted', (one) => isInCluster(one) || inherited('StorageEncrypted')(one)),
  // Aurora encrypts clusters made since 2026-02-18 whatever is said, but no older one ("Encrypting Amazon Aurora resources")
  on(DB_CLUSTER, 'StorageEncrypted', inherited('StorageEncrypted')),
  on(GLOBAL_CLUSTER, 'StorageEncrypted', inherited('StorageEncrypted')),
  on(DOCDB_CLUSTER, 'StorageEncrypted', inherited('StorageEncrypted')),
  on('AWS::DocDB::GlobalCluster', 'StorageEncrypted', inherited('StorageEncrypted')),
  on(NEPTUNE_CLUSTER, 'StorageEncrypted', inherited('StorageEncrypted')),
  unlessOff(REDSHIFT_CLUSTER, 'Encrypted'),
  // the console encrypts, the API that CloudFormation calls does not ("Encrypting data at rest", EFS user guide)
  on('AWS::EFS::FileSystem', 'Encrypted'),
  on('AWS::EC2::Volume', 'Encrypted', inherited('Encrypted')),
  on('AWS::OpenSearchService::Domain', 'EncryptionAtRestOptions.Enabled'),
  on('AWS::Elasticsearch::Domain', 'EncryptionAtRestOptions.Enabled'),
  on('AWS::DAX::Cluster', 'SSESpecification.SSEEnabled'),
  on('AWS::WorkSpaces::Workspace', 'UserVolumeEncryptionEnabled'),
  on('AWS::WorkSpaces::Workspace', 'RootVolumeEncryptionEnabled'),
  unlessOff('AWS::EMR::SecurityConfiguration', 'SecurityConfiguration.EncryptionConfiguration.EnableAtRestEncryption'),
];

export const AT_REST_TYPES = [...typesOf(SETTINGS), ...BLOCK_DEVICE_TYPES];
const settings = judgeSettings(SETTINGS);

/** Whether what a store or a machine keeps on disk is encrypted at all, with whichever key. */
export function judgeAtRest(resource: Resource): Judgement {
  if (!BLOCK_DEVICE_TYPES.includes(resource.type)) return settings(resource);
  return worstOfAll(
    disksOf(resource).map(({ encrypted, isCopy, path }) =>
      judgeValue(encrypted, { path: `${path}.Encrypted`, good: [true], absent: isCopy ? 'pass' : 'fail' }),
    ),
  );
}
