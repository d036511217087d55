import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

const PATH = 'CapacityProviderScalingConfig.MaxVCpuCount';

export const boundCapacity: Rule = {
  id: 'WEB-08',
  types: ['AWS::Lambda::CapacityProvider'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a capacity provider states how many vCPUs it may start',
  why: 'Managed instances are billed as long as they run, and whoever sends load decides how many there are.',
  fix: 'set the maximum of vCPUs to what the functions need',
  topics: ['denial-of-wallet'],
  controls: ['F4', 'PureSec SAS-8'],
  migration: 'in-place',
  reaches: [],
  check: (provider) => {
    const most: unknown = provider.get(PATH);
    const at = `Properties.${PATH}`;
    if (isUnknown(most)) return unknown(`${PATH} only known at deployment`, at);
    return Number(most) > 0 ? PASS : fail(`no ${PATH}`, at);
  },
};
