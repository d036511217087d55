import { existsSync } from 'fs';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { EnvironmentOptions, EventInvokeConfigOptions, Permission } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { FunctionParts } from './function-parts';
import { planFunction } from './function-plan';
import { SecureFunctionOptions } from './secure-function';
import { connect } from '../connection/connect';
import { Connection, ConnectOptions, connectionsOf } from '../connection/connection';
import { secured } from '../core/gate-state';
import { Source } from '../source/source';

/** Props of `SecureNodejsFunction`. */
export interface SecureNodejsFunctionProps extends NodejsFunctionProps, SecureFunctionOptions {}

/**
 * A Node.js function bundled by esbuild, with everything that `SecureFunction` guarantees.
 *
 * Its runtime is the newest that is supported, Node.js 24, whatever the feature flags say.
 */
export class SecureNodejsFunction extends NodejsFunction {
  /** The alarm on its errors and throttles; `undefined` in development. */
  public readonly failuresAlarm?: Alarm;

  /** @throws when timeout is over 900 seconds (FUNCTION-04), or a secret has the name of another variable (FUNCTION-11) */
  constructor(scope: Construct, id: string, props?: SecureNodejsFunctionProps) {
    const given = props ?? {};
    const plan = planFunction<SecureNodejsFunctionProps>(scope, id, { ...given, entry: entryOf(id, given) });
    super(scope, id, plan.props);
    const parts = FunctionParts.of(this);
    parts.complete(plan);
    this.failuresAlarm = parts.failuresAlarm;
    secured(this, given.waivers);
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

/** `<file>.<id>.ts` beside the file that makes the function: CDK looks for the caller of its own class, and that is this file. */
function entryOf(id: string, { entry, code }: NodejsFunctionProps): string | undefined {
  if (entry !== undefined || code !== undefined) return entry;
  const caller = callerOf(SecureNodejsFunction.name);
  if (!caller) return undefined;
  const base = caller.replace(/\.[^./\\]+$/, '');
  const candidates = ['ts', 'js', 'mjs', 'mts', 'cts', 'cjs'].map((extension) => `${base}.${id}.${extension}`);
  const found = candidates.find((file) => existsSync(file));
  if (found) return found;
  throw new Error(
    `expected the handler of '${id}' in ${base}.${id}.ts or .js, got no such file; create it or set entry`,
  );
}

/** The file of whoever called a constructor. */
function callerOf(name: string): string | undefined {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (_, sites) => sites;
  const sites = new Error().stack as unknown as NodeJS.CallSite[];
  Error.prepareStackTrace = before;
  const own = sites.findIndex((site) => site.getFunctionName() === name);
  return sites[own + 1]?.getFileName()?.replace(/^file:\/\//, '') ?? undefined;
}
