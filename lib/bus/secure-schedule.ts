import { Stack } from 'aws-cdk-lib';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Schedule, ScheduleProps } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { BoundedScheduleTarget } from './delivery';

/** Props of `SecureSchedule`: everything `scheduler.Schedule` takes. */
export interface SecureScheduleProps extends ScheduleProps {
  /**
   * How sensitive the input is. It decides the key and the failure queue.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * Rules that need not hold on this schedule, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * A `scheduler.Schedule` with a role of its own that keeps the runs it cannot start; a drop-in.
 *
 * | What | Here, unless the props or the target say it |
 * |---|---|
 * | role | one of its own, with what this target needs; only schedules of this account and group can have it taken |
 * | dead-letter queue | the failure queue of the data class, which the role may send to |
 * | `maxEventAge`, `retryAttempts` | one hour and 16, where AWS retries for 24 hours and 185 times |
 * | `key` | the data key of the stack's key ring; AWS's own for `INTERNAL` data, and in development for all but `SECRET` |
 *
 * CDK gives all schedules of a stack with the same target one role. A target of a class that is not CDK's keeps the role that
 * it brings. ("Confused deputy prevention in EventBridge Scheduler", EventBridge Scheduler user guide.)
 */
export class SecureSchedule extends Schedule {
  constructor(scope: Construct, id: string, props: SecureScheduleProps) {
    const { dataClass = KeyRing.defaultDataClass(scope), waivers, ...given } = props;
    super(scope, id, {
      ...given,
      key: forSchedules(given.key ?? KeyRing.of(scope).data(dataClass), given),
      target: new BoundedScheduleTarget(given.target, dataClass),
    });
    secured(this, waivers);
  }
}

/**
 * The same key, of which a role gets no more than to decrypt the schedules of one group ("Encryption at rest", EventBridge
 * Scheduler user guide): CDK's own grant decrypts whatever else the key has encrypted too.
 */
function forSchedules(key: IKey | undefined, { scheduleGroup }: ScheduleProps): IKey | undefined {
  if (!key) return undefined;
  const grantDecrypt = (grantee: IGrantable): Grant => {
    const stack = Stack.of(key);
    const resourceName = `${scheduleGroup?.scheduleGroupName ?? 'default'}/*`;
    const schedules = stack.formatArn({ service: 'scheduler', resource: 'schedule', resourceName });
    return Grant.addToPrincipal({
      grantee,
      actions: ['kms:Decrypt'],
      resourceArns: [key.keyArn],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:scheduler:schedule:arn': schedules } },
    });
  };
  return Object.create(key, { grantDecrypt: { value: grantDecrypt } });
}
