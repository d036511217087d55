import type { Resource } from '../core/assembly';
import { isPresent } from '../core/compare';
import { readable } from '../core/text';
import {
  DB_CLUSTER,
  DB_INSTANCE,
  DOCDB_CLUSTER,
  inheritsEncryption,
  isInCluster,
  NEPTUNE_CLUSTER,
  REDSHIFT_CLUSTER,
} from './databases';
import { hasAny, itemsOf, saysSame, typesOf } from './settings';

interface Keyed {
  readonly type: string;
  /** Where the key stands; the first that is there counts. */
  readonly paths: readonly string[];
  readonly except?: (resource: Resource) => boolean;
}
const at = (type: string, ...paths: string[]): Keyed => ({ type, paths });
const KEY = 'KmsKeyId';

/** Disks of these instance types are encrypted by their hardware, and name no key ("KmsKeyId", EndpointConfig). */
const LOCAL_DISK = /^ml\.((c|m|r|p|g)\d+[a-z]*d[a-z]*|g[456]\w*|p[45]\w*|trn\d\w*)\./;
const hasOwnDisk = (config: Resource): boolean =>
  (itemsOf(config.get('ProductionVariants')) ?? []).some(
    (variant) => variant?.ServerlessConfig !== undefined || LOCAL_DISK.test(String(variant?.InstanceType)),
  );

/** Everything that AWS encrypts with a key of its own unless it is told one. */
const KEYED: readonly Keyed[] = [
  { ...at(DB_INSTANCE, KEY), except: (one) => isInCluster(one) || inheritsEncryption(one) },
  { ...at(DB_CLUSTER, KEY), except: inheritsEncryption },
  { ...at(DOCDB_CLUSTER, KEY), except: inheritsEncryption },
  { ...at(NEPTUNE_CLUSTER, KEY), except: inheritsEncryption },
  at('AWS::NeptuneGraph::Graph', 'KmsKeyIdentifier'),
  at('AWS::DocDBElastic::Cluster', KEY),
  { ...at(REDSHIFT_CLUSTER, KEY), except: (one) => hasAny(one, ['SnapshotIdentifier', 'HsmConfigurationIdentifier']) },
  at('AWS::RedshiftServerless::Namespace', KEY),
  at('AWS::EFS::FileSystem', KEY),
  { ...at('AWS::EC2::Volume', KEY), except: inheritsEncryption },
  at('AWS::OpenSearchService::Domain', `EncryptionAtRestOptions.${KEY}`),
  at('AWS::Elasticsearch::Domain', `EncryptionAtRestOptions.${KEY}`),
  at('AWS::MemoryDB::Cluster', KEY),
  at('AWS::MSK::Cluster', 'EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId'),
  at('AWS::AmazonMQ::Broker', `EncryptionOptions.${KEY}`),
  at('AWS::Timestream::Database', KEY),
  at('AWS::Timestream::InfluxDBInstance', KEY),
  at('AWS::Cassandra::Table', 'EncryptionSpecification.KmsKeyIdentifier'),
  at('AWS::QLDB::Ledger', 'KmsKey'),
  at('AWS::DSQL::Cluster', 'KmsEncryptionKey'),
  {
    ...at('AWS::FSx::FileSystem', KEY),
    // a scratch file system takes no key, and Lustre makes one unless told otherwise
    except: (one) =>
      saysSame(one.get('FileSystemType'), 'LUSTRE') &&
      !/^PERSISTENT/.test(String(one.get('LustreConfiguration.DeploymentType'))),
  },
  at('AWS::Backup::BackupVault', 'EncryptionKeyArn'),
  at('AWS::ECR::Repository', 'EncryptionConfiguration.KmsKey'),
  at('AWS::SageMaker::NotebookInstance', KEY),
  at('AWS::SageMaker::Domain', KEY),
  { ...at('AWS::SageMaker::EndpointConfig', KEY), except: hasOwnDisk },
  at('AWS::MWAA::Environment', 'KmsKey'),
  at('AWS::DMS::ReplicationInstance', KEY),
  at('AWS::WorkSpaces::Workspace', 'VolumeEncryptionKey'),
  at('AWS::CodePipeline::Pipeline', 'ArtifactStore.EncryptionKey', 'ArtifactStores.0.ArtifactStore.EncryptionKey'),
  {
    ...at('AWS::CodeBuild::Project', 'EncryptionKey'),
    // artifacts of a pipeline take the pipeline's key
    except: (one) => /^(NO_ARTIFACTS|CODEPIPELINE)$/.test(String(one.get('Artifacts.Type'))),
  },
  at('AWS::AppFlow::Flow', 'KMSArn'),
  at('AWS::Kendra::Index', `ServerSideEncryptionConfiguration.${KEY}`),
  at('AWS::HealthLake::FHIRDatastore', `SseConfiguration.KmsEncryptionConfig.${KEY}`),
  at('AWS::Bedrock::Agent', 'CustomerEncryptionKeyArn'),
  at('AWS::Bedrock::Guardrail', 'KmsKeyArn'),
  at('AWS::Bedrock::DataSource', 'ServerSideEncryptionConfiguration.KmsKeyArn'),
  at('AWS::EKS::Cluster', 'EncryptionConfig'),
];
const BY_TYPE = new Map(KEYED.map((row) => [row.type, row]));

export const KEYED_TYPES = typesOf(KEYED);

export interface KeyUse {
  readonly isOwn: boolean;
  readonly got: string;
  readonly at: string;
}

/** With which key a store is encrypted; undefined where that is not for it to say. */
export function keyUseOf(resource: Resource): KeyUse | undefined {
  const row = BY_TYPE.get(resource.type);
  if (!row || row.except?.(resource)) return undefined;
  const [path] = row.paths;
  const key: unknown = row.paths.map((one) => resource.get(one)).find(isPresent);
  const isOwn = isPresent(key) && !/alias\/aws\/|AWS_OWNED/.test(typeof key === 'string' ? key : JSON.stringify(key));
  return { isOwn, got: `${path} ${isPresent(key) ? readable(key) : 'not set'}`, at: `Properties.${path}` };
}
