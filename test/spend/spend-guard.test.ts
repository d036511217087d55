import { App, Stack, Stage } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { SpendGuard, SpendGuardProps } from '../../lib/spend/spend-guard';
import { SpendSubscriber } from '../../lib/spend/spend-subscriber';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';

const OWN = '111111111111';
const TEAM = SpendSubscriber.email('team@example.com');
const PROFILES = [
  SecurityProfile.production(),
  SecurityProfile.regulated(),
  SecurityProfile.development({ accounts: [OWN] }),
];

const rendered = (stack: Stack): any[] =>
  Object.values<any>(stack.resolve((stack as any)._toCloudFormation()).Resources ?? {});
const only = (stack: Stack, type: string): any[] => rendered(stack).filter(({ Type }) => Type === type);
const budgetOf = (props: Partial<SpendGuardProps> = {}): any => {
  const stack = newStack();
  new SpendGuard(stack, 'Spend', { subscribers: [TEAM], ...props });
  return only(stack, 'AWS::Budgets::Budget')[0].Properties;
};
const notifications = (budget: any): string[] =>
  budget.NotificationsWithSubscribers.map(
    ({ Notification: one }: any) =>
      `${one.NotificationType} ${one.ComparisonOperator} ${one.Threshold} ${one.ThresholdType}`,
  );

test.each(
  PROFILES.flatMap((profile) => [{}, RECOMMENDED_FLAGS].map((flags) => ({ profile, flags, name: profile.name }))),
)('$name: it passes the whole gate, warnings included', ({ profile, flags, name }) => {
  const stack = newStack({ flags });
  SecurityGate.enforce(stack.node.root, { profile });
  new SpendGuard(stack, 'Spend', { subscribers: [TEAM], monthlyLimitUsd: 200 });
  const findings = SecurityGate.findingsOf(stack.node.root).map(({ ruleId, status }) => `${status} ${ruleId}`);
  expect(findings).toEqual(name === 'development' ? ['relaxed TOPIC-01'] : []);
  expect(only(stack, 'AWS::KMS::Key')).toHaveLength(name === 'development' ? 0 : 1);
});

test('half, most and all of the limit, and a forecast beyond it, to the people and to the topic', () => {
  const budget = budgetOf({ monthlyLimitUsd: 200 });
  expect(budget.Budget).toEqual({
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: 200, Unit: 'USD' },
  });
  expect(notifications(budget)).toEqual([
    'ACTUAL GREATER_THAN 50 PERCENTAGE',
    'ACTUAL GREATER_THAN 80 PERCENTAGE',
    'ACTUAL GREATER_THAN 100 PERCENTAGE',
    'FORECASTED GREATER_THAN 100 PERCENTAGE',
  ]);
  for (const { Subscribers: subscribers } of budget.NotificationsWithSubscribers) {
    expect(subscribers).toEqual([
      { SubscriptionType: 'SNS', Address: { Ref: expect.stringContaining('SpendTopic') } },
      { SubscriptionType: 'EMAIL', Address: 'team@example.com' },
    ]);
  }
});

test.each<[string, Partial<SpendGuardProps>, number]>([
  ['said nothing', {}, 6],
  ['said a year', { historyMonths: 12 }, 12],
])('without a limit it follows the past: %s', (_, props, months) => {
  expect(budgetOf(props).Budget).toEqual({
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    AutoAdjustData: { AutoAdjustType: 'HISTORICAL', HistoricalOptions: { BudgetAdjustmentPeriod: months } },
  });
});

test('CloudFormation names the budget: a replaced one must not clash with itself', () => {
  expect(budgetOf().Budget.BudgetName).toBeUndefined();
});

test('other thresholds', () => {
  expect(notifications(budgetOf({ actualPercent: [100], forecastPercent: [120, 150] }))).toEqual([
    'ACTUAL GREATER_THAN 100 PERCENTAGE',
    'FORECASTED GREATER_THAN 120 PERCENTAGE',
    'FORECASTED GREATER_THAN 150 PERCENTAGE',
  ]);
});

test('an address hears of alarms by the topic, and of the budget only once', () => {
  const stack = newStack();
  new SpendGuard(stack, 'Spend', { subscribers: [TEAM, TEAM] });
  expect(
    only(stack, 'AWS::SNS::Subscription').map(
      ({ Properties: { Protocol, Endpoint, FilterPolicy, FilterPolicyScope } }) => [
        Protocol,
        Endpoint,
        FilterPolicy,
        FilterPolicyScope,
      ],
    ),
  ).toEqual([['email', 'team@example.com', { AlarmArn: [{ exists: true }] }, 'MessageBody']]);
});

