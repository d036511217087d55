import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { DataClass, SecureBucket, SecureSecret, SecureTable } from 'cdk-secure-serverless';
import { Construct } from 'constructs';
import { Customers } from './customers';

/** What outlives every release of the service. */
export class DataStack extends Stack {
  public readonly orders: SecureTable;
  /** The index that the daily report reads. */
  public readonly byDay = 'byDay';
  /** The index by which customers see their own. */
  public readonly byCustomer = 'byCustomer';
  public readonly uploads: SecureBucket;
  public readonly reports: SecureBucket;
  public readonly carrierKey: SecureSecret;
  public readonly customers: Customers;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.orders = new SecureTable(this, 'Orders', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      stream: StreamViewType.NEW_AND_OLD_IMAGES, // who listens sees what became fulfilled, by both states
      maxReadRequestUnits: 200,
      maxWriteRequestUnits: 100,
    });
    this.orders.addGlobalSecondaryIndex({
      indexName: this.byDay,
      partitionKey: { name: 'placedOn', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['status', 'totalCents'],
      maxReadRequestUnits: 100,
    });
    this.orders.addGlobalSecondaryIndex({
      indexName: this.byCustomer,
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      sortKey: { name: 'placedOn', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['status', 'totalCents'],
      maxReadRequestUnits: 100,
    });
    this.uploads = new SecureBucket(this, 'Uploads', { eventBridgeEnabled: true, retention: Duration.days(30) });
    this.reports = new SecureBucket(this, 'Reports', {
      dataClass: DataClass.INTERNAL, // sums only, nobody's name
      retention: Duration.days(730),
    });
    this.carrierKey = new SecureSecret(this, 'CarrierKey', {
      description: 'Shared with the carrier, who checks pickup codes with it',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      rotation: 'each quarter together with the carrier',
    });
    this.customers = new Customers(this, 'Customers');
    new CfnOutput(this, 'OrdersTable', { value: this.orders.tableName });
    new CfnOutput(this, 'UploadsBucket', { value: this.uploads.bucketName });
    new CfnOutput(this, 'ReportsBucket', { value: this.reports.bucketName });
  }
}
