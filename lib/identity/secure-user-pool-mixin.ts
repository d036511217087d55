import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { harden, RuleMixin } from '../core/harden';
import { profileOf } from '../core/profile';
import { IDENTITY_RULES } from './rules/index';

/**
 * Makes rules hold on a user pool or a client that exists already, whoever made it: deletion protection unless the profile is
 * development, errors that do not tell who exists, and refresh tokens that can be revoked (IDENTITY-05, IDENTITY-12, IDENTITY-14).
 *
 * Second factors, grants, callbacks and token lifetimes are left to you: users and applications have to follow.
 */
export class SecureUserPoolMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = IDENTITY_RULES.filter(({ reaches }) => reaches.includes('mixin'));

  /** Hardens a pool or a client in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!CfnResource.isCfnResource(construct)) return;
    const isDevelopment = profileOf(construct).name === 'development';
    const rules = this._rules.filter(({ id }) => !(isDevelopment && id === DELETION));
    harden(rules, construct);
  }
}

const DELETION = 'IDENTITY-05';
