import { CfnResource, InjectionContext, IPropertyInjector, Lazy, Stack, Tokenization } from 'aws-cdk-lib';
import { CfnRule, IRuleTarget, Rule, RuleProps } from 'aws-cdk-lib/aws-events';
import { Construct, IConstruct } from 'constructs';
import { secured } from '../core/gate-state';
import { RuleMixin } from '../core/harden';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';
import { FailureQueues } from '../queue/failure-queues';
import { BoundedRuleTarget } from './delivery';
import { MAXIMUM_AGE_SECONDS, RETRY_ATTEMPTS } from './retry-bounds';
import { BUS_RULES } from './rules/index';

/** Props of `SecureRule`: everything `events.Rule` takes. */
export interface SecureRuleProps extends RuleProps {
  /**
   * How sensitive the events are: it decides which failure queue keeps what cannot be delivered.
   *
   * @default - KeyRing.defaultDataClass
   */
  readonly dataClass?: DataClass;
  /**
   * Rules that need not hold on this rule of EventBridge, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * An `events.Rule` that loses no event; a drop-in. Every target, also one added later, gets
 *
 * | What | Here, unless the target says it |
 * |---|---|
 * | dead-letter queue | the failure queue of the data class: encrypted, kept 14 days, with an alarm |
 * | `maxEventAge` | one hour, where AWS retries for 24 hours |
 * | `retryAttempts` | 16, where AWS retries 185 times |
 *
 * Targets that CDK mirrors in another account or region keep what they say: there is no queue of this stack there.
 * ("Event retry policy and using dead-letter queues", EventBridge user guide.)
 */
export class SecureRule extends Rule {
  private readonly dataClass?: DataClass;

  constructor(scope: Construct, id: string, props: SecureRuleProps = {}) {
    const { dataClass, waivers, targets = [], ...rest } = props;
    super(scope, id, rest);
    this.dataClass = dataClass;
    for (const target of targets) this.addTarget(target);
    secured(this, waivers);
  }

  /** Adds a target, with a dead-letter queue and bounded retries unless it has its own. */
  public override addTarget(target?: IRuleTarget): void {
    super.addTarget(target && new BoundedRuleTarget(target, this, this.dataClass));
  }
}

/**
 * Gives the targets of every plain `events.Rule` below a scope the failure queue of the stack and bounded retries, unless
 * they have their own (BUS-01, BUS-02). Targets that are added after the rule is made stay findings.
 *
 * Use it with `PropertyInjectors.of(scope).add(new SecureRuleBlueprint())`.
 */
export class SecureRuleBlueprint implements IPropertyInjector {
  /** The class it is for: `events.Rule`. */
  public readonly constructUniqueId = Rule.PROPERTY_INJECTION_ID;

  /** The props with each target completed. */
  public inject(originalProps: any, context: InjectionContext): any {
    const given: RuleProps = originalProps ?? {};
    if (!given.targets) return given;
    return { ...given, targets: given.targets.map((one) => new BoundedRuleTarget(one, context.scope)) };
  }
}

/**
 * Gives the targets of rules that exist already the failure queue of their stack and bounded retries, L1 and generic
 * resources included, unless they have their own (BUS-01, BUS-02).
 */
export class SecureRuleMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = BUS_RULES;

  /** Whether the construct is a rule of EventBridge. */
  public override supports(construct: IConstruct): boolean {
    return CfnResource.isCfnResource(construct) && construct.cfnResourceType === CfnRule.CFN_RESOURCE_TYPE_NAME;
  }

  /** Completes every target in place; what it says stays. */
  public override applyTo(construct: IConstruct): void {
    if (!CfnResource.isCfnResource(construct) || !this.supports(construct)) return;
    const stack = Stack.of(construct);
    const arn = FailureQueues.of(construct).queue().queueArn;
    if (construct instanceof CfnRule) {
      const before = construct.targets;
      construct.targets = Lazy.any(
        { produce: () => completed(stack.resolve(before), lower, arn) },
        { omitEmptyArray: true },
      );
      return;
    }
    const { Resources } = stack.resolve(construct._toCloudFormation());
    const { Targets } = Object.values<any>(Resources)[0].Properties ?? {};
    const all = completed(Targets, (name) => name, arn);
    if (all !== undefined) construct.addPropertyOverride('Targets', all);
  }
}

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function completed(targets: any, cased: (name: string) => string, arn: string): any {
  if (!Array.isArray(targets) || Tokenization.isResolvable(targets)) return targets;
  const [dlq, retry] = [cased('DeadLetterConfig'), cased('RetryPolicy')];
  return targets.map((target) =>
    typeof target !== 'object' || target === null || Object.keys(target).some((key) => key.startsWith('Fn::'))
      ? target
      : {
          ...target,
          [dlq]: target[dlq] ?? { [cased('Arn')]: arn },
          [retry]: target[retry] ?? {
            [cased('MaximumEventAgeInSeconds')]: MAXIMUM_AGE_SECONDS,
            [cased('MaximumRetryAttempts')]: RETRY_ATTEMPTS,
          },
        },
  );
}
