import { fail, PASS, Rule, TEMPLATE } from '../../core/rule';
import { describeUsage, usage } from '../template-quotas';

export const templateWithinQuotas: Rule = {
  id: 'PREFLIGHT-02',
  types: [TEMPLATE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the template has at most 500 resources, 200 parameters, 200 outputs, 200 mappings and 1,000,000 bytes',
  why: 'CloudFormation refuses anything larger, and these quotas cannot be raised.',
  fix: 'split the stack, or move a part of it into a NestedStack',
  topics: ['deployability'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (_, template) => {
    const exceeded = usage(template).filter(({ counted, most }) => counted > most);
    return exceeded.length > 0 ? fail(describeUsage(exceeded)) : PASS;
  },
};
