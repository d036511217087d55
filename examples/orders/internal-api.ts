import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Auth, Exposure, SecureApi } from 'cdk-secure-serverless';
import { Construct } from 'constructs';
import { DAY } from './schemas';

export interface InternalApiProps {
  /** Through which it is reached, and through no other. */
  readonly vpcEndpointId: string;
  readonly readReport: IFunction;
}

/** What the company's other services call: by the network's endpoint, and signed by a role that may. */
export class InternalApi extends SecureApi {
  constructor(scope: Construct, id: string, { vpcEndpointId, readReport }: InternalApiProps) {
    super(scope, id, {
      description: 'Orders, for other services',
      exposure: Exposure.private([
        InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, 'ExecuteApi', { vpcEndpointId, port: 443 }),
      ]),
      throttle: { rateLimit: 5, burstLimit: 10 },
    });
    this.addRoute('GET /reports/{day}', { handler: readReport, auth: Auth.iam(), request: { path: DAY } });
  }
}
