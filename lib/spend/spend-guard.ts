import { Stage, Token } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { FilterOrPolicy, ITopic, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct, IConstruct } from 'constructs';
import { SpendSubscriber } from './spend-subscriber';
import { secured } from '../core/gate-state';
import { stateOf } from '../core/tree-state';
import { Waiver } from '../core/waivers';
import { EdgeName, keyStatement, targetStatement } from '../key/edges';
import { KeyRing } from '../key/key-ring';

/** Props of `SpendGuard`. */
export interface SpendGuardProps {
  /** Who is told: at least one. At most ten e-mail addresses and one topic, which is what a budget can take. */
  readonly subscribers: SpendSubscriber[];
  /**
   * The limit in US dollars per calendar month.
   *
   * @default - the budget adjusts itself to the average of the last `historyMonths`. A young account has no history: name a limit
   */
  readonly monthlyLimitUsd?: number;
  /**
   * How many past months the self-adjusting limit averages: 1 to 12. Longer is harder to push up by slow growth. Excludes
   * `monthlyLimitUsd`.
   *
   * @default - 6 months, when there is no `monthlyLimitUsd`
   */
  readonly historyMonths?: number;
  /**
   * Percentages of the limit at which what was spent is reported. With `forecastPercent` at most five.
   *
   * @default - 50, 80 and 100 percent
   */
  readonly actualPercent?: number[];
  /**
   * Percentages of the limit at which the forecast for the month is reported. Forecasts begin after about five weeks of usage.
   *
   * @default - 100 percent
   */
  readonly forecastPercent?: number[];
  /**
   * Rules that need not hold here, each with the reason.
   *
   * @default - none
   */
  readonly waivers?: Waiver[];
}

/**
 * One budget over everything the account spends, which tells people what was spent and what will be.
 *
 * AWS Budgets sees costs 8 to 12 hours late: it is the safety net below throttles and alarms, not the brake. One guard in an
 * application (in each Stage, when there are several): more of them repeat each other.
 *
 * CloudFormation names the budget, because changing its notifications replaces it, and a fixed name would clash with itself.
 */
export class SpendGuard extends Construct {
  /**
   * Where AWS Budgets and CloudWatch alarms about spending publish, and nobody else: encrypted with the ring's operations
   * key, TLS only. The given topic, when there is one among the subscribers.
   */
  public readonly topic: ITopic;
  /** The name that CloudFormation gives the budget. */
  public readonly budgetName: string;

  /**
   * @throws when nobody is told, or more than a budget can tell (SPEND-01), when the limit is no positive amount or said
   *   twice (SPEND-02), and when the application has a guard already (SPEND-03)
   */
  constructor(scope: Construct, id: string, props: SpendGuardProps) {
    super(scope, id);
    const { addresses, topics } = checkSubscribers(props.subscribers);
    const notifications = checkThresholds(props);
    checkLimit(props);
    refuseSecond(this);
    secured(this, props.waivers);

    this.topic = topics[0] ?? this.ownTopic(addresses);
    letIn(this.topic);
    const subscribers: CfnBudget.SubscriberProperty[] = [
      { subscriptionType: 'SNS', address: this.topic.topicArn },
      ...addresses.map((address) => ({ subscriptionType: 'EMAIL', address })),
    ];
    const budget = new CfnBudget(this, 'Budget', {
      budget: { budgetType: 'COST', timeUnit: 'MONTHLY', ...limitOf(props) },
      notificationsWithSubscribers: notifications.map(({ type, percent }) => ({
        notification: {
          notificationType: type,
          comparisonOperator: 'GREATER_THAN',
          threshold: percent,
          thresholdType: 'PERCENTAGE',
        },
        subscribers,
      })),
    });
    // AWS Budgets tries the topic when the budget is created
    budget.node.addDependency(this.topic);
    this.budgetName = budget.ref;
  }

  private ownTopic(addresses: readonly string[]): Topic {
    const topic = new Topic(this, 'Topic', {
      displayName: 'Spending',
      masterKey: KeyRing.of(this).operations(),
      enforceSSL: true,
    });
    for (const address of addresses) topic.addSubscription(new EmailSubscription(address, ALARMS_ONLY));
    return topic;
  }
}

const MOST_EMAILS = 10;
const MOST_NOTIFICATIONS = 5;
const GUARD = 'spend.guard';

