import { IVpcEndpoint } from 'aws-cdk-lib/aws-ec2';

/** From which networks an API can be reached. A network is no identity: routes ask who calls either way. */
export class Exposure {
  /** From the internet, behind a web ACL. */
  public static public(): Exposure {
    return new Exposure([]);
  }

  /**
   * Through these interface endpoints (of the service `execute-api`) only. The API's resource policy refuses whoever comes another way,
   * and lets in the identities of its own account; add other accounts by `addToResourcePolicy`. No route may be `Auth.public`.
   *
   * @throws when there are none (API-12)
   */
  public static private(vpcEndpoints: IVpcEndpoint[]): Exposure {
    if (vpcEndpoints.length === 0) {
      throw new Error(
        'API-12: expected a private API to name the VPC endpoints it is reached through, got none; ' +
          'pass interface endpoints of InterfaceVpcEndpointAwsService.APIGATEWAY',
      );
    }
    return new Exposure([...vpcEndpoints]);
  }

  private constructor(
    /** The endpoints of a private API; none for a public one. */
    public readonly vpcEndpoints: IVpcEndpoint[],
  ) {}
}
