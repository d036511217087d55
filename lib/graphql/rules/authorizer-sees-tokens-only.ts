import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API, EVENT_API, Mode, modesOf } from '../api-parts';

/** Seconds for which an answer may be kept: as long as a token that was withdrawn stays good. */
const MOST_SECONDS = 300;

export const authorizerSeesTokensOnly: Rule = {
  id: 'GRAPHQL-14',
  types: [API, EVENT_API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title:
    'a Lambda authorizer is asked about tokens of the right form only, and its answer kept for five minutes at most',
  why: 'Without a form every request with any text in its header runs the function, and is paid for; an answer that is kept lets somebody in who was shut out meanwhile.',
  fix: 'set validationRegex to the form of your tokens, and resultsCacheTtl to five minutes or less',
  topics: ['auth', 'denial-of-wallet'],
  controls: ['C2', 'F2'],
  migration: 'in-place',
  reaches: [],
  check: (api: Resource) => worstOfAll((modesOf(api) ?? []).filter(({ type }) => type === 'AWS_LAMBDA').flatMap(judge)),
};

function judge({ lambda, at }: Mode): Judgement[] {
  if (isUnknown(lambda)) return [unknown('a LambdaAuthorizerConfig that cannot be read here', at)];
  const kept = lambda?.AuthorizerResultTtlInSeconds;
  const form = isPresent(lambda?.IdentityValidationExpression) ? PASS : fail('no IdentityValidationExpression', at);
  if (isUnknown(kept)) return [form, unknown('an AuthorizerResultTtlInSeconds only known at deployment', at)];
  return [form, Number(kept ?? 0) > MOST_SECONDS ? fail(`answers kept for ${kept} seconds`, at) : PASS];
}
