import { Lazy, Stack, Token } from 'aws-cdk-lib';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { FUNCTION_RULES } from './rules/index';
import { secureProps } from '../core/secure-props';
import { DataClass } from '../key/data-class';

/** What both function classes are told beyond their CDK class. */
export interface SecureFunctionExtras {
  readonly secrets?: { [name: string]: ISecret };
  readonly asynchronous?: boolean;
  readonly dataClass?: DataClass;
}

/** Props that exclude each other in CDK's function. */
export const EXCLUSIVE_PROPS: readonly (readonly string[])[] = [
  ['logFormat', 'loggingFormat'],
  ['architecture', 'architectures'],
];

/** The caller decided about logs himself, and CDK's function throws when two of these meet. */
const LOG_PROPS = [
  'logGroup',
  'logRetention',
  'logRemovalPolicy',
  'logRetentionRole',
  'logRetentionRetryOptions',
] as const;

/** What is settled before CDK's constructor runs, and what is made after it. */
export interface FunctionPlan<Props> {
  readonly props: Props;
  readonly given: FunctionOptions & SecureFunctionExtras;
  /** Stands for the function's own log group until there is a function to put it into. */
  readonly ownLogGroup?: LaterLogGroup;
  readonly role?: IRole;
}

export function planFunction<Props extends FunctionOptions & SecureFunctionExtras>(
  scope: Construct,
  id: string,
  given: Props,
): FunctionPlan<Props> {
  checkTimeout(given);
  const own = LOG_PROPS.some((name) => given[name] !== undefined) ? undefined : new LaterLogGroup();
  const environment = withSecrets(given);
  const props = secureProps<Props>(
    FUNCTION_RULES,
    scope,
    id,
    { ...given, environment, logGroup: own?.standIn(Stack.of(scope)) ?? given.logGroup },
    { groups: EXCLUSIVE_PROPS },
  );
  return { props, given, ownLogGroup: own, role: given.role };
}

/** CDK reads no more than the name in its constructor, so that a promise of one is enough. */
export class LaterLogGroup {
  private group?: ILogGroup;

  public fill(group: ILogGroup): void {
    this.group = group;
  }

  public standIn(stack: Stack): ILogGroup {
    const value = (read: (group: ILogGroup) => string) => Lazy.string({ produce: () => read(this.group!) });
    const logGroupName = value((one) => one.logGroupName);
    const logGroupArn = value((one) => one.logGroupArn);
    const standIn: Partial<ILogGroup> & { readonly grant: unknown; readonly addStream: unknown } = {
      stack,
      env: { account: stack.account, region: stack.region },
      logGroupName,
      logGroupArn,
      logGroupRef: { logGroupName, logGroupArn },
      // CDK asks for these two methods to tell a log group from a reference to one
      grant: (grantee, ...actions) => this.group!.grant(grantee, ...actions),
      addStream: (id, props) => this.group!.addStream(id, props),
    };
    return standIn as ILogGroup;
  }
}

function checkTimeout({ timeout }: FunctionOptions): void {
  if (timeout === undefined || timeout.isUnresolved()) return;
  const seconds = timeout.toSeconds({ integral: false });
  if (seconds < 1 || seconds > 900) {
    throw new Error(
      `FUNCTION-04: expected timeout to be 1 to 900 seconds, got ${seconds}; split longer work into steps`,
    );
  }
}

function withSecrets({
  environment,
  secrets,
}: FunctionOptions & SecureFunctionExtras): { [name: string]: string } | undefined {
  if (!secrets || Object.keys(secrets).length === 0) return environment;
  for (const name of Object.keys(secrets)) {
    if (!Token.isUnresolved(name) && !/^[A-Za-z]\w+$/.test(name)) {
      throw new Error(
        `FUNCTION-11: expected secrets to be keyed by names of environment variables, got '${name}'; begin with a letter, and use two or more letters, digits and _`,
      );
    }
    if (environment?.[name] !== undefined) {
      throw new Error(
        `FUNCTION-11: expected ${name} to stand in environment or in secrets, got both; take it out of environment`,
      );
    }
  }
  const arns = Object.entries(secrets).map(([name, secret]) => [name, secret.secretArn] as const);
  return { ...environment, ...Object.fromEntries(arns) };
}
