import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolClient,
  UserPoolDomain,
  UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

export interface CustomersProps {
  /** Whether they outlive the stack. */
  readonly isKept: boolean;
}

/** Who customers are. There is no SecureUserPool yet: secure by its props. */
export class Customers extends Construct {
  public static readonly READ = 'orders/read';
  public static readonly WRITE = 'orders/write';

  public readonly pool: UserPool;
  /** The web shop, a public client: authorization code with PKCE. */
  public readonly shop: UserPoolClient;

  constructor(scope: Construct, id: string, { isKept }: CustomersProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      deletionProtection: isKept,
      removalPolicy: isKept ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    new UserPoolDomain(this, 'Domain', {
      userPool: this.pool,
      cognitoDomain: { domainPrefix: 'orders-example-customers' },
    });
    const read = new ResourceServerScope({ scopeName: 'read', scopeDescription: 'see orders' });
    const write = new ResourceServerScope({ scopeName: 'write', scopeDescription: 'place and cancel orders' });
    const orders = new UserPoolResourceServer(this, 'Orders', {
      userPool: this.pool,
      identifier: 'orders',
      scopes: [read, write],
    });
    this.shop = this.pool.addClient('Shop', {
      generateSecret: false, // a page in a browser keeps none
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        callbackUrls: ['https://shop.example.com/signed-in'],
        scopes: [OAuthScope.OPENID, OAuthScope.resourceServer(orders, read), OAuthScope.resourceServer(orders, write)],
      },
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(1),
    });
  }
}
