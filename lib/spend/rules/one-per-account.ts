import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

export const onePerAccount: Rule = {
  id: 'SPEND-03',
  types: ['AWS::Budgets::Budget'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'one budget watches the costs of the whole account',
  why: 'Budgets without a filter all watch the same sum: every further one repeats each alert, until nobody reads them.',
  fix: 'keep one SpendGuard in the application, never one in each stack; give further budgets a cost filter',
  topics: ['denial-of-wallet'],
  controls: ['F6'],
  migration: 'none',
  reaches: ['construct'],
  check: (budget, { assembly }) => {
    if (!watchesEverything(budget)) return PASS;
    const same = assembly
      .ofType('AWS::Budgets::Budget')
      .filter((one) => one.exists() && watchesEverything(one) && placeOf(one) === placeOf(budget));
    return same[0] === budget ? PASS : fail(`'${same[0].logicalId}' of ${same[0].template.stack} beside it`);
  },
};

const watchesEverything = (budget: Resource): boolean =>
  budget.get('Budget.BudgetType') === 'COST' &&
  !['CostFilters', 'FilterExpression'].some((filter) => isPresent(budget.get(`Budget.${filter}`)));

const placeOf = (budget: Resource): string =>
  JSON.stringify([budget.template.account, budget.template.source.stage, budget.get('Budget.TimeUnit')]);
