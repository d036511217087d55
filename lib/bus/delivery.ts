import { Duration, Stack } from 'aws-cdk-lib';
import { IRule, IRuleTarget, RuleTargetConfig } from 'aws-cdk-lib/aws-events';
import { IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ISchedule, IScheduleTarget, ScheduleTargetConfig } from 'aws-cdk-lib/aws-scheduler';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DataClass } from '../key/data-class';
import { FailureQueues } from '../queue/failure-queues';
import { sendTo } from '../queue/send-to';
import { MAXIMUM_AGE_SECONDS, RETRY_ATTEMPTS } from './retry-bounds';

/** What both kinds of targets are given, unless they say it themselves. */
const RETRIES = { maximumEventAgeInSeconds: MAXIMUM_AGE_SECONDS, maximumRetryAttempts: RETRY_ATTEMPTS };

/** What was said over what is given; `undefined` says nothing. */
const bounds = (said: object | undefined): typeof RETRIES => ({
  ...RETRIES,
  ...Object.fromEntries(Object.entries(said ?? {}).filter(([, value]) => value !== undefined)),
});

/**
 * A target of a rule with a dead-letter queue and bounded retries. A rule that CDK mirrors in another account or region
 * binds it once more: a queue of this stack is no use there.
 */
export class BoundedRuleTarget implements IRuleTarget {
  constructor(
    private readonly target: IRuleTarget,
    private readonly home: Construct,
    private readonly dataClass?: DataClass,
  ) {}

  public bind(rule: IRule, id?: string): RuleTargetConfig {
    const config = this.target.bind(rule, id);
    if (!isIn(this.home, rule)) return config;
    const arn = config.deadLetterConfig?.arn ?? FailureQueues.of(rule).queue(this.dataClass).queueArn;
    return { ...config, deadLetterConfig: { arn }, retryPolicy: bounds(config.retryPolicy) };
  }
}

const isIn = (home: Construct, rule: IRule): boolean => {
  const [here, there] = [Stack.of(home), Stack.of(rule)];
  return here.account === there.account && here.region === there.region;
};

/** What the targets of CDK were told; CDK keeps it to itself, and offers no other way to say it later. */
interface TargetProps {
  readonly role?: IRole;
  readonly deadLetterQueue?: IQueue;
  readonly maxEventAge?: Duration;
  readonly retryAttempts?: number;
}

/** A target of a schedule with a role of that schedule’s own, a dead-letter queue and bounded retries. */
export class BoundedScheduleTarget implements IScheduleTarget {
  constructor(
    private readonly target: IScheduleTarget,
    private readonly dataClass?: DataClass,
  ) {}

  public bind(schedule: ISchedule): ScheduleTargetConfig {
    const told = (this.target as { readonly baseProps?: TargetProps }).baseProps;
    const config = told ? this.withRole(schedule, told).bind(schedule) : this.target.bind(schedule);
    // CDK states AWS's defaults for what was not said
    const said = told
      ? {
          maximumEventAgeInSeconds: told.maxEventAge && config.retryPolicy?.maximumEventAgeInSeconds,
          maximumRetryAttempts: told.retryAttempts,
        }
      : config.retryPolicy;
    const result = { ...config, retryPolicy: bounds(said) };
    if (config.deadLetterConfig) return result;
    const queue = told?.deadLetterQueue ?? FailureQueues.of(schedule).queue(this.dataClass);
    for (const one of sendTo(queue)) config.role.addToPrincipalPolicy(one);
    return { ...result, deadLetterConfig: { arn: queue.queueArn } };
  }

  /** The same target, which uses another role: CDK's own is shared by all schedules of the stack with this target. */
  private withRole(schedule: ISchedule, told: TargetProps): IScheduleTarget {
    const role = told.role ?? roleOf(schedule);
    return Object.create(this.target, { baseProps: { value: { ...told, role, deadLetterQueue: undefined } } });
  }
}

/**
 * "Confused deputy prevention in EventBridge Scheduler", user guide: aws:SourceArn is the schedule's group, not the
 * schedule.
 */
function roleOf(schedule: ISchedule): Role {
  const { account, region } = schedule.env;
  const group =
    schedule.scheduleGroup?.scheduleGroupArn ??
    Stack.of(schedule).formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
      account,
      region,
    });
  return new Role(schedule as unknown as Construct, 'Role', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': group } },
    }),
  });
}
