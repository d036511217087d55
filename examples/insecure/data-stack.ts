import { App, Duration, RemovalPolicy, Stack, StackProps, Tags } from 'aws-cdk-lib';
import { AttributeType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockedEncryptionType,
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { addSignIn } from './sign-in';

export class InsecureData extends Stack {
  public readonly key: Key;
  public readonly orders: Table;
  public readonly uploads: Bucket;
  public readonly reports: Bucket;
  public readonly queue: Queue;

  constructor(app: App, id: string, props: StackProps) {
    super(app, id, props);
    this.key = this.keyForEverybody();
    this.orders = new Table(this, 'Orders', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      encryption: TableEncryption.AWS_MANAGED, // TABLE-01
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false }, // TABLE-02
      deletionProtection: false, // TABLE-03
      removalPolicy: RemovalPolicy.DESTROY, // TABLE-04
    });
    this.uploads = this.bucketForEverybody();
    this.reports = this.bucketWithLostLogs();
    this.queue = this.queueForEverybody();
    addSignIn(this);
  }

  private keyForEverybody(): Key {
    const key = new Key(this, 'Key', {
      enableKeyRotation: false, // KEY-01
      pendingWindow: Duration.days(7), // KEY-04
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AccountPrincipal('222222222222')], // KEY-02
        actions: ['kms:Decrypt'],
        resources: ['*'],
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')], // KEY-03
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
      }),
    );
    return key;
  }

  private bucketForEverybody(): Bucket {
    return new Bucket(this, 'Uploads', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ACLS_ONLY, // BUCKET-01
      objectOwnership: ObjectOwnership.OBJECT_WRITER, // BUCKET-02
      enforceSSL: false, // BUCKET-03
      encryption: BucketEncryption.S3_MANAGED, // BUCKET-04
      versioned: false, // BUCKET-05
      serverAccessLogsBucket: undefined, // BUCKET-06
      lifecycleRules: undefined, // BUCKET-07
      blockedEncryptionTypes: [BlockedEncryptionType.NONE], // BUCKET-08
      websiteIndexDocument: 'index.html', // BUCKET-09
      removalPolicy: RemovalPolicy.DESTROY, // BUCKET-10
    });
  }

  private bucketWithLostLogs(): Bucket {
    const logs = new Bucket(this, 'AccessLogs', {
      encryptionKey: this.key, // BUCKET-13
    });
    logs.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')], // BUCKET-12
        actions: ['s3:PutObject'],
        resources: [logs.arnForObjects('*')],
      }),
    );
    const reports = new Bucket(this, 'Reports');
    (reports.node.defaultChild as CfnBucket).loggingConfiguration = { destinationBucketName: logs.bucketName };
    return reports;
  }

  private queueForEverybody(): Queue {
    const failed = new Queue(this, 'Failed', {
      retentionPeriod: Duration.days(1), // QUEUE-03
    });
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.UNENCRYPTED, // QUEUE-01
      enforceSSL: false, // QUEUE-02
      deadLetterQueue: { queue: failed, maxReceiveCount: 100 }, // QUEUE-06
    });
    new Queue(this, 'Ordered', {
      fifo: true,
      deadLetterQueue: { queue: failed, maxReceiveCount: 3 }, // QUEUE-07
    });
    Tags.of(queue).add('data-class', 'personal'); // QUEUE-05
    const allow = (statement: PolicyStatement) => queue.addToResourcePolicy(statement);
    const resources = [queue.queueArn];
    const actions = ['sqs:SendMessage'];
    allow(
      new PolicyStatement({
        principals: [new AnyPrincipal()], // POLICY-01
        actions,
        resources,
      }),
    );
    allow(
      new PolicyStatement({
        principals: [new AccountPrincipal('222222222222')], // POLICY-02
        actions: ['sqs:*'], // POLICY-05
        resources,
      }),
    );
    allow(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')], // POLICY-03
        actions,
        resources,
      }),
    );
    allow(
      new PolicyStatement({
        principals: [new AccountPrincipal(this.account)],
        notActions: ['sqs:DeleteQueue'], // POLICY-04
        resources,
      }),
    );
    return queue;
  }
}
