import { App } from 'aws-cdk-lib';
import { SecurityGate, SecurityProfile } from 'cdk-secure-serverless';
import { ComputeStack } from './compute-stack';
import { DataStack } from './data-stack';
import { WebStack } from './web-stack';

const SHOP = 'shop.example.com';

/** The orders service: what it keeps, what it does and what customers see, each in a stack, judged as a whole. */
export function addOrders(app: App): void {
  const said = (name: string, otherwise: string): string =>
    app.node.tryGetContext(name) ?? process.env[`ORDERS_${name.toUpperCase()}`] ?? otherwise;
  const env = { account: said('account', '111111111111'), region: said('region', 'us-east-1') };
  const profile = profileNamed(said('profile', 'production'), env.account);
  SecurityGate.enforce(app, { profile });
  const data = new DataStack(app, 'OrdersData', { env });
  const compute = new ComputeStack(app, 'OrdersCompute', {
    env,
    crossRegionReferences: true, // the web stack is where CloudFront is
    data,
    email: said('email', 'orders-team@example.com'),
    vpcEndpointId: said('vpcendpoint', 'vpce-0123456789abcdef0'),
  });
  const certificate = `arn:aws:acm:us-east-1:${env.account}:certificate/00000000-0000-0000-0000-000000000000`;
  new WebStack(app, 'OrdersWeb', {
    env: { account: env.account, region: 'us-east-1' },
    crossRegionReferences: true,
    domainName: SHOP,
    certificateArn: said('certificate', certificate),
    apiOrigin: compute.publicApiOrigin,
  });
}

function profileNamed(name: string, account: string): SecurityProfile {
  switch (name) {
    case 'production':
      return SecurityProfile.production();
    case 'development':
      return SecurityProfile.development({ accounts: [account] });
    case 'regulated':
      return SecurityProfile.regulated();
    default:
      throw new Error(
        `expected profile to be production, development or regulated, got '${name}'; correct -c profile=…`,
      );
  }
}
