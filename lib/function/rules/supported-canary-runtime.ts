import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { endOfCanaryRuntime } from '../canary-runtimes';
import { RUNTIMES_AS_OF } from '../runtimes';

const AT = 'Properties.RuntimeVersion';

export const supportedCanaryRuntime: Rule = {
  id: 'FUNCTION-19',
  types: ['AWS::Synthetics::Canary'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'AWS supports the runtime of a canary',
  why: 'A deprecated runtime has an old browser without security patches, opens your own pages with it, and no canary can be made with it again.',
  fix: 'set runtime to the newest of its language, and test the script on it',
  topics: ['supply-chain', 'deployability'],
  controls: ['H5'],
  migration: 'in-place',
  reaches: [],
  check: (canary, template) => {
    const runtime: unknown = canary.get('RuntimeVersion');
    if (isUnknown(runtime)) return unknown('a runtime only known at deployment', AT);
    const end = endOfCanaryRuntime(String(runtime));
    if (end === undefined || end > (template.source.day ?? RUNTIMES_AS_OF)) return PASS;
    return fail(`${readable(runtime)}, deprecated since ${end}`, AT);
  },
};
