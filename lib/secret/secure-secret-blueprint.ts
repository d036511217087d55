import { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { secureProps } from '../core/secure-props';
import { SECRET_RULES } from './rules/index';

/**
 * Gives plain `secretsmanager.Secret`s what cannot break whoever uses them: outside of development they are kept when their
 * resource is removed or replaced (SECRET-04).
 *
 * Keys stay findings, since whoever reads a secret has to be let in to its new key first.
 *
 * Use it with `PropertyInjectors.of(scope).add(new SecureSecretBlueprint())`. CDK uses one injector per class, the nearest.
 */
export class SecureSecretBlueprint implements IPropertyInjector {
  /** The class it is for: `secretsmanager.Secret`. */
  public readonly constructUniqueId = Secret.PROPERTY_INJECTION_ID;

  /** The props with our defaults below them. */
  public inject(originalProps: any, context: InjectionContext): any {
    const rules = SECRET_RULES.filter(({ reaches }) => reaches.includes('blueprint'));
    return secureProps(rules, context.scope, context.id, originalProps ?? {});
  }
}
