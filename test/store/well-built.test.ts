import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { BlockDeviceVolume, Instance, InstanceType, MachineImage, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Cluster, ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import { FileSystem } from 'aws-cdk-lib/aws-efs';
import { Domain, EngineVersion } from 'aws-cdk-lib/aws-opensearchservice';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  DatabaseInstance,
  DatabaseInstanceEngine,
  DatabaseInstanceReadReplica,
  PostgresEngineVersion,
} from 'aws-cdk-lib/aws-rds';
import { blocking, newStack } from '../support/judging';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

const storeErrors = (stack: Stack) => blocking(stack).filter((one) => one.startsWith('STORE'));

/** What teams write with CDK's own constructs and its recommended flags, and what is right: nothing may block. */
test.each<[string, (stack: Stack, vpc: Vpc) => void]>([
  [
    'a database with a replica and a proxy',
    (stack, vpc) => {
      const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_16 });
      const db = new DatabaseInstance(stack, 'Db', {
        engine,
        vpc,
        storageEncrypted: true,
        deletionProtection: true,
        backupRetention: Duration.days(7),
        credentials: Credentials.fromGeneratedSecret('app'),
      });
      const instanceType = new InstanceType('t4g.micro');
      new DatabaseInstanceReadReplica(stack, 'Replica', { sourceDatabaseInstance: db, instanceType, vpc });
      db.addProxy('Proxy', { vpc, secrets: [db.secret!] });
    },
  ],
  [
    'a cluster of Aurora',
    (stack, vpc) => {
      new DatabaseCluster(stack, 'Db', {
        engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_16_6 }),
        writer: ClusterInstance.serverlessV2('Writer'),
        readers: [ClusterInstance.provisioned('Reader')],
        vpc,
        storageEncrypted: true,
        removalPolicy: RemovalPolicy.RETAIN,
      });
    },
  ],
  [
    'a service on Fargate',
    (stack, vpc) => {
      new ApplicationLoadBalancedFargateService(stack, 'Web', {
        cluster: new Cluster(stack, 'Cluster', { vpc }),
        taskImageOptions: { image: ContainerImage.fromRegistry('nginx'), environment: { STAGE: 'live' } },
      });
    },
  ],
  ['a file system', (stack, vpc) => void new FileSystem(stack, 'Files', { vpc })],
  ['a repository', (stack) => void new Repository(stack, 'Images')],
  [
    'a build',
    (stack) => void new Project(stack, 'Build', { buildSpec: { isImmediate: true, toBuildSpec: () => '{}' } as never }),
  ],
  [
    'an instance',
    (stack, vpc) => {
      new Instance(stack, 'Bastion', {
        vpc,
        instanceType: new InstanceType('t4g.nano'),
        machineImage: MachineImage.latestAmazonLinux2023(),
        requireImdsv2: true,
        blockDevices: [{ deviceName: '/dev/xvda', volume: BlockDeviceVolume.ebs(8, { encrypted: true }) }],
      });
    },
  ],
  [
    'a search domain',
    (stack, vpc) => {
      new Domain(stack, 'Search', {
        version: EngineVersion.OPENSEARCH_2_17,
        vpc,
        enforceHttps: true,
        nodeToNodeEncryption: true,
        encryptionAtRest: { enabled: true },
      });
    },
  ],
])('%s as it should be blocks nothing', (_, build) => {
  const stack = newStack();
  build(stack, new Vpc(stack, 'Vpc'));
  expect(storeErrors(stack)).toEqual([]);
});

test('what CDK leaves out is found', () => {
  const stack = newStack();
  const vpc = new Vpc(stack, 'Vpc');
  const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_16 });
  new DatabaseInstance(stack, 'Db', { engine, vpc, publiclyAccessible: true });
  expect(storeErrors(stack)).toEqual(['STORE-01 Stack/Db/Resource', 'STORE-06 Stack/Db/Resource']);
});
