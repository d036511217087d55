import { Duration } from 'aws-cdk-lib';
import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { DefinitionBody, JsonPath, TaskInput, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import {
  DataClass,
  PipeSource,
  PipeTarget,
  SecureEventBus,
  SecurePipe,
  SecureRule,
  SecureStateMachine,
  SecureTable,
  SecureTopic,
} from 'cdk-secure-serverless';
import { Construct } from 'constructs';

const FULFILLED = { source: 'orders', detailType: 'Order Fulfilled' };
/** Events, messages and executions say an order's id, and nothing else of it. */
const ID_ONLY = { dataClass: DataClass.INTERNAL };

export interface PickupsProps {
  readonly orders: SecureTable;
  /** Who looks after what nobody picks up. */
  readonly email: string;
}

/** What comes after an order is fulfilled: the rest of the company hears of it, and the warehouse is reminded. */
export class Pickups extends Construct {
  /** Where others listen, by rules of their own. */
  public readonly events: SecureEventBus;

  constructor(scope: Construct, id: string, { orders, email }: PickupsProps) {
    super(scope, id);
    this.events = new SecureEventBus(this, 'Events', ID_ONLY);
    this.announceFulfilled(orders);
    const reminders = new SecureTopic(this, 'Reminders', ID_ONLY);
    reminders.addSubscription(new EmailSubscription(email));
    const remind = this.remind(reminders);
    new SecureRule(this, 'Fulfilled', {
      ...ID_ONLY,
      eventBus: this.events,
      eventPattern: { source: [FULFILLED.source], detailType: [FULFILLED.detailType] },
      targets: [
        new SfnStateMachine(remind, {
          input: RuleTargetInput.fromObject({ orderId: EventField.fromPath('$.detail.orderId') }),
        }),
      ],
    });
  }

  /** From the table itself, without code: whoever fulfils an order cannot forget to tell. */
  private announceFulfilled(orders: SecureTable): void {
    const status = (value: string) => ({ status: { S: [value] } });
    new SecurePipe(this, 'Announce', {
      ...ID_ONLY,
      source: PipeSource.tableStream(orders),
      filters: [{ eventName: ['MODIFY'], dynamodb: { OldImage: status('PLACED'), NewImage: status('FULFILLED') } }],
      target: PipeTarget.bus(this.events, { ...FULFILLED, inputTemplate: '{"orderId": <$.dynamodb.Keys.orderId.S>}' }),
    });
  }

  private remind(topic: SecureTopic): SecureStateMachine {
    const wait = new Wait(this, 'UntilPickup', { time: WaitTime.duration(Duration.days(3)) });
    const tell = new SnsPublish(this, 'TellWarehouse', {
      topic,
      message: TaskInput.fromText(JsonPath.format('Was order {} picked up?', JsonPath.stringAt('$.orderId'))),
    });
    return new SecureStateMachine(this, 'Remind', {
      ...ID_ONLY,
      definitionBody: DefinitionBody.fromChainable(wait.next(tell)),
      timeout: Duration.days(4),
    });
  }
}
