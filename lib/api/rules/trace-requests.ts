import { RestApiProps } from 'aws-cdk-lib/aws-apigateway';
import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { readable } from '../../core/text';
import { STAGE_MAKERS, stageOf } from '../stage-settings';

export const traceRequests: Rule<RestApiProps> = {
  id: 'API-07',
  types: STAGE_MAKERS,
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'the requests of a stage are traced',
  why: 'Without the first link of the trace nobody sees which request made a function do what it did.',
  fix: 'set tracingEnabled to true in deployOptions',
  topics: ['monitoring'],
  controls: ['G8', 'FSBP APIGateway.3', 'Serverless-APIGWXrayEnabled'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  // CDK takes no options of a stage that it does not make
  secure: { props: ({ given }) => (given.deploy === false ? {} : { deployOptions: { tracingEnabled: true } }) },
  check,
};

function check(resource: Resource): Judgement {
  const stage = stageOf(resource);
  if (!stage) return PASS;
  const value = stage.get('TracingEnabled');
  const verdict = is(value, true);
  const got = `TracingEnabled ${value === undefined ? 'not set' : `= ${readable(value)}`}`;
  if (verdict === 'pass') return PASS;
  return (verdict === 'fail' ? fail : unknown)(got, stage.at('TracingEnabled'));
}
