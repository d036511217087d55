import { Duration } from 'aws-cdk-lib';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ApiGatewayAccount, Auth, JwtAuthorizer, JwtIssuer, Owner, SecureApi, StepUp } from 'cdk-secure-serverless';
import { Construct } from 'constructs';
import { Customers } from './customers';
import { CUSTOMER_ID, ORDER, ORDER_ID } from './schemas';

export interface PublicApiProps {
  readonly customers: Customers;
  readonly createOrder: IFunction;
  readonly listOrders: IFunction;
  readonly cancelOrder: IFunction;
}

/** What customers call from the shop's pages. */
export class PublicApi extends SecureApi {
  constructor(scope: Construct, id: string, { customers, createOrder, listOrders, cancelOrder }: PublicApiProps) {
    super(scope, id, {
      description: 'Orders, for customers',
      cors: { allowOrigins: ['https://shop.example.com'] },
      throttle: { rateLimit: 20, burstLimit: 40 },
    });
    ApiGatewayAccount.shared(this);
    const { pool, shop } = customers;
    const clients = [shop];
    // API Gateway itself checks the token's scope; nothing but the order's own text says whose it is
    this.addRoute('POST /orders', {
      handler: createOrder,
      auth: Auth.cognito(pool, { clients, scopes: [Customers.WRITE] }),
      request: { body: ORDER },
      throttle: { rateLimit: 10, burstLimit: 20 },
    });
    // our authorizer can also compare the path with the caller, and ask when he logged in
    const authorizer = new JwtAuthorizer(this, 'Authorizer', { issuers: [JwtIssuer.cognito(pool, clients)] });
    this.addRoute('GET /customers/{customerId}/orders', {
      handler: listOrders,
      auth: Auth.jwt(authorizer, { scopes: [Customers.READ] }),
      request: { path: CUSTOMER_ID },
      owner: Owner.pathMatchesClaim('customerId'),
    });
    this.addRoute('DELETE /orders/{orderId}', {
      handler: cancelOrder,
      auth: Auth.jwt(authorizer, { scopes: [Customers.WRITE] }),
      request: { path: ORDER_ID },
      owner: Owner.checkedByHandler('the write has the condition that customerId is the subject of the token'),
      stepUp: StepUp.freshLogin(Duration.minutes(15)),
      throttle: { rateLimit: 5, burstLimit: 10 },
    });
  }
}
