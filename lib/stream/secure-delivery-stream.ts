import { Stack } from 'aws-cdk-lib';
import { CfnRole, IGrantable, Role } from 'aws-cdk-lib/aws-iam';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import {
  CfnDeliveryStream,
  DeliveryStream,
  DeliveryStreamProps,
  ISource,
  KinesisStreamSource,
  S3Bucket,
  StreamEncryption,
  StreamEncryptionType,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { ExactBucketDestination } from './bucket-delivery';
import { heldUnder, readStream } from './delivery-access';

/** Props of `SecureDeliveryStream`: everything `kinesisfirehose.DeliveryStream` takes. */
export interface SecureDeliveryStreamProps extends DeliveryStreamProps {
  /**
   * How sensitive the records are. It decides the keys, and stands in the tag `data-class`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * Rules that need not hold on this delivery stream, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * A `kinesisfirehose.DeliveryStream` that is encrypted on its way and where it ends, logs what it cannot deliver, and has one
 * role that may do exactly this; a drop-in.
 *
 * | What | Here, unless you set it |
 * |---|---|
 * | `encryption` | the data key of the stack's key ring; AWS's own for `INTERNAL` data, and in development for all but `SECRET`. None with a source, whose records are encrypted there |
 * | role | one for source and destination; Firehose takes it with the external id of this account only |
 * | `encryptionKey` of an `S3Bucket` | the same key, where the bucket has none of its own |
 * | `errorOutputPrefix` | `failed/`, then what failed |
 * | `loggingConfig` | on, in a `SecureLogGroup` of its own |
 * | `s3Backup` | in the same bucket below `source/`, when it names no other |
 *
 * The role may read the source stream, put objects into this bucket, use its key through S3 for this bucket, invoke the functions
 * that transform, and write to the log streams: each action by name. CDK's own grants are families of actions, also for deleting
 * objects. Destinations other than `S3Bucket` are bound as they are, and the gate judges what comes out.
 *
 * ("Controlling access with Amazon Data Firehose", developer guide; "Step 1: Create a Firehose delivery stream", CloudWatch Logs
 * user guide, for the external id.)
 */
export class SecureDeliveryStream extends DeliveryStream {
  /** How sensitive the records are. */
  public readonly dataClass: DataClass;
  /** Its own log group; `undefined` when `loggingConfig` says otherwise, or the destination is no `S3Bucket`. */
  public readonly logGroup?: ILogGroup;

  constructor(scope: Construct, id: string, props: SecureDeliveryStreamProps) {
    const { dataClass = KeyRing.defaultDataClass(scope), waivers, ...given } = props;
    const key = KeyRing.of(scope).data(dataClass);
    const { destination, source } = given;
    super(scope, id, {
      ...given,
      encryption: encryptionOf(scope, given, key),
      source: source && exactSource(source),
      destination: destination instanceof S3Bucket ? new ExactBucketDestination(destination, key) : destination,
    });
    this.dataClass = dataClass;
    this.logGroup = this.node.tryFindChild('Logs') as ILogGroup | undefined;
    (this.node.defaultChild as CfnDeliveryStream).tags.setTag('data-class', dataClass);
    const role = this.node.tryFindChild('Service Role');
    if (role) trustForOwnAccount(role as Role);
    secured(this, waivers);
  }
}

/** CDK refuses encryption beside a source, and would make a key of its own that is not rotated. */
function encryptionOf(
  scope: Construct,
  { encryption, source }: DeliveryStreamProps,
  ring: IKey | undefined,
): StreamEncryption | undefined {
  if (source && !encryption) return undefined;
  if (encryption && encryption.type !== StreamEncryptionType.CUSTOMER_MANAGED) return encryption;
  const key = encryption?.encryptionKey ?? ring ?? (encryption && KeyRing.of(scope).data(DataClass.SECRET));
  return key ? StreamEncryption.customerManagedKey(heldUnder(key)) : StreamEncryption.awsOwnedKey();
}

/** The same source, which lets the role read this stream and nothing else. */
function exactSource(source: ISource): ISource {
  if (!(source instanceof KinesisStreamSource)) return source;
  const { stream } = source as unknown as { readonly stream: IStream };
  return Object.create(source, { grantRead: { value: (grantee: IGrantable) => readStream(stream, grantee) } });
}

/** CDK makes the role on the way, for Firehose of every account. */
function trustForOwnAccount(role: Role): void {
  const { account } = Stack.of(role);
  (role.node.defaultChild as CfnRole).assumeRolePolicyDocument = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'firehose.amazonaws.com' },
        Condition: { StringEquals: { 'sts:ExternalId': account } },
      },
    ],
  };
}
