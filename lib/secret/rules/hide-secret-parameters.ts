import { fail, Rule, TEMPLATE, worstOfAll } from '../../core/rule';
import { namesSecretValue } from '../parameter-names';

export const hideSecretParameters: Rule = {
  id: 'SECRET-07',
  types: [TEMPLATE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'parameters that take a secret are hidden by NoEcho',
  why: 'Otherwise the console, describe-stacks and the trail of the pipeline show it to whoever may look at the stack.',
  fix: 'set noEcho to true; better take the ARN of a secret, which needs no hiding',
  topics: ['secrets'],
  controls: ['D1'],
  migration: 'none',
  reaches: [],
  check: (_, { body }) =>
    worstOfAll(
      Object.entries<any>(body.Parameters ?? {})
        .filter(([name, declared]) => namesSecretValue(name) && isOpen(declared))
        .map(([name]) => fail(`${name} without NoEcho`, `Parameters.${name}`)),
    ),
};

/** A switch or a choice is no secret, and a pattern for ARNs or names says that the value tells where one is. */
const isOpen = (declared: any): boolean =>
  String(declared?.Type) === 'String' &&
  String(declared.NoEcho) !== 'true' &&
  declared.AllowedValues === undefined &&
  !/^\^?\(?(arn|\/)/.test(String(declared.AllowedPattern ?? '')) &&
  !/^(arn:|\/)/.test(String(declared.Default ?? ''));
