import { is, isPresent } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

export const tellsActualAndForecast: Rule = {
  id: 'SPEND-01',
  types: ['AWS::Budgets::Budget'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a cost budget tells somebody of actual and of forecasted spending',
  why: 'A budget without a notification stops nothing and is looked at by nobody; the forecast speaks while the month can still be saved.',
  fix: 'use SpendGuard, or add a notification of type ACTUAL and one of type FORECASTED, each with a subscriber',
  topics: ['denial-of-wallet', 'monitoring'],
  controls: ['F6', 'G2'],
  migration: 'replaces',
  reaches: ['construct'],
  check: (budget) => {
    if (is(budget.get('Budget.BudgetType'), 'COST') === 'fail') return PASS;
    const at = 'Properties.NotificationsWithSubscribers';
    const all = budget.get('NotificationsWithSubscribers');
    if (isUnknown(all)) return unknown('notifications that are not known', at);
    const missing = ['ACTUAL', 'FORECASTED'].filter((type) => !told(all, type));
    if (missing.length === 0) return PASS;
    const open = listed(all).some((one) => isUnknown(one) || isUnknown(one?.Notification?.NotificationType));
    return open
      ? unknown('notifications of a type that is not known', at)
      : asWeighed(fail(`no subscriber for ${missing.join(' and ')}`, at), missing);
  },
};

/** What is spent is the alarm; what may be spent comes five weeks late in a new account. */
const asWeighed = (judged: Judgement, missing: readonly string[]): Judgement =>
  missing.includes('ACTUAL') ? judged : advise(judged);

const told = (all: unknown, type: string): boolean =>
  listed(all).some(
    (one) =>
      one?.Notification?.NotificationType === type &&
      listed(one.Subscribers).some((subscriber) => isUnknown(subscriber) || isPresent(subscriber?.Address)),
  );

const listed = (value: unknown): any[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
