import {
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolClient,
  UserPoolDomain,
  UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { SecureUserPool, ThreatProtection } from 'cdk-secure-serverless';
import { Construct } from 'constructs';

/** Who customers are. */
export class Customers extends Construct {
  public static readonly READ = 'orders/read';
  public static readonly WRITE = 'orders/write';

  public readonly pool: UserPool;
  /** The web shop, a public client: authorization code with PKCE. */
  public readonly shop: UserPoolClient;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.pool = new SecureUserPool(this, 'Pool', {
      signInAliases: { email: true },
      threatProtection: ThreatProtection.none('Customers are invited one by one, and each has an authenticator app.'),
      waivers: [
        {
          ruleId: 'WAF-08',
          reason: 'Nobody registers himself, no codes are sent by SMS, and Cognito locks out who guesses passwords',
        },
      ],
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
      oAuth: {
        callbackUrls: ['https://shop.example.com/signed-in'],
        scopes: [OAuthScope.OPENID, OAuthScope.resourceServer(orders, read), OAuthScope.resourceServer(orders, write)],
      },
    });
  }
}
