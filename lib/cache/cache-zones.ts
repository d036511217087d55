import { Token } from 'aws-cdk-lib';
import { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';

const LEAST_ZONES = 2;
const MOST_ZONES = 3;

/**
 * One subnet for each zone, in three zones at most ("Subnets and subnet groups", ElastiCache user guide).
 *
 * @throws when they are known to stand in one zone only
 */
export function subnetsOfZones(path: string, vpc: IVpc, vpcSubnets: SubnetSelection | undefined): string[] {
  const { subnetIds, isPendingLookup } = vpc.selectSubnets({ ...vpcSubnets, onePerAz: true });
  // a list that is only known at deployment has one entry here
  const isKnown = !isPendingLookup && !Token.isUnresolved(subnetIds);
  if (isKnown && subnetIds.length < LEAST_ZONES) {
    throw new Error(
      `expected vpcSubnets of '${path}' in ${LEAST_ZONES} zones or more, got ${subnetIds.length}; ` +
        'choose subnets of another zone too, or give the VPC more zones (maxAzs)',
    );
  }
  return subnetIds.slice(0, MOST_ZONES);
}
