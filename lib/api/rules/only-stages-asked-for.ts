import { fail, PASS, Rule } from '../../core/rule';
import { readable } from '../../core/text';
import { DEPLOYMENT } from '../rest-api-parts';

/** "OpenApiVersion", AWS::Serverless::Api, SAM developer guide: it keeps SAM from creating a stage named Stage. */
export const onlyStagesAskedFor: Rule = {
  id: 'API-27',
  types: [DEPLOYMENT],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'an API of SAM has the stages that were asked for, and no other',
  why: 'SAM also makes a stage named Stage, without limits, logs, tracing or web ACL: a second door to the same handlers.',
  fix: 'set OpenApiVersion to 3.0.1 in Globals.Api; a stage that is there already has to be deleted by hand',
  topics: ['throttling', 'logging', 'waf'],
  controls: ['F1', 'G1', 'B7'],
  migration: 'in-place',
  reaches: [],
  check: (deployment) => {
    const name: unknown = deployment.origin && deployment.get('StageName');
    return name === undefined ? PASS : fail(`a stage named ${readable(name)} beside its own`, 'Properties.StageName');
  },
};
