import { App, Stack, StackProps, Tags } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { CfnEndpoint } from 'aws-cdk-lib/aws-dms';
import { CfnLaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage, Ec2TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnCluster as CfnKubernetes } from 'aws-cdk-lib/aws-eks';
import { CfnDataCatalogEncryptionSettings } from 'aws-cdk-lib/aws-glue';
import { CfnCluster as CfnKafka } from 'aws-cdk-lib/aws-msk';
import { CfnDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { CfnDBInstance, CfnDBParameterGroup } from 'aws-cdk-lib/aws-rds';
import { CfnNotebookInstance } from 'aws-cdk-lib/aws-sagemaker';

/** What stands beside the functions: databases, search, brokers, containers and builds. */
export class InsecureStores extends Stack {
  constructor(app: App, id: string, props: StackProps) {
    super(app, id, props);
    this.databases();
    this.search();
    this.brokers();
    this.machines();
    this.tools();
  }

  private databases(): void {
    const parameters = new CfnDBParameterGroup(this, 'Parameters', {
      description: 'for the old client',
      family: 'postgres16',
      parameters: { 'rds.force_ssl': '0' }, // STORE-16
    });
    const customers = new CfnDBInstance(this, 'Customers', {
      engine: 'postgres',
      dbInstanceClass: 'db.t4g.micro',
      allocatedStorage: '20',
      masterUsername: 'app',
      manageMasterUserPassword: true,
      dbParameterGroupName: parameters.ref,
      storageEncrypted: false, // STORE-01
      publiclyAccessible: true, // STORE-06
      backupRetentionPeriod: 0, // STORE-31
    });
    Tags.of(customers).add('data-class', 'personal'); // STORE-02
    new CfnEndpoint(this, 'Copy', {
      endpointType: 'source',
      engineName: 'postgres',
      sslMode: 'none', // STORE-15
    });
  }

  private search(): void {
    new CfnDomain(this, 'Search', {
      encryptionAtRestOptions: { enabled: true },
      domainEndpointOptions: { enforceHttps: false }, // STORE-13
      nodeToNodeEncryptionOptions: { enabled: false }, // STORE-14
    });
  }

  private brokers(): void {
    new CfnKafka(this, 'Events', {
      clusterName: 'events',
      kafkaVersion: '3.9.x',
      numberOfBrokerNodes: 2,
      brokerNodeGroupInfo: { clientSubnets: ['subnet-1', 'subnet-2'], instanceType: 'kafka.t3.small' },
      clientAuthentication: { unauthenticated: { enabled: true } }, // STORE-18
    });
  }

  private machines(): void {
    new CfnKubernetes(this, 'Kubernetes', {
      roleArn: `arn:aws:iam::${this.account}:role/kubernetes`,
      resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'], publicAccessCidrs: ['0.0.0.0/0'] }, // STORE-07
    });
    new CfnLaunchTemplate(this, 'Machine', {
      launchTemplateData: { metadataOptions: { httpTokens: 'optional' } }, // STORE-21
    });
    new Ec2TaskDefinition(this, 'Agent').addContainer('agent', {
      image: ContainerImage.fromRegistry('agent'),
      memoryLimitMiB: 128,
      privileged: true, // STORE-23
    });
  }

  private tools(): void {
    const role = `arn:aws:iam::${this.account}:role/tools`;
    new CfnDataCatalogEncryptionSettings(this, 'Catalog', {
      catalogId: this.account,
      dataCatalogEncryptionSettings: {
        connectionPasswordEncryption: { returnConnectionPasswordEncrypted: false }, // STORE-05
      },
    });
    new CfnNotebookInstance(this, 'Notebook', {
      instanceType: 'ml.t3.medium',
      roleArn: role,
      directInternetAccess: 'Enabled', // STORE-10
    });
    new CfnProject(this, 'Build', {
      serviceRole: role,
      source: { type: 'NO_SOURCE', buildSpec: '{"version":0.2}' },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: {
        type: 'LINUX_CONTAINER',
        computeType: 'BUILD_GENERAL1_SMALL',
        image: 'aws/codebuild/standard:7.0',
      },
      visibility: 'PUBLIC_READ', // STORE-11
    });
  }
}
