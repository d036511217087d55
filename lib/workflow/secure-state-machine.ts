import { InjectionContext, IPropertyInjector, Stack } from 'aws-cdk-lib';
import { Grant, IGrantable, Role } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine, LogLevel, StateMachine, StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { secureProps } from '../core/secure-props';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { grantLook, together, useKey } from './exact-grants';
import { LaterLogGroup, logGroupIn, logging, timeoutOf } from './machine-defaults';
import { encrypt, keyIn } from './machine-key';
import { WORKFLOW_RULES } from './rules/index';

/** Props of `SecureStateMachine`: everything `stepfunctions.StateMachine` takes. */
export interface SecureStateMachineProps extends StateMachineProps {
  /**
   * How sensitive the input and output of states are. It decides the key, and stands in the tag `data-class`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * Rules that need not hold on this state machine, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * A `stepfunctions.StateMachine` that logs every execution without its data, is traced, encrypted and ends; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `logs` | everything, without the input and output of states, in a `SecureLogGroup` of its own below `/aws/vendedlogs/states/` |
 * | `tracingEnabled` | `true` |
 * | `encryptionConfiguration` | the data key of the stack's key ring; AWS's own for `INTERNAL` data, and in development for all but `SECRET` |
 * | `timeout` | one day; five minutes for an express workflow. It counts for chains of states only: in a definition from text or a file state `TimeoutSeconds` yourself |
 *
 * Its role may be taken for state machines of this account only, and may do what CDK's tasks ask for. Two statements stand on
 * `*`, since neither the log delivery nor X-Ray knows resources. The grant methods give exact actions by identity.
 *
 * ("Data at rest encryption in Step Functions" and "Logging using CloudWatch Logs", Step Functions developer guide.)
 */
export class SecureStateMachine extends StateMachine {
  /** How sensitive the input and output of states are. */
  public readonly dataClass: DataClass;
  /** Its own log group; `undefined` when `logs` names another destination, or `LogLevel.OFF`. */
  public readonly logGroup?: ILogGroup;
  private readonly key?: IKey;

  constructor(scope: Construct, id: string, props: SecureStateMachineProps) {
    const { dataClass = KeyRing.defaultDataClass(scope), waivers, encryptionConfiguration, ...given } = props;
    const later = new LaterLogGroup();
    const standIn = later.standIn(Stack.of(scope));
    const logs = logging(given.logs, standIn);
    const machineKey = keyIn(encryptionConfiguration, KeyRing.of(scope).data(dataClass));
    const said = {
      ...given,
      logs,
      timeout: timeoutOf(given),
      encryptionConfiguration: machineKey ? undefined : encryptionConfiguration,
    };
    super(scope, id, secureProps<StateMachineProps>(WORKFLOW_RULES, scope, id, said));
    this.dataClass = dataClass;
    if (logs.destination === standIn) {
      this.logGroup = logGroupIn(this);
      later.fill(this.logGroup);
    }
    if (machineKey) encrypt(this, machineKey, logs.level !== LogLevel.OFF);
    this.key = machineKey?.key;
    (this.node.defaultChild as CfnStateMachine).tags.setTag('data-class', dataClass);
    secured(this, waivers);
  }

  /** Lets somebody look at this machine and the history of its executions, and decrypt them through Step Functions. */
  public override grantRead(identity: IGrantable): Grant {
    return grantLook(this, identity, this.key);
  }

  /** Lets somebody answer tasks that wait: `states:SendTaskSuccess`, `SendTaskFailure`, `SendTaskHeartbeat`. */
  public override grantTaskResponse(identity: IGrantable): Grant {
    const mayUseKey = useKey(this, identity, this.key, ['kms:Decrypt', 'kms:GenerateDataKey']);
    return together([super.grantTaskResponse(identity), ...mayUseKey]);
  }
}

/**
 * Has every plain `stepfunctions.StateMachine` below a scope traced (WORKFLOW-03). Only what cannot break a running workflow:
 * no log group, key or timeout; for these there are the findings of the gate. A machine whose role CDK cannot change stays as
 * it is.
 *
 * Use it with `PropertyInjectors.of(scope).add(new SecureStateMachineBlueprint())`.
 */
export class SecureStateMachineBlueprint implements IPropertyInjector {
  /** The class it is for: `stepfunctions.StateMachine`. */
  public readonly constructUniqueId = StateMachine.PROPERTY_INJECTION_ID;

  /** The props with our defaults below them. */
  public inject(originalProps: any, context: InjectionContext): any {
    const given: Partial<StateMachineProps> = originalProps ?? {};
    if (given.role !== undefined && !Role.isRole(given.role)) return given;
    const rules = WORKFLOW_RULES.filter(({ reaches }) => reaches.includes('blueprint'));
    return secureProps(rules, context.scope, context.id, given);
  }
}
