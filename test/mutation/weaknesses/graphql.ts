import { Stack } from 'aws-cdk-lib';
import { CfnDataSource, CfnGraphQLApi, Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { allow, Area, childOf, KEEP, logRows, Row } from './table';
import { Access, SecureGraphqlApi } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const API = 'AWS::AppSync::GraphQLApi';
const SCHEMA = 'AWS::AppSync::GraphQLSchema';
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const POLICY = 'AWS::IAM::Policy';
const NOBODY = 'arn:aws:appsync:us-east-1:222222222222:apis/abc';
const DEFINITION =
  'type Query { order(id: ID!): Order } type Order { id: ID! orders: [Order!]! } type Mutation { a: ID }';

const ROWS: Row[] = [
  [API, '', 'AuthenticationType', 'API_KEY', ''],
  [API, '', 'LogConfig'],
  [API, '', 'LogConfig.CloudWatchLogsRoleArn', ''],
  [API, '', 'LogConfig.FieldLogLevel', 'NONE'],
  [API, '', 'QueryDepthLimit', 0, '0'],
  [API, '', 'EnvironmentVariables', KEEP, { DB_PASSWORD: 'correct-horse-battery' }],
  [
    API,
    '',
    'AdditionalAuthenticationProviders',
    KEEP,
    [{ AuthenticationType: 'OPENID_CONNECT', OpenIDConnectConfig: { Issuer: 'http://login.example.com' } }],
    [{ AuthenticationType: 'OPENID_CONNECT', OpenIDConnectConfig: { Issuer: 'https://login.example.com' } }],
  ],
  [ASSOCIATION, '', 'ResourceArn', NOBODY],
  [ASSOCIATION, '', 'WebACLArn', ''],
  ['AWS::IAM::Role', 'ApiLogsRole', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  ['AWS::IAM::Role', 'Orders/ServiceRole', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  [POLICY, 'ApiLogsRole', 'PolicyDocument.Statement.0.Action', '*', 'logs:*'],
  [POLICY, 'ApiLogsRole', 'PolicyDocument.Statement.0.Resource', '*'],
  [POLICY, 'Orders/ServiceRole', 'PolicyDocument.Statement.0.Action', '*', 'dynamodb:*'],
  [POLICY, 'Orders/ServiceRole', 'PolicyDocument.Statement.0.Resource', '*'],
  ...logRows('Api/Logs'),
];

const apiIn = (stack: Stack) => childOf<SecureGraphqlApi>(stack, 'Api');
const resourceIn = (stack: Stack) => resourcesOf(stack, API)[0] as CfnGraphQLApi;

const ATTACKS: Attack[] = [
  {
    name: 'a mutation opened to a key',
    apply: (s) => {
      resourceIn(s).additionalAuthenticationProviders = [{ authenticationType: 'API_KEY' }];
      const open = `${DEFINITION} extend type Mutation { cancel: ID @aws_api_key }`;
      resourcesOf(s, SCHEMA)[0].addPropertyOverride('Definition', open);
    },
  },
  { name: 'an L1 property set to a key', apply: (s) => void (resourceIn(s).authenticationType = 'API_KEY') },
  {
    name: 'a schema that nobody can read, and no depth limit',
    apply: (s) => {
      resourceIn(s).queryDepthLimit = undefined;
      resourcesOf(s, SCHEMA)[0].addPropertyOverride('Definition', 'type Query {');
    },
  },
  {
    name: 'a web ACL before something else',
    apply: (s) => void ((resourcesOf(s, ASSOCIATION)[0] as CfnWebACLAssociation).resourceArn = NOBODY),
  },
  {
    name: 'a backend without TLS, beside the API',
    apply: (s) =>
      void new CfnDataSource(s, 'X', {
        apiId: apiIn(s).apiId,
        name: 'x',
        type: 'HTTP',
        httpConfig: { endpoint: 'http://legacy.example.com' },
      }),
  },
  {
    name: 'a policy beside, that lets a data source do anything',
    apply: (s) =>
      new CfnPolicy(s, 'X', {
        policyName: 'x',
        policyDocument: allow({ Action: '*', Resource: '*' }),
        roles: [s.resolve((resourcesOf(s, 'AWS::IAM::Role', 'Orders/ServiceRole')[0] as CfnPolicy).ref)],
      }),
  },
];

export const GRAPHQL: Area = {
  build: (stack) => {
    const definition = Definition.fromSchema({
      bind: (api) => ({ apiId: (api as GraphqlApi).apiId, definition: DEFINITION }),
    });
    const api = new SecureGraphqlApi(stack, 'Api', { name: 'orders', definition });
    const table = Table.fromTableName(stack, 'Table', 'orders');
    api.addTable('Orders', table, { access: Access.actions('dynamodb:GetItem') });
  },
  rows: ROWS,
  attacks: ATTACKS,
  spared: [
    [[API, '', 'XrayEnabled', false], 'without traces nobody gets in: GRAPHQL-09 warns'],
    [[API, '', 'IntrospectionConfig', 'ENABLED'], 'hiding the schema protects nothing by itself: GRAPHQL-12 warns'],
    [[API, '', 'ResolverCountLimit', 10_000], 'AppSync has a limit of its own, if a high one: GRAPHQL-11 warns'],
    [[API, '', 'LogConfig.ExcludeVerboseContent', false], 'its log group is encrypted with a key of its own'],
  ],
  harmless: {
    [`${API}.Name`]: 'a name',
    [`${SCHEMA}.ApiId`]: 'names its subject',
    [`${SCHEMA}.Definition`]: 'what the API offers is its author’s; what it opens is among the attacks',
    'AWS::AppSync::DataSource.*': 'what stands behind a resolver is its author’s; one without TLS is among the attacks',
    [`${POLICY}.PolicyName`]: 'a name',
    [`${POLICY}.Roles`]: 'names its subject: taken away, the role may do less',
    'AWS::Logs::LogGroup.LogGroupName': 'a name',
    'AWS::KMS::Key.*': 'the operations key, as it is with a function',
    'AWS::WAFv2::WebACL.*': 'the shared web ACL, whose rows the web acl area has',
    'AWS::WAFv2::LoggingConfiguration.*': 'the same',
  },
};
