import {
  Archive,
  BaseArchiveProps,
  CfnEventBus,
  EventBus,
  EventBusProps,
  IncludeDetail,
  Level,
  LogConfig,
} from 'aws-cdk-lib/aws-events';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { secureProps } from '../core/secure-props';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { FailureQueues } from '../queue/failure-queues';
import { deliverLogs } from './event-bus-logs';
import { BUS_RULES } from './rules/index';

/** Props of `SecureEventBus`: everything `events.EventBus` takes. */
export interface SecureEventBusProps extends EventBusProps {
  /**
   * How sensitive the events are. It decides the key and the failure queue, and stands in the tag `data-class`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * Rules that need not hold on this bus, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * An `events.EventBus` that is encrypted, logs what fails and loses nothing; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `kmsKey` | the data key of the stack's key ring; AWS's own for `INTERNAL` events, and in development for all but `SECRET` |
 * | `deadLetterQueue` | with a key: the failure queue of the class, for events that the key fails on |
 * | `logConfig` | errors without details of events, in a log group of its own below `/aws/vendedlogs/` |
 *
 * Nobody but identities of this account, by their own policies, may put events on it: `grantPutEventsTo(identity)` gives
 * `events:PutEvents` on this bus. Who else is let in with `addToResourcePolicy` the gate judges (POLICY-01 to POLICY-05).
 *
 * Schema discovery does not work on a bus with a customer key. ("Encrypting event buses", EventBridge user guide.)
 */
export class SecureEventBus extends EventBus {
  /** How sensitive the events are. */
  public readonly dataClass: DataClass;
  /** Where it logs; `undefined` when `logConfig.level` is `Level.OFF`. */
  public readonly logGroup?: ILogGroup;
  private readonly kmsKey?: IKey;

  constructor(scope: Construct, id: string, props: SecureEventBusProps = {}) {
    const { dataClass = KeyRing.defaultDataClass(scope), waivers, ...given } = props;
    const kmsKey = given.kmsKey ?? KeyRing.of(scope).data(dataClass);
    const deadLetterQueue = given.deadLetterQueue ?? (kmsKey && FailureQueues.of(scope).queue(dataClass));
    const logConfig = logging(given.logConfig);
    super(
      scope,
      id,
      secureProps<EventBusProps>(BUS_RULES, scope, id, { ...given, kmsKey, deadLetterQueue, logConfig }),
    );
    this.dataClass = dataClass;
    this.kmsKey = kmsKey;
    (this.node.defaultChild as CfnEventBus).cdkTagManager.setTag('data-class', dataClass);
    this.logGroup = deliverLogs(this, logConfig.level ?? Level.OFF);
    secured(this, waivers);
  }

  /** Keeps the bus's events in an archive, which is encrypted with the key of the bus unless it names another. */
  public override archive(id: string, props: BaseArchiveProps): Archive {
    const { eventBusName } = this;
    return new Archive(this, id, {
      ...props,
      sourceEventBus: this,
      description: props.description ?? `Event Archive for ${eventBusName} Event Bus`,
      kmsKey: props.kmsKey ?? this.kmsKey,
    });
  }
}

const logging = ({ level, includeDetail }: LogConfig = {}): LogConfig => ({
  level: level ?? Level.ERROR,
  includeDetail: includeDetail ?? IncludeDetail.NONE,
});
