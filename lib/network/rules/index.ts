import { Rule } from '../../core/rule';
import { aclRefusesAdministration } from './acl-refuses-administration';
import { closeDoorsToInternet } from './close-doors-to-internet';
import { endpointHasPolicy } from './endpoint-has-policy';
import { logTraffic } from './log-traffic';
import { noOpenEndpointPolicy } from './no-open-endpoint-policy';
import { noPublicAddressByDefault } from './no-public-address-by-default';
import { noPublicInstances } from './no-public-instances';
import { ownSecurityGroups } from './own-security-groups';
import { webPortsOnLoadBalancers } from './web-ports-on-load-balancers';

export const NETWORK_RULES: readonly Rule[] = [
  closeDoorsToInternet,
  webPortsOnLoadBalancers,
  logTraffic,
  noPublicAddressByDefault,
  noOpenEndpointPolicy,
  endpointHasPolicy,
  aclRefusesAdministration,
  ownSecurityGroups,
  noPublicInstances,
];
