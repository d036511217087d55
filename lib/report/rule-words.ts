import { Rule, TEMPLATE } from '../core/rule';

/** Plain words for a rule's fields, the same on its page and on the command line. */
export const SEVERITY: Readonly<Record<Rule['severity'], string>> = {
  error: 'error: blocks',
  warning: 'warning: never blocks',
};
export const TIER: Readonly<Record<Rule['tier'], string>> = {
  invariant: 'invariant: the same in every profile; a value only known at deployment is no pass',
  assurance: 'assurance: not provided in the development profile; a value only known at deployment warns',
};
export const MIGRATION: Readonly<Record<Rule['migration'], string>> = {
  none: 'nothing changes for what runs',
  'in-place': 'CloudFormation updates it without interruption',
  'breaks-callers': 'updated in place, but whoever relied on the weakness stops working',
  replaces: 'CloudFormation replaces the resource',
  manual: 'needs a person: data or callers have to move',
};

/** Who makes it hold, in one word each. */
export const reachOf = ({ reaches }: Rule): string => reaches.join(', ') || 'the gate only judges';

export const isAboutTemplates = ({ types }: Rule): boolean => types.includes(TEMPLATE);
