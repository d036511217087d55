import { fail, PASS, Rule, TEMPLATE } from '../../core/rule';
import { describeUsage, usage } from '../template-quotas';

/** 450 resources of 500. */
const FULL = 0.9;

export const templateLeavesRoom: Rule = {
  id: 'PREFLIGHT-03',
  types: [TEMPLATE],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the template uses less than nine tenths of each CloudFormation quota',
  why: 'Resources cannot be moved out of a full stack in a hurry: most of them would be replaced.',
  fix: 'start a second stack, or a NestedStack, for what comes next',
  topics: ['deployability'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (_, template) => {
    // PREFLIGHT-02 has what is beyond the quota
    const near = usage(template).filter(({ counted, most }) => counted >= most * FULL && counted <= most);
    return near.length > 0 ? fail(describeUsage(near)) : PASS;
  },
};
