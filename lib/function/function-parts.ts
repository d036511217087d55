import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnRole, IGrantable, IPrincipal, IRole, Policy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  CfnEventInvokeConfig,
  CfnFunction,
  EventInvokeConfig,
  Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { isAsynchronousSource, MAXIMUM_EVENT_AGE, RETRY_ATTEMPTS } from './async-sources';
import { FunctionPlan } from './function-plan';
import {
  keepState,
  readSecret,
  useNetworkInterfaces,
  writeDefaultLogs,
  writeInsights,
  writeLogs,
} from './role-statements';
import { partOfParent } from '../core/gate-state';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { SecureLogGroup } from '../logs/secure-log-group';
import { FailureQueues } from '../queue/failure-queues';
import { sendTo } from '../queue/send-to';
import { AlarmTopic } from '../alarm/alarm-topic';
import { described } from '../connection/connect';
import type { Source } from '../source/source';

const PARTS = new WeakMap<LambdaFunction, FunctionParts>();
const CONFIG = 'EventInvokeConfig';

/**
 * What a secure function makes for itself, for both of its classes. The constructor of CDK's function calls methods that we
 * override before it is done: until `complete`, they only leave a note here.
 */
export class FunctionParts {
  public static of(fn: LambdaFunction): FunctionParts {
    const parts = PARTS.get(fn) ?? new FunctionParts(fn);
    PARTS.set(fn, parts);
    return parts;
  }

  public logGroup?: ILogGroup;
  public failuresAlarm?: Alarm;
  private isComplete = false;
  private isAsynchronous = false;
  private hasEnvironment = false;
  /** The configuration is ours alone, so the caller may still write his own. */
  private isConfigOurs = false;
  /** How sensitive its events are. */
  public dataClass?: DataClass;
  private hasOwnRole = true;
  /** A source is being bound: what it needs has to reach the role. */
  private isBinding = false;
  private readonly environment = new Map<string, string>();
  /** Variables that a connection has set: nobody else may. */
  private readonly connected = new Set<string>();

  private constructor(public readonly fn: LambdaFunction) {}

  private get cfn(): CfnFunction {
    return this.fn.node.defaultChild as CfnFunction;
  }

  public complete({ given, ownLogGroup, role }: FunctionPlan<unknown>): void {
    const { fn } = this;
    this.isComplete = true;
    this.dataClass = given.dataClass;
    this.hasOwnRole = role === undefined;
    if (this.hasOwnRole) dropManagedPolicies(fn.role!);
    if (ownLogGroup) {
      this.logGroup = new SecureLogGroup(fn, 'Logs');
      partOfParent(this.logGroup);
      ownLogGroup.fill(this.logGroup);
      this.give(writeLogs(this.logGroup.logGroupArn));
    } else if (given.logGroup) this.give(writeLogs(given.logGroup.logGroupRef.logGroupArn));
    else this.allowItself(writeDefaultLogs(fn));
    if (given.vpc) this.give(...useNetworkInterfaces());
    if (given.insightsVersion) this.give(writeInsights(fn));
    if (given.durableConfig) this.allowItself(keepState(fn));
    for (const secret of Object.values(given.secrets ?? {})) this.give(...readSecret(secret));
    if (this.hasEnvironment) this.encryptEnvironment();
    if (given.asynchronous || this.isAsynchronous || this.hasConfig() || this.hasDeadLetters()) this.keepFailures();
    const topic = AlarmTopic.of(fn).topic();
    if (topic) this.addAlarm(topic);
  }

  /** Called for every variable, those of the constructor too, before it is set. */
  public noteEnvironment(name: string, value: string): void {
    const before = this.environment.get(name);
    if (this.connected.has(name) && before !== value) throw clash(name, this.fn);
    this.environment.set(name, value);
    this.hasEnvironment = true;
    if (this.isComplete) this.encryptEnvironment();
  }

  /** Names what the function is connected to. The same name for the same resource may be said again. */
  public setEnvironment(name: string, value: string): void {
    const before = this.environment.get(name);
    if (before !== undefined && before !== value) throw clash(name, this.fn);
    if (before === undefined) this.fn.addEnvironment(name, value);
    this.connected.add(name);
  }

