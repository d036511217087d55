import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { EKS_TYPES, eksPath } from '../eks';
import { isOff, itemsOf } from '../settings';

const EVERYBODY = ['0.0.0.0/0', '::/0'];

/** "The default value is `0.0.0.0/0`" and public access is on: who says nothing lets everybody try. */
export const knowWhoReachesCluster: Rule = {
  id: 'STORE-07',
  types: EKS_TYPES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the endpoint of a Kubernetes cluster is private, or names the networks that reach it',
  why: 'The whole internet reaches the API that runs the cluster: a leaked token or the next flaw of the server is enough to own it.',
  fix: 'set endpointAccess to EndpointAccess.PRIVATE or PUBLIC_AND_PRIVATE.onlyFrom(…) (L1: endpointPublicAccess false, or publicAccessCidrs)',
  topics: ['public-access'],
  controls: ['E3', 'FSBP EKS.1', 'AwsSolutions-EKS1'],
  migration: 'breaks-callers',
  reaches: [],
  check: (cluster) => {
    const isPublicPath = eksPath(cluster, 'ResourcesVpcConfig.EndpointPublicAccess');
    const isPublic: unknown = cluster.get(isPublicPath);
    if (isOff(isPublic)) return PASS;
    const path = eksPath(cluster, 'ResourcesVpcConfig.PublicAccessCidrs');
    const networks = itemsOf(cluster.get(path));
    const at = `Properties.${path}`;
    if (networks?.some((one) => EVERYBODY.includes(String(one))) || networks?.length === 0) {
      const got = networks.length === 0 ? `${path} not set` : `${path} ${networks.join(', ')}`;
      return isUnknown(isPublic) ? unknown(`${isPublicPath} is not known, ${got}`, at) : fail(got, at);
    }
    return !networks || networks.some((one) => isUnknown(one)) ? unknown(`${path} is not known`, at) : PASS;
  },
};
