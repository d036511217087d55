import { CfnResource, IPropertyInjector, InjectionContext, Duration, Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  CfnFunction,
  EnvironmentOptions,
  EventInvokeConfigOptions,
  Function,
  FunctionOptions,
  FunctionProps,
  Permission,
} from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { FunctionParts } from './function-parts';
import { EXCLUSIVE_PROPS, planFunction } from './function-plan';
import { FUNCTION_RULES } from './rules/index';
import { connect } from '../connection/connect';
import { Connection, ConnectOptions, connectionsOf } from '../connection/connection';
import { secured } from '../core/gate-state';
import { RuleMixin } from '../core/harden';
import type { Rule } from '../core/rule';
import { secureProps } from '../core/secure-props';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';
import { Source } from '../source/source';

/** What a secure function takes beyond the props of its CDK class. */
export interface SecureFunctionOptions {
  /**
   * Secrets that the function reads at run time. It finds the ARN of each in the environment variable of that name, and may read
   * exactly these.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: ISecret };
  /**
   * Whether events reach it asynchronously, so that nobody waits for an answer: then what it fails at is tried once more, for an
   * hour at most, and kept in the failure queue.
   *
   * @default - true once an asynchronous source (S3, SNS, EventBridge, Scheduler, Logs …), a destination, a number of retries or a
   *   dead-letter target is set
   */
  readonly asynchronous?: boolean;
  /**
   * How sensitive the events are that it works on: it decides which failure queue keeps them.
   *
   * @default - KeyRing.defaultDataClass
   */
  readonly dataClass?: DataClass;
  /**
   * Rules that need not hold on what this function is made of, and why.
   *
   * @default - none: every rule holds
   */
  readonly waivers?: Waiver[];
}

/** Props of `SecureFunction`. */
export interface SecureFunctionProps extends FunctionProps, SecureFunctionOptions {}

/**
 * A Lambda function with a role, a log group and alarms of its own, or it does not synthesize.
 *
 * Its role has no managed policies: it may write to its own log group, send traces, read its `secrets`, and what you grant.
 * Unless you say otherwise its timeout is 6 seconds, its memory 256 MB on arm64, its logs JSON in a `SecureLogGroup`; requests
 * are traced and recursive loops terminated. An environment is encrypted with the operations key. A role that you pass in keeps
 * what it has, gets the same statements, and is judged with the function.
 *
 * Outside of development an alarm on errors and throttles goes to the `AlarmTopic`; its two metrics cost $0.20 a month. Function,
 * role, policy, log group and alarm are five resources; asynchronous events add a sixth. Concurrency is not reserved: in an account
 * with a low quota that fails the deployment. Not for Lambda@Edge, which knows neither environment keys nor log groups nor arm64.
 */
export class SecureFunction extends Function {
  /** The alarm on its errors and throttles; `undefined` in development. */
  public readonly failuresAlarm?: Alarm;

  /** @throws when timeout is over 900 seconds (FUNCTION-04), or a secret has the name of another variable (FUNCTION-11) */
  constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    const plan = planFunction(scope, id, props);
    super(scope, id, plan.props);
    const parts = FunctionParts.of(this);
    parts.complete(plan);
    this.failuresAlarm = parts.failuresAlarm;
    secured(this, props.waivers);
  }

  /** The log group it writes to: its own, unless another was passed in. */
  public override get logGroup(): ILogGroup {
    return FunctionParts.of(this).logGroup ?? super.logGroup;
  }

  /** Adds an environment variable; the first one has the environment encrypted. */
  public override addEnvironment(key: string, value: string, options?: EnvironmentOptions): this {
    FunctionParts.of(this).noteEnvironment(key, value);
    super.addEnvironment(key, value, options);
    return this;
  }

  /**
   * Feeds it with events, and brings what that needs: `fn.on(Source.queue(queue))`.
   *
   * @throws when the source does not fit, see `Source`; or the role was imported and cannot be changed
   */
  public on(source: Source): this {
    FunctionParts.of(this).listenTo(source);
    return this;
  }

  /**
   * Lets it do exactly what `access` says with a table, bucket, queue, topic, bus, secret, parameter, state machine, function,
   * stream or key, and with the key that this is encrypted with; `env` tells it where that is.
   *
   * @throws when the target is of another kind or has no such access, an action holds a wildcard (ROLE-01), or `env` has
   *   another value already; or the role was imported and cannot be changed
   */
  public connect(target: IConstruct, options: ConnectOptions): Grant {
    return connect(FunctionParts.of(this), target, options);
  }

  /** What it was connected to, in that order. */
  public get connectedTo(): Connection[] {
    return connectionsOf(this);
  }

  /** Lets somebody invoke it; an asynchronous source has what it fails at kept. */
  public override addPermission(id: string, permission: Permission): void {
    super.addPermission(id, permission);
    FunctionParts.of(this).notePrincipal(permission.principal, permission.action);
  }

  /** Lets an identity invoke it; the role of a schedule has what it fails at kept. */
  public override grantInvoke(grantee: IGrantable): Grant {
    FunctionParts.of(this).noteGrantee(grantee.grantPrincipal);
    return super.grantInvoke(grantee);
  }

  /** Says how asynchronous events are retried and where failures go; what it leaves open is filled in. */
  public override configureAsyncInvoke(options: EventInvokeConfigOptions): void {
    FunctionParts.of(this).makeRoomForConfig();
    super.configureAsyncInvoke(options);
    FunctionParts.of(this).keepFailures();
  }
}

