import { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { IScheduleGroup, ScheduleExpression, ScheduleTargetInput, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { ScheduleTargetBase } from 'aws-cdk-lib/aws-scheduler-targets';
import { SecureSchedule } from '../bus/secure-schedule';
import { partOfParent } from '../core/gate-state';
import { freeId, SourceTarget } from './source-target';

/** How a function is run on a schedule, for `Source.schedule`. */
export interface ScheduleSourceOptions {
  /**
   * What the function gets as its event.
   *
   * @default - `{}`
   */
  readonly input?: ScheduleTargetInput;
  /**
   * Within which time it may begin later.
   *
   * @default - TimeWindow.off()
   */
  readonly timeWindow?: TimeWindow;
  /**
   * The group that the schedule belongs to.
   *
   * @default - the account's default group
   */
  readonly scheduleGroup?: IScheduleGroup;
  /**
   * Whether it runs.
   *
   * @default - true
   */
  readonly enabled?: boolean;
  /**
   * Tells several schedules of one function apart.
   *
   * @default - none: there is one
   */
  readonly id?: string;
}

/** Runs the function itself; CDK's own target may run each of its versions and aliases too. */
class FunctionRun extends ScheduleTargetBase {
  constructor({ functionArn }: LambdaFunction, { input = ScheduleTargetInput.fromObject({}) }: ScheduleSourceOptions) {
    super({ input }, functionArn);
  }

  protected addTargetActionToRole(role: IRole): void {
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.targetArn] }));
  }
}

export function runOnSchedule(
  target: SourceTarget,
  schedule: ScheduleExpression,
  options: ScheduleSourceOptions,
): void {
  const { fn, dataClass } = target;
  const { id = '', enabled, timeWindow, scheduleGroup } = options;
  const made = new SecureSchedule(fn, freeId(target, 'a schedule', `Schedule${id}`), {
    schedule,
    target: new FunctionRun(fn, options),
    enabled,
    timeWindow,
    scheduleGroup,
    dataClass,
  });
  partOfParent(made);
  target.noteAsynchronous();
}
