import { CfnDeletionPolicy, CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { harden, RuleMixin } from '../core/harden';
import { profileOf } from '../core/profile';
import { propertyOf } from '../policy/policy-beside';
import { STREAM_RULES } from './rules/index';

const STREAM = 'AWS::Kinesis::Stream';

/**
 * Makes the rules hold on a stream that exists already, whoever made it: an L2, an L1, or a generic resource. It encrypts one
 * that is not with the AWS managed key, for which nobody needs a permission, and unless the profile is development it has the
 * stream kept when its resource goes.
 *
 * What it leaves to you: a key of your own, which producers and consumers have to be allowed, and the retention, since a stream
 * may be told a longer one by hand. Logical ids and names stay.
 */
export class SecureStreamMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = STREAM_RULES;

  /** Whether the construct is a stream. */
  public override supports(construct: IConstruct): boolean {
    return isStream(construct);
  }

  /** Hardens a stream in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!isStream(construct)) return;
    // a key that was chosen is better than the one of AWS
    if (isPlain(propertyOf(construct, 'StreamEncryption'))) harden(STREAM_RULES, construct);
    if (profileOf(construct).name !== 'development') keepOnRemoval(construct);
  }
}

const isStream = (construct: IConstruct): construct is CfnResource =>
  CfnResource.isCfnResource(construct) && construct.cfnResourceType === STREAM;

const isPlain = (encryption: any): boolean =>
  encryption === undefined || (encryption?.EncryptionType ?? encryption?.encryptionType) === 'NONE';

function keepOnRemoval({ cfnOptions }: CfnResource): void {
  if (cfnOptions.deletionPolicy !== CfnDeletionPolicy.RETAIN) {
    cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
  }
  cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}
