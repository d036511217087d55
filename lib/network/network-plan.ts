import {
  GatewayVpcEndpointAwsService,
  GatewayVpcEndpointOptions,
  SubnetConfiguration,
  SubnetType,
  Vpc,
  VpcProps,
} from 'aws-cdk-lib/aws-ec2';

/** Caches and load balancers ask for two zones; each zone more costs an interface of every endpoint. */
const ZONES = 2;

const ISOLATED: readonly SubnetConfiguration[] = [{ name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED }];

/** What the caller said over subnets without a way out, gateways to S3 and DynamoDB, and a closed default group. */
export function networkPlan(given: VpcProps): VpcProps {
  const { subnetConfiguration: subnets, natGateways, availabilityZones } = given;
  return {
    ...given,
    maxAzs: availabilityZones ? undefined : (given.maxAzs ?? ZONES),
    natGateways: natGateways ?? (subnets ? undefined : 0),
    subnetConfiguration: (subnets ?? (natGateways ? Vpc.DEFAULT_SUBNETS : ISOLATED)).map(withoutPublicAddresses),
    gatewayEndpoints: gatewaysOf(given),
    restrictDefaultSecurityGroup: given.restrictDefaultSecurityGroup ?? true,
  };
}

const withoutPublicAddresses = (subnet: SubnetConfiguration): SubnetConfiguration =>
  subnet.subnetType === SubnetType.PUBLIC ? { mapPublicIpOnLaunch: false, ...subnet } : subnet;

const OURS: Readonly<Record<string, GatewayVpcEndpointAwsService>> = {
  S3: GatewayVpcEndpointAwsService.S3,
  DynamoDb: GatewayVpcEndpointAwsService.DYNAMODB,
};

/** A route table takes one gateway for each service: where the caller has one, ours stands back. */
function gatewaysOf({ gatewayEndpoints: said = {} }: VpcProps): { [id: string]: GatewayVpcEndpointOptions } {
  const taken = new Set(Object.values(said).map(({ service }) => service.name));
  const ours = Object.entries(OURS).filter(([, service]) => !taken.has(service.name));
  return { ...Object.fromEntries(ours.map(([id, service]) => [id, { service }])), ...said };
}

/** The id of the gateway to a service among the VPC's children. */
export const gatewayId = (plan: VpcProps, { name }: GatewayVpcEndpointAwsService): string =>
  Object.entries(plan.gatewayEndpoints ?? {}).find(([, { service }]) => service.name === name)![0];
