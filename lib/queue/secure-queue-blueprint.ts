import { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { secureProps } from '../core/secure-props';
import { QUEUE_RULES } from './rules/index';

/**
 * Gives plain `sqs.Queue`s what cannot break whoever uses them: encryption with SQS' own key is stated, so that one which
 * was made before SQS encrypted by itself is encrypted too (QUEUE-01).
 *
 * TLS stays a finding, since somebody may rely on the weakness; so do keys, which senders need permission for, and
 * dead-letter queues, since messages then end elsewhere.
 *
 * Use it with `PropertyInjectors.of(scope).add(new SecureQueueBlueprint())`. CDK uses one injector per class, the nearest.
 */
export class SecureQueueBlueprint implements IPropertyInjector {
  /** The class it is for: `sqs.Queue`. */
  public readonly constructUniqueId = Queue.PROPERTY_INJECTION_ID;

  /** The props with our defaults below them. */
  public inject(originalProps: any, context: InjectionContext): any {
    const rules = QUEUE_RULES.filter(({ reaches }) => reaches.includes('blueprint'));
    return secureProps(rules, context.scope, context.id, originalProps ?? {});
  }
}
