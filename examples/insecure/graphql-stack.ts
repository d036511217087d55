import { Stack, StackProps } from 'aws-cdk-lib';
import { AuthorizationType, CfnApi, Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Construct } from 'constructs';

/** Everything leads back to everything, and the key that is in the web page may delete. */
const SCHEMA = `
  type Query { order(id: ID!): Order }
  type Mutation { deleteOrder(id: ID!): Order @aws_api_key }
  type Order { id: ID! customer: Customer }
  type Customer { id: ID! orders: [Order] }
`;
const definition = Definition.fromSchema({
  bind: (api) => ({ apiId: (api as GraphqlApi).apiId, definition: SCHEMA }),
});

/** AppSync as tutorials show it: an API key, and nothing else said. */
export class InsecureGraphqlApis extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.shop();
    this.partners();
    this.news();
  }

  private shop(): void {
    const api = new GraphqlApi(this, 'Shop', {
      name: 'shop',
      definition,
      authorizationConfig: undefined, // GRAPHQL-01
      logConfig: undefined, // GRAPHQL-07
      queryDepthLimit: undefined, // GRAPHQL-10
      environmentVariables: { DB_PASSWORD: 'correct-horse-battery' }, // GRAPHQL-16
    }); // GRAPHQL-06
    api.addHttpDataSource('Legacy', 'http://legacy.example.com'); // GRAPHQL-15
  }

  private partners(): void {
    new GraphqlApi(this, 'Partners', {
      name: 'partners',
      definition,
      authorizationConfig: {
        defaultAuthorization: {
          authorizationType: AuthorizationType.OIDC,
          openIdConnectConfig: { oidcProvider: 'http://login.example.com' }, // GRAPHQL-13
        },
        additionalAuthorizationModes: [{ authorizationType: AuthorizationType.API_KEY }], // GRAPHQL-02
      },
    });
  }

  private news(): void {
    const key = { authType: 'API_KEY' };
    new CfnApi(this, 'News', {
      name: 'news',
      eventConfig: {
        authProviders: [key], // GRAPHQL-05
        connectionAuthModes: [key],
        defaultPublishAuthModes: [key],
        defaultSubscribeAuthModes: [key],
      },
    });
  }
}
