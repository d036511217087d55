import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { secretIn } from '../../core/secret-detector';
import { OVERRIDES, STAGE } from '../api-parts';

/** Type → where the variables of its stage stand, those of REST APIs too. */
const VARIABLES: Readonly<Record<string, string>> = {
  [STAGE]: 'StageVariables',
  [OVERRIDES]: 'Stage.StageVariables',
  'AWS::ApiGateway::Stage': 'Variables',
  'AWS::ApiGateway::Deployment': 'StageDescription.Variables',
};

export const noSecretInStageVariables: Rule = {
  id: 'HTTP-10',
  types: Object.keys(VARIABLES),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no secret is written into the variables of an API stage',
  why: 'Whoever may look at the template or the stage reads it, and API Gateway hands it on with every request.',
  fix: 'take it out, have it renewed, and let the function read it from Secrets Manager when it runs',
  topics: ['secrets'],
  controls: ['D1', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check,
};

function check(resource: Resource): Judgement {
  const path = VARIABLES[resource.type];
  const variables = resource.get(path);
  if (typeof variables !== 'object' || variables === null) return PASS;
  return worstOfAll(
    Object.entries(variables).map(([name, value]) => {
      const kind = typeof value === 'object' ? undefined : secretIn(name, String(value));
      return kind === undefined ? PASS : fail(`${kind} in ${name}`, `Properties.${path}.${name}`);
    }),
  );
}
