import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnStream, Stream } from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { DataClass } from '../key/data-class';
import { Access, EncryptedTarget, grantExactly } from '../key/exact-grants';
import { KeyRing } from '../key/key-ring';
import { SecureStreamProps } from './secure-stream-props';
import { secureStreamProps } from './stream-defaults';

/**
 * A `kinesis.Stream` whose records are encrypted, kept for a stated time, and read and written by whom you name; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `encryptionKey` | the data key of the stack's key ring; the AWS managed key `alias/aws/kinesis` for `INTERNAL` data, and in development for all but `SECRET` |
 * | `retentionPeriod` | 24 hours, which the price includes; 7 days in regulated |
 * | `removalPolicy` | kept with its records; removed in development |
 *
 * Capacity is as in CDK: one provisioned shard, unless you name a `shardCount` or `StreamMode.ON_DEMAND`.
 *
 * The grant methods give exact actions by identity, and the key through Kinesis only; nothing is written into the key's policy.
 * CDK's own also list every stream of the account and let a producer list shards, which the Kinesis Producer Library alone asks
 * for: `stream.grant(producer, 'kinesis:ListShards')`.
 *
 * What you set is kept. When it is weaker than a rule, the synthesis fails unless a waiver says why.
 *
 * ("Permissions to use user-generated KMS keys", Kinesis Data Streams developer guide.)
 */
export class SecureStream extends Stream {
  /** How sensitive the records are. */
  public readonly dataClass: DataClass;

  constructor(scope: Construct, id: string, props: SecureStreamProps = {}) {
    const { dataClass = KeyRing.defaultDataClass(scope), waivers, ...stream } = props;
    super(scope, id, secureStreamProps(scope, id, stream, dataClass));
    this.dataClass = dataClass;
    (this.node.defaultChild as CfnStream).tags.setTag('data-class', dataClass);
    secured(this, waivers);
  }

  /**
   * Lets somebody read records: `kinesis:GetRecords`, `GetShardIterator`, `ListShards`, `DescribeStream`,
   * `DescribeStreamSummary`, and to decrypt with the stream's key through Kinesis.
   */
  public override grantRead(grantee: IGrantable): Grant {
    return grantExactly(this.target, grantee, accessOf(READ));
  }

  /** Lets somebody put records: `kinesis:PutRecord`, `PutRecords`, and to encrypt with the stream's key through Kinesis. */
  public override grantWrite(grantee: IGrantable): Grant {
    return grantExactly(this.target, grantee, accessOf(WRITE));
  }

  /** Lets somebody read and put records. Prefer two identities, of which one reads and the other writes. */
  public override grantReadWrite(grantee: IGrantable): Grant {
    return grantExactly(this.target, grantee, accessOf([...READ, ...WRITE]));
  }

  /** Lets somebody do exactly this, and use the stream's key through Kinesis as far as the actions need it. */
  public override grant(grantee: IGrantable, ...actions: string[]): Grant {
    return grantExactly(this.target, grantee, accessOf(actions));
  }

  private get target(): EncryptedTarget {
    return { resource: this, arn: this.streamArn, key: this.encryptionKey, endpoint: 'kinesis' };
  }
}

const READ = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'].map(
  (one) => `kinesis:${one}`,
);
const WRITE = ['kinesis:PutRecord', 'kinesis:PutRecords'];

const accessOf = (actions: readonly string[]): Access => ({
  actions,
  onKey: [
    ...(actions.some((one) => /:(GetRecords|SubscribeToShard)$/.test(one)) ? ['kms:Decrypt'] : []),
    ...(actions.some((one) => /:PutRecords?$/.test(one)) ? ['kms:GenerateDataKey'] : []),
  ],
});
