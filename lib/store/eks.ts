import type { Resource } from '../core/assembly';

/** CDK's `aws-eks` makes clusters through a custom resource, in the casing of the API. */
const CUSTOM = 'Custom::AWSCDK-EKS-Cluster';
export const EKS_TYPES: readonly string[] = ['AWS::EKS::Cluster', CUSTOM];

/** `ResourcesVpcConfig.PublicAccessCidrs`, whichever way the cluster is made. */
export const eksPath = (cluster: Resource, path: string): string =>
  cluster.type === CUSTOM ? `Config.${path.split('.').map(lowerFirst).join('.')}` : path;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
