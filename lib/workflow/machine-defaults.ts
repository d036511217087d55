import { Aws, Duration, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { ILogGroup, ILogGroupRef } from 'aws-cdk-lib/aws-logs';
import { LogLevel, LogOptions, StateMachineProps, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { partOfParent } from '../core/gate-state';
import { SecureLogGroup } from '../logs/secure-log-group';

/** Express workflows end by themselves after five minutes; a day is longer than anything that does not wait for people. */
export const timeoutOf = ({ stateMachineType, timeout }: StateMachineProps): Duration =>
  timeout ?? (stateMachineType === StateMachineType.EXPRESS ? Duration.minutes(5) : Duration.days(1));

/** CDK reads no more than the ARN in its constructor, so that a promise of one is enough. */
export class LaterLogGroup {
  private group?: ILogGroup;

  public fill(group: ILogGroup): void {
    this.group = group;
  }

  public standIn(stack: Stack): ILogGroupRef {
    const value = (read: (group: ILogGroup) => string) => Lazy.string({ produce: () => read(this.group!) });
    const logGroupArn = value((one) => one.logGroupArn);
    const logGroupName = value((one) => one.logGroupName);
    const standIn: Partial<ILogGroupRef> = {
      env: { account: stack.account, region: stack.region },
      logGroupRef: { logGroupArn, logGroupName },
    };
    return standIn as ILogGroupRef;
  }
}

/** What the caller said over ours; a level of OFF has no destination. */
export function logging(said: LogOptions | undefined, destination: ILogGroupRef): LogOptions {
  const level = said?.level ?? LogLevel.ALL;
  const includeExecutionData = said?.includeExecutionData ?? false;
  if (level === LogLevel.OFF) return { ...said, level, includeExecutionData };
  return { level, includeExecutionData, destination: said?.destination ?? destination };
}

/**
 * The group of a machine. Below `/aws/vendedlogs/` all groups share one resource policy, of which an account has ten
 * ("Logging using CloudWatch Logs", Step Functions developer guide).
 */
export function logGroupIn(machine: Construct): SecureLogGroup {
  // the group outlives its stack: the stack's own id keeps a second life from meeting the first
  const id = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  const logGroupName = `/aws/vendedlogs/states/${nameOf(machine)}-${id}`;
  const group = new SecureLogGroup(machine, 'Logs', { logGroupName });
  partOfParent(group);
  return group;
}

const nameOf = (machine: Construct): string => `${Stack.of(machine).stackName}-${machine.node.addr.slice(-8)}`;
