import { FunctionProps, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { is, isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';

export const terminateLoops: Rule<FunctionProps> = {
  id: 'FUNCTION-09',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'recursive loops are terminated',
  why: 'A function that triggers itself runs, and costs, without end. Lambda stops it after about 16 rounds unless it is told not to.',
  fix: 'set recursiveLoop to RecursiveLoop.TERMINATE, or leave it out',
  topics: ['denial-of-wallet'],
  controls: ['F10'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: {
    props: () => ({ recursiveLoop: RecursiveLoop.TERMINATE }),
    cfn: () => ({ RecursiveLoop: 'Terminate' }),
  },
  check: (resource) => {
    const loop = resource.get('RecursiveLoop');
    if (!isPresent(loop)) return PASS; // AWS terminates by default
    const got = `RecursiveLoop = ${JSON.stringify(loop)}`;
    const verdict = is(loop, 'Terminate');
    if (verdict === 'pass') return PASS;
    return verdict === 'fail' ? fail(got, 'Properties.RecursiveLoop') : unknown(got, 'Properties.RecursiveLoop');
  },
};