/** What AWS takes for a timeout that nobody stated: saying so changes nothing in what runs. */
const AWS_TIMEOUT = 3;

/**
 * Gives every plain `lambda.Function` and `NodejsFunction` below a scope tracing and a stated timeout, and terminates its loops.
 *
 * Only what cannot break a running function: no role, key, log group, log format, architecture or memory. Functions that CDK makes
 * for itself and those of CloudFront stay as they are. For the rest there are the findings of the gate.
 */
export class SecureFunctionBlueprint implements IPropertyInjector {
  /** The class whose props it completes. */
  public readonly constructUniqueId = Function.PROPERTY_INJECTION_ID;

  /** Completes the props; what they say stays. */
  public inject(originalProps: any, context: InjectionContext): any {
    if (isCdkOwn(context)) return originalProps;
    const given = { ...originalProps } as FunctionOptions;
    const rules = FUNCTION_RULES.filter(
      ({ id, reaches }) => reaches.includes('blueprint') && (id !== 'FUNCTION-08' || canTrace(given)),
    );
    const timeout = given.timeout ?? Duration.seconds(AWS_TIMEOUT);
    return secureProps(rules, context.scope, context.id, { ...given, timeout }, { groups: EXCLUSIVE_PROPS });
  }
}

/** Lambda refuses active tracing when the role may not send traces, and only a role of this app can be told to let it. */
const canTrace = ({ role }: FunctionOptions): boolean => role === undefined || Role.isRole(role);

/** Ids that CDK gives the functions of its own custom resources, and the stacks and constructs of Lambda@Edge. */
const CDK_OWN =
  /^(AWS679f53fac002430cb0da5b7982bd2287|framework-(onEvent|isComplete|onTimeout)|Custom::.*|LogRetention[0-9a-f]*|.*CustomResourceProvider.*)$/;

const isCdkOwn = ({ scope, id }: InjectionContext): boolean =>
  CDK_OWN.test(id) ||
  scope.constructor.name === 'EdgeFunction' ||
  Stack.of(scope).node.id.startsWith('edge-lambda-stack-');

/**
 * Terminates the loops of functions that exist already, L1 included, states the timeout they run with, and traces those whose
 * role it can tell to send traces. Roles, keys, log groups and log formats are for you to change: see the gate's findings.
 */
export class SecureFunctionMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules: readonly Rule[] = FUNCTION_RULES;

  /** Hardens the function in place. */
  public override applyTo(construct: IConstruct): void {
    super.applyTo(construct);
    if (!CfnResource.isCfnResource(construct) || construct.cfnResourceType !== CfnFunction.CFN_RESOURCE_TYPE_NAME)
      return;
    if (construct instanceof CfnFunction) {
      construct.timeout ??= AWS_TIMEOUT;
      trace(construct);
    } else if (rendered(construct).Timeout === undefined) construct.addPropertyOverride('Timeout', AWS_TIMEOUT);
  }
}

function trace(resource: CfnFunction): void {
  const fn = resource.node.scope;
  if (resource.tracingConfig || !(fn instanceof Function) || !fn.role || !Role.isRole(fn.role)) return;
  resource.tracingConfig = { mode: 'Active' };
  fn.addToRolePolicy(
    new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
  );
}

function rendered(resource: CfnResource): Record<string, unknown> {
  const { Resources } = Stack.of(resource).resolve(resource._toCloudFormation());
  return Object.values<any>(Resources)[0].Properties ?? {};
}
