import {
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  GatewayVpcEndpointOptions,
  IInterfaceVpcEndpointService,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  InterfaceVpcEndpointOptions,
  Vpc,
  VpcProps,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { secureProps } from '../core/secure-props';
import { Waiver } from '../core/waivers';
import { isAwsService } from './endpoint-policy';
import { ownOnly } from './endpoint-statements';
import { logFlows } from './flow-log';
import { gatewayId, networkPlan } from './network-plan';
import { NETWORK_RULES } from './rules/index';

/** Props of `SecureVpc`: everything `ec2.Vpc` takes. */
export interface SecureVpcProps extends VpcProps {
  /**
   * Services of AWS that are reached from here beside S3 and DynamoDB, for which there are gateways. Each costs $7.30 a month
   * and zone (us-east-1, November 2026), so two zones make it $14.60.
   *
   * @default - none: S3 and DynamoDB only
   */
  readonly endpoints?: InterfaceVpcEndpointAwsService[];
  /**
   * Rules that need not hold on this VPC and what it is made of, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * An `ec2.Vpc` without a way to the internet, for functions that talk to something private; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `subnetConfiguration` | isolated subnets only; with `natGateways`, CDK's public and private ones |
 * | `natGateways` | 0; one costs $32.85 a month |
 * | `maxAzs` | 2 |
 * | `mapPublicIpOnLaunch` of a public subnet | `false` |
 * | `gatewayEndpoints` | S3 and DynamoDB, which cost nothing |
 * | `restrictDefaultSecurityGroup` | `true`: a function that runs at deployment empties the default security group, since no template can |
 * | `flowLogs` | all traffic, into a `SecureLogGroup` of its own |
 *
 * Every endpoint to a service of AWS, those added later too, lets through identities of this account to resources of this
 * account only. What Lambda itself fetches (layers, images) does not come through the VPC. What does, and lies in buckets of AWS,
 * needs a statement more on `s3Endpoint`: images of ECR for containers, answers of custom resources.
 *
 * (Control C5; "Control access to VPC endpoints using endpoint policies", AWS PrivateLink guide.)
 */
export class SecureVpc extends Vpc {
  /** The gateway to S3. */
  public readonly s3Endpoint: GatewayVpcEndpoint;
  /** The gateway to DynamoDB. */
  public readonly dynamoDbEndpoint: GatewayVpcEndpoint;

  constructor(scope: Construct, id: string, props: SecureVpcProps = {}) {
    const { endpoints = [], waivers, ...given } = props;
    const plan = networkPlan(given);
    super(scope, id, secureProps<VpcProps>(NETWORK_RULES, scope, id, plan));
    this.s3Endpoint = this.gatewayTo(plan, GatewayVpcEndpointAwsService.S3);
    this.dynamoDbEndpoint = this.gatewayTo(plan, GatewayVpcEndpointAwsService.DYNAMODB);
    const services = new Map(endpoints.map((service) => [idOf(service), service]));
    for (const [child, service] of services) this.addInterfaceEndpoint(child, { service });
    if (given.flowLogs === undefined) logFlows(this);
    secured(this, waivers);
  }

  /** Adds a gateway that lets through identities of this account to resources of this account; `addToPolicy` adds others. */
  public override addGatewayEndpoint(id: string, options: GatewayVpcEndpointOptions): GatewayVpcEndpoint {
    const endpoint = super.addGatewayEndpoint(id, options);
    endpoint.addToPolicy(ownOnly(this));
    return endpoint;
  }

  /**
   * Adds an interface endpoint, for $7.30 a month and zone. One to a service of AWS lets through identities of this account to
   * resources of this account; `addToPolicy` adds others.
   */
  public override addInterfaceEndpoint(id: string, options: InterfaceVpcEndpointOptions): InterfaceVpcEndpoint {
    const endpoint = super.addInterfaceEndpoint(id, options);
    if (takesPolicy(options.service)) endpoint.addToPolicy(ownOnly(this));
    return endpoint;
  }

  private gatewayTo(plan: VpcProps, service: GatewayVpcEndpointAwsService): GatewayVpcEndpoint {
    return this.node.findChild(gatewayId(plan, service)) as GatewayVpcEndpoint;
  }
}

/** CDK's services of AWS have a short name, and a full one that is only known at the end. */
const takesPolicy = (service: IInterfaceVpcEndpointService): boolean =>
  'shortName' in service || isAwsService(service.name);

/** `ecr.dkr` → `EndpointEcrDkr`. */
const idOf = ({ shortName }: InterfaceVpcEndpointAwsService): string =>
  `Endpoint${shortName
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}`;