/** Budget messages are no JSON and reach e-mail addresses directly: without this filter they would come twice. */
const ALARMS_ONLY = {
  filterPolicyWithMessageBody: { AlarmArn: FilterOrPolicy.filter(SubscriptionFilter.existsFilter()) },
};

const EDGES: readonly EdgeName[] = ['budgetToTopic', 'alarmToTopic'];

function letIn(topic: ITopic): void {
  for (const edge of EDGES) {
    topic.addToResourcePolicy(targetStatement(topic, edge, topic.topicArn));
    topic.masterKey?.addToResourcePolicy(keyStatement(topic, edge));
  }
}

function checkSubscribers(subscribers: readonly SpendSubscriber[] | undefined): {
  addresses: string[];
  topics: ITopic[];
} {
  const addresses = [...new Set((subscribers ?? []).flatMap(({ _address: one }) => one ?? []))];
  const topics = (subscribers ?? []).flatMap(({ _topic: one }) => one ?? []);
  if (addresses.length + topics.length === 0) {
    throw new Error(
      "SPEND-01: expected at least one subscriber, got none; pass subscribers: [SpendSubscriber.email('team@example.com')]",
    );
  }
  if (addresses.length > MOST_EMAILS || topics.length > 1) {
    throw new Error(
      `SPEND-01: expected at most ${MOST_EMAILS} e-mail addresses and one topic, got ${addresses.length} and ${topics.length}; ` +
        'subscribe the others to the topic',
    );
  }
  return { addresses, topics };
}

function checkThresholds({ actualPercent = [50, 80, 100], forecastPercent = [100] }: SpendGuardProps) {
  const all = [
    ...actualPercent.map((percent) => ({ type: 'ACTUAL', percent })),
    ...forecastPercent.map((percent) => ({ type: 'FORECASTED', percent })),
  ];
  const wrong = all.find(({ percent }) => !Token.isUnresolved(percent) && !(percent > 0 && Number.isFinite(percent)));
  if (actualPercent.length === 0 || forecastPercent.length === 0 || all.length > MOST_NOTIFICATIONS || wrong) {
    throw new Error(
      'SPEND-01: expected one to four positive percentages of each kind, five in all, ' +
        `got actualPercent [${actualPercent.join(', ')}] and forecastPercent [${forecastPercent.join(', ')}]; change them`,
    );
  }
  return all;
}

function checkLimit({ monthlyLimitUsd: limit, historyMonths: months }: SpendGuardProps): void {
  if (limit !== undefined && months !== undefined) {
    throw new Error('SPEND-02: expected either monthlyLimitUsd or historyMonths, got both; leave one out');
  }
  if (limit !== undefined && !Token.isUnresolved(limit) && !(limit > 0 && Number.isFinite(limit))) {
    throw new Error(
      `SPEND-02: expected monthlyLimitUsd to be a positive amount, got ${limit}; set it to what a month may cost`,
    );
  }
  if (
    months !== undefined &&
    !Token.isUnresolved(months) &&
    !(Number.isInteger(months) && months >= 1 && months <= 12)
  ) {
    throw new Error(
      `SPEND-02: expected historyMonths to be a whole number from 1 to 12, got ${months}; set it to 6, for example`,
    );
  }
}

function limitOf({ monthlyLimitUsd, historyMonths = 6 }: SpendGuardProps): Partial<CfnBudget.BudgetDataProperty> {
  if (monthlyLimitUsd !== undefined) return { budgetLimit: { amount: monthlyLimitUsd, unit: 'USD' } };
  return {
    autoAdjustData: { autoAdjustType: 'HISTORICAL', historicalOptions: { budgetAdjustmentPeriod: historyMonths } },
  };
}

/** The state lies on the tree: a second copy of this library sees it too. */
function refuseSecond(guard: IConstruct): void {
  const state = stateOf(Stage.of(guard) ?? guard.node.root);
  const first = state.get<string>(GUARD);
  if (first !== undefined) {
    throw new Error(
      `SPEND-03: expected one SpendGuard in an application, got '${guard.node.path}' beside '${first}'; ` +
        'a budget watches the whole account: keep the one, and add subscribers to it',
    );
  }
  state.set(GUARD, guard.node.path);
}
