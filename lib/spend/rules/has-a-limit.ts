import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, unknownName, worst } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

export const hasALimit: Rule = {
  id: 'SPEND-02',
  types: ['AWS::Budgets::Budget'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a cost budget has a positive limit, or adjusts itself',
  why: 'Percentages of nothing are never reached, or always: either way nobody listens.',
  fix: 'set BudgetLimit to a positive amount, or AutoAdjustData to HISTORICAL with a BudgetAdjustmentPeriod, or to FORECAST',
  topics: ['denial-of-wallet'],
  controls: ['F6'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (budget) => {
    if (is(budget.get('Budget.BudgetType'), 'COST') === 'fail') return PASS;
    if (budget.get('Budget.AutoAdjustData') !== undefined) return adjusts(budget);
    const planned = budget.get('Budget.PlannedBudgetLimits');
    if (planned === undefined) return positive(budget.get('Budget.BudgetLimit.Amount'), 'BudgetLimit.Amount');
    const months = typeof planned === 'object' && planned !== null ? Object.entries<any>(planned) : [];
    if (months.length === 0) return positive(planned, 'PlannedBudgetLimits');
    return worst(months.map(([month, spend]) => positive(spend?.Amount, `PlannedBudgetLimits.${month}.Amount`)));
  },
};

function adjusts(budget: Resource): Judgement {
  const path = 'Budget.AutoAdjustData';
  const type = budget.get(`${path}.AutoAdjustType`);
  if (isUnknown(type)) return unknown('AutoAdjustType is not known', `Properties.${path}`);
  if (type === 'FORECAST') return PASS;
  if (type === 'HISTORICAL') {
    const period = 'HistoricalOptions.BudgetAdjustmentPeriod';
    return positive(budget.get(`${path}.${period}`), `AutoAdjustData.${period}`);
  }
  return fail(`AutoAdjustType = ${readable(type)}`, `Properties.${path}`);
}

function positive(value: unknown, name: string): Judgement {
  const at = `Properties.Budget.${name}`;
  if (isUnknown(value)) return unknownName(value, `${name} is not known`, at);
  if (typeof value !== 'object' && Number(value) > 0 && Number.isFinite(Number(value))) return PASS;
  return fail(value === undefined ? `no ${name}` : `${name} = ${readable(value)}`, at);
}