  /** Called for everybody who may invoke the function. */
  public notePrincipal(principal: IPrincipal, action = 'lambda:InvokeFunction'): void {
    if (action !== 'lambda:InvokeFunction') return;
    const services = Stack.of(this.fn).resolve(principal.policyFragment.principalJson.Service) ?? [];
    if ([services].flat().some((one) => typeof one === 'string' && isAsynchronousSource(one))) this.noteAsynchronous();
  }

  /** Schedules invoke by a role, and asynchronously; others that do so mostly wait for the answer. */
  public noteGrantee(principal: IPrincipal): void {
    const trust = principal instanceof Role ? principal.assumeRolePolicy?.toJSON() : undefined;
    if (trust && JSON.stringify(Stack.of(this.fn).resolve(trust)).includes('scheduler.amazonaws.com'))
      this.noteAsynchronous();
  }

  /** Makes room for a configuration of the caller's. */
  public makeRoomForConfig(): void {
    if (this.isConfigOurs) this.fn.node.tryRemoveChild(CONFIG);
    this.isConfigOurs = false;
  }

  /** Fills what a configuration of asynchronous invocations leaves open; makes one where there is none. */
  public keepFailures(): void {
    if (!this.isComplete) return;
    const { fn } = this;
    if (!this.hasConfig()) {
      new EventInvokeConfig(fn, CONFIG, { function: fn, retryAttempts: RETRY_ATTEMPTS });
      this.isConfigOurs = true;
    }
    const config = fn.node.findChild(CONFIG).node.defaultChild as CfnEventInvokeConfig;
    config.maximumRetryAttempts ??= RETRY_ATTEMPTS;
    config.maximumEventAgeInSeconds ??= MAXIMUM_EVENT_AGE;
    const destinations = config.destinationConfig as CfnEventInvokeConfig.DestinationConfigProperty | undefined;
    if (destinations?.onFailure || this.hasDeadLetters()) return;
    const queue = FailureQueues.of(fn).queue(this.dataClass);
    config.destinationConfig = { ...destinations, onFailure: { destination: queue.queueArn } };
    if (this.isBinding) this.allow(...sendTo(queue));
    else this.give(...sendTo(queue));
    const policy = fn.node.tryFindChild(POLICY);
    if (policy) config.node.addDependency(policy); // Lambda tries the permission when it is configured
  }

  /** Has what it fails at kept, though nobody waits for an answer. */
  public noteAsynchronous(): void {
    this.isAsynchronous = true;
    if (this.isComplete && !this.hasConfig()) this.keepFailures();
  }

  private hasConfig(): boolean {
    return this.fn.node.tryFindChild(CONFIG) !== undefined;
  }

  private hasDeadLetters(): boolean {
    return this.fn.deadLetterQueue !== undefined || this.fn.deadLetterTopic !== undefined;
  }

  /**
   * Configuration is the operators' business, whatever the class of the data: so the operations key. The role needs nothing, since
   * Lambda decrypts by a grant that the deployment makes ("Securing Lambda environment variables", Lambda developer guide).
   */
  private encryptEnvironment(): void {
    this.cfn.kmsKeyArn ??= KeyRing.of(this.fn).operations()?.keyArn;
  }

  /** Binds a source, or throws when it is none. */
  public listenTo(source: Source): void {
    const { path } = this.fn.node;
    if (typeof (source as Source | undefined)?._bind !== 'function') {
      throw new Error(
        `expected ${path} to listen to a Source, got ${described(source)}; write fn.on(Source.queue(queue)), or another of Source`,
      );
    }
    this.isBinding = true;
    try {
      source._bind(this);
    } finally {
      this.isBinding = false;
    }
  }

  /** What a source or connection cannot do without. Throws when the role does not take it. */
  public allow(...statements: PolicyStatement[]): void {
    if (!this.hasOwnRole && !this.policy(POLICY).reaches) throw fixedRole(this.fn, statements);
    this.give(...statements);
  }

