import { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { UserPool, UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import { profileOf } from '../core/profile';
import { secureProps } from '../core/secure-props';
import { IDENTITY_RULES } from './rules/index';

/**
 * Gives plain `cognito.UserPool`s what locks nobody out: a password policy for passwords that are chosen from now on, and, unless
 * the profile is development, deletion protection (IDENTITY-03, IDENTITY-05).
 *
 * Second factors, sign-up, recovery and the grants of clients stay findings: users and applications rely on them.
 *
 * Use it with `PropertyInjectors.of(scope).add(new SecureUserPoolBlueprint())`. CDK uses one injector per class, the nearest.
 */
export class SecureUserPoolBlueprint implements IPropertyInjector {
  /** The class it is for: `cognito.UserPool`. */
  public readonly constructUniqueId = UserPool.PROPERTY_INJECTION_ID;

  /** The props with our defaults below them. */
  public inject(originalProps: any, context: InjectionContext): any {
    const isDevelopment = profileOf(context.scope).name === 'development';
    const rules = IDENTITY_RULES.filter(
      ({ reaches, tier }) => reaches.includes('blueprint') && !(isDevelopment && tier === 'assurance'),
    );
    return secureProps<UserPoolProps>(rules, context.scope, context.id, originalProps ?? {});
  }
}
