import { CfnDeletionPolicy, CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { RuleMixin } from '../core/harden';
import { profileOf } from '../core/profile';
import { SECRET_RULES } from './rules/index';

/**
 * Keeps a secret that exists already when its resource is removed or replaced, unless the profile is development (SECRET-04).
 *
 * What it leaves to you: the key, whose users have to be let in first; a value that is written in the template, which has to be
 * rotated; and rotation.
 */
export class SecureSecretMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = SECRET_RULES.filter(({ reaches }) => reaches.includes('mixin'));

  /** Hardens a secret in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!CfnResource.isCfnResource(construct) || !this.supports(construct)) return;
    if (profileOf(construct).name === 'development') return;
    const { cfnOptions } = construct;
    if (cfnOptions.deletionPolicy !== CfnDeletionPolicy.RETAIN) {
      cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
    }
    cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }
}
