import { judged, verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const budget = (rest: object = {}, data: object = {}) => ({
  Budget: {
    Type: 'AWS::Budgets::Budget',
    Properties: {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 10, Unit: 'USD' }, ...data },
      ...rest,
    },
  },
});
const MAIL = [{ SubscriptionType: 'EMAIL', Address: 'team@example.com' }];
const told = (NotificationType: unknown, Subscribers: unknown = MAIL) => ({
  Notification: { NotificationType, ComparisonOperator: 'GREATER_THAN', Threshold: 100 },
  Subscribers,
});

test.each<[string, object, string[]]>([
  ['nothing', {}, ['fail Budget']],
  ['an empty list', { NotificationsWithSubscribers: [] }, ['fail Budget']],
  ['actual only', { NotificationsWithSubscribers: [told('ACTUAL')] }, ['fail Budget']],
  ['forecast only', { NotificationsWithSubscribers: [told('FORECASTED')] }, ['fail Budget']],
  ['no subscriber', { NotificationsWithSubscribers: [told('ACTUAL', []), told('FORECASTED')] }, ['fail Budget']],
  [
    'a subscriber without an address',
    { NotificationsWithSubscribers: [told('ACTUAL', [{ SubscriptionType: 'SNS' }]), told('FORECASTED')] },
    ['fail Budget'],
  ],
  [
    'If: one branch without',
    { NotificationsWithSubscribers: { 'Fn::If': ['C', [told('ACTUAL'), told('FORECASTED')], [told('ACTUAL')]] } },
    ['fail Budget'],
  ],
  ['a list from a parameter', { NotificationsWithSubscribers: { Ref: 'P' } }, ['unknown Budget']],
  [
    'a type from a parameter',
    { NotificationsWithSubscribers: [told('ACTUAL'), told({ Ref: 'P' })] },
    ['unknown Budget'],
  ],
  ['both', { NotificationsWithSubscribers: [told('ACTUAL'), told('FORECASTED')] }, []],
  [
    'both, to an address from a parameter',
    {
      NotificationsWithSubscribers: [
        told('ACTUAL', [{ SubscriptionType: 'EMAIL', Address: { Ref: 'P' } }]),
        told('FORECASTED'),
      ],
    },
    [],
  ],
])('SPEND-01 notifications: %s', (_, properties, expected) => {
  expect(verdicts('SPEND-01', budget(properties), P)).toEqual(expected);
});

test('SPEND-01: only costs can run away', () => {
  expect(verdicts('SPEND-01', budget({}, { BudgetType: 'RI_UTILIZATION' }))).toEqual([]);
});

const none = { BudgetLimit: undefined };
const historical = (HistoricalOptions: object) => ({
  ...none,
  AutoAdjustData: { AutoAdjustType: 'HISTORICAL', HistoricalOptions },
});
const planned = (...amounts: unknown[]) => ({
  ...none,
  PlannedBudgetLimits: Object.fromEntries(amounts.map((Amount, month) => [month, { Amount, Unit: 'USD' }])),
});

test.each<[string, object, string[]]>([
  ['a limit', {}, []],
  ['a limit, as text', { BudgetLimit: { Amount: '12.5' } }, []],
  ['no limit', none, ['fail Budget']],
  ['nothing', { BudgetLimit: { Amount: 0 } }, ['fail Budget']],
  ['less than nothing', { BudgetLimit: { Amount: -1 } }, ['fail Budget']],
  ['no number', { BudgetLimit: { Amount: 'much' } }, ['fail Budget']],
  ['parameter', { BudgetLimit: { Amount: { Ref: 'P' } } }, ['unknown Budget']],
  ['by history', historical({ BudgetAdjustmentPeriod: 6 }), []],
  ['by a history of nothing', historical({ BudgetAdjustmentPeriod: 0 }), ['fail Budget']],
  ['by history, without a period', historical({}), ['fail Budget']],
  ['by forecast', { ...none, AutoAdjustData: { AutoAdjustType: 'FORECAST' } }, []],
  ['by something else', { ...none, AutoAdjustData: { AutoAdjustType: 'GUESS' } }, ['fail Budget']],
  ['by a parameter', { ...none, AutoAdjustData: { AutoAdjustType: { Ref: 'P' } } }, ['unknown Budget']],
  ['month by month', planned(10, 20), []],
  ['one month of nothing', planned(10, 0), ['fail Budget']],
  ['no month', planned(), ['fail Budget']],
  ['another kind of budget', { ...none, BudgetType: 'RI_COVERAGE' }, []],
])('SPEND-02 limit: %s', (_, data, expected) => {
  expect(verdicts('SPEND-02', budget({}, data), P)).toEqual(expected);
});

const second = (data: object = {}) => ({ Second: budget({}, data).Budget });

test.each<[string, object, string[]]>([
  ['the same again', second(), ['fail Second']],
  ['another limit', second({ BudgetLimit: { Amount: 5 } }), ['fail Second']],
  ['for a day', second({ TimeUnit: 'DAILY' }), []],
  ['for one service', second({ CostFilters: { Service: ['AWS Lambda'] } }), []],
  ['of usage', second({ BudgetType: 'USAGE' }), []],
])('SPEND-03 a second budget: %s', (_, resources, expected) => {
  expect(verdicts('SPEND-03', { ...budget(), ...resources })).toEqual(expected);
});

test('SPEND-03 warns only', () => {
  const findings = judged({ ...budget(), ...second() });
  expect(findings.filter(({ ruleId }) => ruleId === 'SPEND-03').map(({ weight }) => weight)).toEqual(['warning']);
});
