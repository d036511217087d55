import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { isPublic, statementsOf } from '../../core/policy';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { isOn } from '../settings';

const FINE = 'AdvancedSecurityOptions.Enabled';

/** Whom its policy lets in is the policy rules' business; on the internet there have to be two doors. */
export const closeSearchDomain: Rule = {
  id: 'STORE-08',
  types: ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a search domain lies in a VPC, or lets in whom its policy names and fine-grained access control knows',
  why: 'Its endpoint is on the internet, and whoever gets past its one door may read and delete every index.',
  fix: 'set vpc, or fineGrainedAccessControl with a master user and accessPolicies for named roles or addresses',
  topics: ['public-access', 'auth'],
  controls: ['E3', 'FSBP ES.2', 'FSBP Opensearch.2', 'FSBP Opensearch.7', 'AwsSolutions-OS1'],
  migration: 'manual',
  reaches: [],
  check: (domain) => {
    if (isPresent(domain.get('VPCOptions'))) return PASS;
    const isFine: unknown = domain.get(FINE);
    if (isOn(isFine))
      return isOpen(domain) ? fail('no VPCOptions, and a policy for everybody', 'Properties.AccessPolicies') : PASS;
    const at = 'Properties.VPCOptions';
    return isUnknown(isFine)
      ? unknown(`no VPCOptions, and ${FINE} is not known`, at)
      : fail('no VPCOptions and no fine-grained access control', at);
  },
};

/** Behind addresses that are named, a policy for everybody is one for those who sit there. */
const isOpen = (domain: Resource): boolean =>
  (statementsOf(domain, 'AccessPolicies') ?? []).some(
    (one) => isPublic(one) && !one.conditions.some(({ key }) => key === 'aws:sourceip'),
  );
