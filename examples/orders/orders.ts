import { App } from 'aws-cdk-lib';
import { SecurityGate, SecurityProfile } from 'cdk-secure-serverless';
import { ComputeStack } from './compute-stack';
import { DataStack } from './data-stack';

/** The orders service: what it keeps in one stack, what it does in the other, judged as a whole. */
export function addOrders(app: App): void {
  const said = (name: string, otherwise: string): string =>
    app.node.tryGetContext(name) ?? process.env[`ORDERS_${name.toUpperCase()}`] ?? otherwise;
  const env = { account: said('account', '111111111111'), region: said('region', 'us-east-1') };
  const profile = profileNamed(said('profile', 'production'), env.account);
  SecurityGate.enforce(app, { profile });
  const data = new DataStack(app, 'OrdersData', { env });
  new ComputeStack(app, 'OrdersCompute', {
    env,
    data,
    email: said('email', 'orders-team@example.com'),
    vpcEndpointId: said('vpcendpoint', 'vpce-0123456789abcdef0'),
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
