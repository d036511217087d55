import { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { RestApi, RestApiProps } from 'aws-cdk-lib/aws-apigateway';
import { API_RULES } from './rules/index';
import { secureProps } from '../core/secure-props';

/**
 * Has every plain `apigateway.RestApi` below a scope traced (API-07).
 *
 * Nothing that changes who may call, how much, or by which TLS: somebody may rely on it. Those are findings of the gate; `SecureApiMixin`
 * makes some of them hold for whoever asks for it by name.
 *
 * Use it with `PropertyInjectors.of(scope).add(new SecureApiBlueprint())`. CDK uses one injector per class, the nearest.
 */
export class SecureApiBlueprint implements IPropertyInjector {
  /** The class it is for: `apigateway.RestApi`. */
  public readonly constructUniqueId = RestApi.PROPERTY_INJECTION_ID;

  /** The props with our defaults below them. */
  public inject(originalProps: any, context: InjectionContext): any {
    const rules = API_RULES.filter(({ reaches }) => reaches.includes('blueprint'));
    return secureProps<RestApiProps>(rules, context.scope, context.id, originalProps);
  }
}