describe('a topic that is there already', () => {
  test('is used instead of one of its own', () => {
    const stack = newStack();
    const topic: ITopic = Topic.fromTopicArn(stack, 'Mine', `arn:aws:sns:us-east-1:${OWN}:mine`);
    const guard = new SpendGuard(stack, 'Spend', { subscribers: [SpendSubscriber.topic(topic)] });
    expect(guard.topic).toBe(topic);
    expect(rendered(stack).map(({ Type }) => Type)).toEqual(['AWS::Budgets::Budget']);
  });

  test('and told, with its key, to let the services in', () => {
    const stack = newStack();
    const masterKey = new Key(stack, 'Key', { enableKeyRotation: true });
    const topic = new Topic(stack, 'Topic', { masterKey, enforceSSL: true });
    SecurityGate.enforce(stack.node.root);
    new SpendGuard(stack, 'Spend', { subscribers: [SpendSubscriber.topic(topic)], monthlyLimitUsd: 1 });
    expect(blocking(stack)).toEqual([]);
  });
});

const topics = (count: number) => (stack: Stack) =>
  Array.from({ length: count }, (_, index) => SpendSubscriber.topic(new Topic(stack, `T${index}`)));
const emails = (count: number) => () =>
  Array.from({ length: count }, (_, index) => SpendSubscriber.email(`${index}@example.com`));

test.each<[string, (stack: Stack) => Partial<SpendGuardProps>, string]>([
  [
    'nobody',
    () => ({ subscribers: [] }),
    "SPEND-01: expected at least one subscriber, got none; pass subscribers: [SpendSubscriber.email('team@example.com')]",
  ],
  [
    'subscribers left out, in JavaScript',
    () => ({ subscribers: undefined }),
    'SPEND-01: expected at least one subscriber',
  ],
  [
    'two topics',
    (stack) => ({ subscribers: topics(2)(stack) }),
    'SPEND-01: expected at most 10 e-mail addresses and one topic, got 0 and 2; subscribe the others to the topic',
  ],
  ['eleven addresses', () => ({ subscribers: emails(11)() }), 'got 11 and 0'],
  [
    'six notifications',
    () => ({ actualPercent: [1, 2, 3, 4, 5] }),
    'SPEND-01: expected one to four positive percentages of each kind',
  ],
  ['no actual', () => ({ actualPercent: [] }), 'got actualPercent [] and forecastPercent [100]'],
  ['no forecast', () => ({ forecastPercent: [] }), 'SPEND-01'],
  ['a percentage of nothing', () => ({ actualPercent: [0] }), 'SPEND-01'],
  [
    'a limit of nothing',
    () => ({ monthlyLimitUsd: 0 }),
    'SPEND-02: expected monthlyLimitUsd to be a positive amount, got 0; set it to what a month may cost',
  ],
  ['a limit below nothing', () => ({ monthlyLimitUsd: -5 }), 'got -5'],
  ['no number', () => ({ monthlyLimitUsd: NaN }), 'got NaN'],
  [
    'two limits',
    () => ({ monthlyLimitUsd: 5, historyMonths: 6 }),
    'SPEND-02: expected either monthlyLimitUsd or historyMonths, got both; leave one out',
  ],
  [
    'no month',
    () => ({ historyMonths: 0 }),
    'SPEND-02: expected historyMonths to be a whole number from 1 to 12, got 0',
  ],
  ['half a month', () => ({ historyMonths: 1.5 }), 'SPEND-02'],
])('%s throws', (_, props, message) => {
  const stack = newStack();
  expect(() => new SpendGuard(stack, 'Spend', { subscribers: [TEAM], ...props(stack) })).toThrow(message);
});

test('ten addresses and a topic, and five notifications, are what a budget can take', () => {
  const stack = newStack();
  const subscribers = [...emails(10)(), ...topics(1)(stack)];
  expect(() => new SpendGuard(stack, 'Spend', { subscribers, actualPercent: [10, 50, 80, 100] })).not.toThrow();
});

test.each(['nobody', 'a@b', 'a b@example.com', ''])("'%s' is no address", (address) => {
  expect(() => SpendSubscriber.email(address)).toThrow(`SPEND-01: expected an e-mail address, got '${address}'`);
});

describe('one guard in an application', () => {
  test('a second one throws, in another stack too', () => {
    const app = new App();
    new SpendGuard(new Stack(app, 'One'), 'Spend', { subscribers: [TEAM] });
    expect(() => new SpendGuard(new Stack(app, 'Two'), 'Spend', { subscribers: [TEAM] })).toThrow(
      "SPEND-03: expected one SpendGuard in an application, got 'Two/Spend' beside 'One/Spend'; a budget watches the whole account: keep the one, and add subscribers to it",
    );
  });

  test('each Stage is an application', () => {
    const app = new App();
    for (const id of ['Dev', 'Prod']) {
      new SpendGuard(new Stack(new Stage(app, id), 'Stack', { env: ENV }), 'Spend', { subscribers: [TEAM] });
    }
    expect(() => app.synth()).not.toThrow();
  });
});