  /**
   * What the role must be allowed before there is a function. The statements for a role that was passed in stand in a policy of
   * the function's stack: in the role's own, a role of another stack would close a circle.
   */
  private give(...statements: PolicyStatement[]): void {
    if (this.hasOwnRole) for (const one of statements) this.fn.role!.addToPrincipalPolicy(one);
    else {
      const policy = this.policy(POLICY);
      policy.addStatements(...statements);
      this.cfn.node.addDependency(policy);
    }
  }

  /** The function's role, with what is granted where `allow` puts it. */
  public get grantee(): IGrantable {
    if (this.hasOwnRole) return this.fn;
    const addToPrincipalPolicy = (statement: PolicyStatement) => {
      this.allow(statement);
      return { statementAdded: true, policyDependable: this.policy(POLICY) };
    };
    return { grantPrincipal: Object.create(this.fn.role!, { addToPrincipalPolicy: { value: addToPrincipalPolicy } }) };
  }

  /** Statements that name the function itself: it must not wait for them. */
  private allowItself(statement: PolicyStatement): void {
    this.policy(SELF_POLICY).addStatements(statement);
  }

  private policy(id: string): RolePolicy {
    const there = this.fn.node.tryFindChild(id);
    if (there) return there as RolePolicy;
    const policy = new RolePolicy(this.fn, id);
    this.fn.role!.attachInlinePolicy(policy);
    return policy;
  }

  /** One resource for both, since a function is billed by the metric but counted by the alarm. */
  private addAlarm(topic: ITopic): void {
    const { fn } = this;
    const period = Duration.minutes(5);
    this.failuresAlarm = new Alarm(fn, 'FailuresAlarm', {
      alarmDescription: `${fn.node.path} failed or was throttled`,
      metric: new MathExpression({
        expression: 'FILL(errors, 0) + FILL(throttles, 0)',
        usingMetrics: { errors: fn.metricErrors(), throttles: fn.metricThrottles() },
        label: 'errors and throttles',
        period,
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.failuresAlarm.addAlarmAction(new SnsAction(topic));
  }
}

const clash = (name: string, { node }: LambdaFunction): Error =>
  new Error(`expected ${name} to mean one thing for ${node.path}, got a second value; choose another env`);

/** Roles that cannot be changed let go of a policy without a word. */
class RolePolicy extends Policy {
  private isTaken = false;

  /** Whether the role took it; of roles made in advance CDK reports what they need. */
  public get reaches(): boolean {
    return this.isTaken || this.node.tryGetContext('@aws-cdk/iam:customizeRoles') !== undefined;
  }

  public override attachToRole(role: IRole): void {
    this.isTaken = true;
    super.attachToRole(role);
  }
}

const fixedRole = ({ node, role }: LambdaFunction, statements: readonly PolicyStatement[]): Error =>
  new Error(
    `expected the role of ${node.path} to take ${statements.flatMap(({ actions }) => actions).join(', ')}, got ${role!.node.path}, ` +
      'whose policies cannot be changed here; import it without mutable: false and from its own account, leave role out, or allow it ' +
      'where the role is made and write the event source or environment variable yourself',
  );

const POLICY = 'ExecutionPolicy';
const SELF_POLICY = 'SelfPolicy';

/**
 * CDK's function makes its role inside itself, with managed policies; one made beforehand would stand beside it. So the role is
 * CDK's, and what it was given at birth is taken away again. What anybody attaches later stays, for the gate to judge.
 */
function dropManagedPolicies(role: IRole): void {
  const resource = role.node.defaultChild;
  if (!(resource instanceof CfnRole)) return; // roles made in advance, with Role.customizeRoles
  const stack = Stack.of(role);
  const all = resource.managedPolicyArns;
  const read = () => [stack.resolve(all) ?? []].flat() as unknown[];
  const atBirth = new Set(read().map((one) => JSON.stringify(one)));
  resource.managedPolicyArns = Lazy.any(
    { produce: () => read().filter((one) => !atBirth.has(JSON.stringify(one))) },
    { omitEmptyArray: true },
  ) as unknown as string[];
}
