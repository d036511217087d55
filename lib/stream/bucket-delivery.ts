import { IRole } from 'aws-cdk-lib/aws-iam';
import {
  DeliveryStream,
  DestinationBindOptions,
  DestinationConfig,
  DestinationS3BackupProps,
  DisableLogging,
  EnableLogging,
  IDataProcessor,
  IDestination,
  ILoggingConfig,
  LambdaFunctionProcessor,
  S3Bucket,
  S3BucketProps,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';
import { deliveredTo, deliveredUnder, invokedAs, writtenTo } from './delivery-access';

/** Below the bucket: what could not be read, converted or delivered stays apart from what could. */
const FAILED = 'failed/!{firehose:error-output-type}/';
const BACKUP = 'source/';

/** What CDK's destination was told, which it keeps to itself. */
interface Told {
  readonly bucket: IBucket;
  readonly props: S3BucketProps;
}

/** An S3 destination of CDK that uses the one role of its delivery stream, with exact grants, and logs what it cannot deliver. */
export class ExactBucketDestination implements IDestination {
  constructor(
    private readonly given: S3Bucket,
    private readonly key: IKey | undefined,
  ) {}

  public bind(scope: Construct, options: DestinationBindOptions): DestinationConfig {
    const { bucket, props } = this.given as unknown as Told;
    const { processor, processors = [], s3Backup, encryptionKey, ...rest } = props;
    const all = [...(processor ? [processor] : []), ...processors];
    const loggingConfig = loggingIn(scope, props.loggingConfig);
    return new S3Bucket(deliveredTo(bucket), {
      ...rest,
      role: props.role ?? ((scope as DeliveryStream).grantPrincipal as IRole),
      loggingConfig,
      encryptionKey: keyFor(bucket, encryptionKey, this.key),
      errorOutputPrefix: props.errorOutputPrefix ?? FAILED,
      ...(all.length > 0 && { processors: all.map(exactProcessor) }),
      ...(s3Backup && { s3Backup: this.backup(s3Backup, bucket, loggingConfig) }),
    }).bind(scope, options);
  }

  /** In the same bucket, unless it has one of its own. */
  private backup(
    said: DestinationS3BackupProps,
    main: IBucket,
    loggingConfig: ILoggingConfig,
  ): DestinationS3BackupProps {
    const bucket = said.bucket ?? main;
    return {
      ...said,
      bucket: deliveredTo(bucket),
      loggingConfig: said.loggingConfig ? exactLogging(said.loggingConfig) : loggingConfig,
      encryptionKey: keyFor(bucket, said.encryptionKey, this.key),
      dataOutputPrefix: said.dataOutputPrefix ?? (said.bucket ? undefined : BACKUP),
    };
  }
}

/** A bucket with a key encrypts by itself; for another one the ring's key is said here. */
function keyFor(bucket: IBucket, said: IKey | undefined, ring: IKey | undefined): IKey | undefined {
  const key = said ?? (bucket.encryptionKey ? undefined : ring);
  return key && deliveredUnder(key, bucket);
}

function exactProcessor(processor: IDataProcessor): IDataProcessor {
  if (!(processor instanceof LambdaFunctionProcessor)) return processor;
  const { lambdaFunction } = processor as unknown as { readonly lambdaFunction: IFunction };
  return new LambdaFunctionProcessor(invokedAs(lambdaFunction), processor.props);
}

function loggingIn(scope: Construct, said: ILoggingConfig | undefined): ILoggingConfig {
  if (said) return exactLogging(said);
  const group = new SecureLogGroup(scope, 'Logs');
  partOfParent(group);
  return new EnableLogging(writtenTo(group));
}

function exactLogging({ logging, logGroup }: ILoggingConfig): ILoggingConfig {
  if (!logging) return new DisableLogging();
  return new EnableLogging(logGroup && writtenTo(logGroup));
}
