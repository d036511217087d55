import { CfnOutput, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { DataClass, KeyRing, SecureBucket } from 'cdk-secure-serverless';
import { Construct } from 'constructs';
import { Customers } from './customers';

/** What outlives every release of the service. */
export class DataStack extends Stack {
  public readonly orders: Table;
  /** The index that the daily report reads. */
  public readonly byDay = 'byDay';
  /** The index by which customers see their own. */
  public readonly byCustomer = 'byCustomer';
  public readonly uploads: SecureBucket;
  public readonly reports: SecureBucket;
  public readonly carrierKey: Secret;
  public readonly customers: Customers;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    // there is no SecureTable yet: secure by its props, with the stack's own key where the profile has one
    const key = KeyRing.of(this).data();
    this.orders = new Table(this, 'Orders', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      maxReadRequestUnits: 200,
      maxWriteRequestUnits: 100,
      encryption: key ? TableEncryption.CUSTOMER_MANAGED : TableEncryption.DEFAULT,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: key !== undefined },
      deletionProtection: key !== undefined,
      removalPolicy: key ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    this.orders.addGlobalSecondaryIndex({
      indexName: this.byDay,
      partitionKey: { name: 'placedOn', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['status', 'totalCents'],
      maxReadRequestUnits: 100,
      maxWriteRequestUnits: 100,
    });
    this.orders.addGlobalSecondaryIndex({
      indexName: this.byCustomer,
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      sortKey: { name: 'placedOn', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['status', 'totalCents'],
      maxReadRequestUnits: 100,
      maxWriteRequestUnits: 100,
    });
    this.uploads = new SecureBucket(this, 'Uploads', { eventBridgeEnabled: true, retention: Duration.days(30) });
    this.reports = new SecureBucket(this, 'Reports', {
      dataClass: DataClass.INTERNAL, // sums only, nobody's name
      retention: Duration.days(730),
    });
    this.carrierKey = new Secret(this, 'CarrierKey', {
      description: 'Shared with the carrier, who checks pickup codes with it',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      encryptionKey: key,
    });
    this.customers = new Customers(this, 'Customers', { isKept: key !== undefined });
    new CfnOutput(this, 'OrdersTable', { value: this.orders.tableName });
    new CfnOutput(this, 'UploadsBucket', { value: this.uploads.bucketName });
    new CfnOutput(this, 'ReportsBucket', { value: this.reports.bucketName });
  }
}
