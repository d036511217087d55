import { App, SecretValue, Stack, StackProps } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { CfnReplicationConfiguration } from 'aws-cdk-lib/aws-ecr';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { CfnAccessKey, ManagedPolicy, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { CfnSecurityPolicy } from 'aws-cdk-lib/aws-opensearchserverless';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';

/** What belongs to the account rather than to the service, and the passwords that somebody left in templates. */
export class InsecureAccount extends Stack {
  constructor(app: App, id: string, props: StackProps) {
    super(app, id, props);
    this.people();
    this.watchers();
    this.doors();
    this.passwords();
  }

  private people(): void {
    const user = new User(this, 'Deployer', {
      userName: 'deployer', // ACCOUNT-01
      password: SecretValue.unsafePlainText('correct-horse-battery'), // ACCOUNT-03
    });
    new CfnAccessKey(this, 'DeployerKey', { userName: user.userName }); // ACCOUNT-02
    new Role(this, 'Worker', {
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AmazonS3FullAccess')], // ROLE-07
    });
  }

  private watchers(): void {
    new CfnTrail(this, 'Trail', {
      s3BucketName: 'orders-trail',
      isLogging: true,
      isMultiRegionTrail: false, // ACCOUNT-05
      enableLogFileValidation: false, // ACCOUNT-06
      kmsKeyId: undefined, // ACCOUNT-07
    });
    new CfnDetector(this, 'Detector', { enable: false }); // ACCOUNT-10
  }

  private doors(): void {
    const rules = [{ ResourceType: 'collection', Resource: ['collection/orders'] }];
    new CfnSecurityPolicy(this, 'Search', {
      name: 'orders',
      type: 'network',
      policy: JSON.stringify([{ Rules: rules, AllowFromPublic: true }]), // POLICY-06
    });
    new CfnPolicy(this, 'Scanners', {
      policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }] }, // POLICY-07
    });
    new CfnReplicationConfiguration(this, 'Images', {
      replicationConfiguration: {
        rules: [{ destinations: [{ region: 'eu-west-1', registryId: '222222222222' }] }], // POLICY-08
      },
    });
  }

  private passwords(): void {
    new CfnDBInstance(this, 'Database', {
      dbInstanceClass: 'db.t4g.micro',
      engine: 'postgres',
      masterUsername: 'orders',
      masterUserPassword: 'correct-horse-battery', // SECRET-09
    });
    new CfnTaskDefinition(this, 'Task', {
      containerDefinitions: [
        {
          name: 'worker',
          image: 'worker',
          environment: [{ name: 'DB_PASSWORD', value: 'correct-horse-battery' }], // SECRET-10
        },
      ],
    });
    this.templateOptions.metadata = { Database: { password: 'correct-horse-battery' } }; // SECRET-11
  }
}
