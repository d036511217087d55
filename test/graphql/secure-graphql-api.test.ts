import { Duration, Expiration, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Code,
  Definition,
  FieldLogLevel,
  FunctionRuntime,
  GraphqlApi,
  IntrospectionConfig,
  Visibility,
} from 'aws-cdk-lib/aws-appsync';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code as LambdaCode, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Access,
  SecureFunction,
  SecureGraphqlApi,
  SecureGraphqlApiProps,
  SecureTable,
  SecurityGate,
  SecurityProfile,
  Waf,
} from '../../lib';
import { blocking, blockingIds, ENV, newStack } from '../support/judging';

const API = 'AWS::AppSync::GraphQLApi';
const DEFINITION = 'type Query { order(id: ID!): Order } type Order { id: ID! orders: [Order!]! }';
const definitionOf = (definition: string) =>
  Definition.fromSchema({ bind: (api) => ({ apiId: (api as GraphqlApi).apiId, definition }) });
const apiIn = (stack: Stack, props: Partial<SecureGraphqlApiProps> = {}) =>
  new SecureGraphqlApi(stack, 'Api', { name: 'orders', definition: definitionOf(DEFINITION), ...props });
const propertiesOf = (stack: Stack, type: string): any[] =>
  Object.values<any>(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties);
const CODE = {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: LambdaCode.fromInline('exports.handler = 1'),
};
const REASON = 'Visitors of the shop read its news without an account.';
const inDevelopment = (stack: Stack) => SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
/** What the roles of a stack may do, where the path of the role has this in it. */
const allowed = (stack: Stack, part: string): any[] =>
  Object.entries<any>(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.includes(part))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

describe('what it is without a word', () => {
  test('callers sign, and queries are bounded, traced and hidden', () => {
    const stack = newStack();
    apiIn(stack);
    expect(propertiesOf(stack, API)).toEqual([
      expect.objectContaining({
        AuthenticationType: 'AWS_IAM',
        QueryDepthLimit: 10,
        ResolverCountLimit: 200,
        XrayEnabled: true,
        IntrospectionConfig: 'DISABLED',
      }),
    ]);
    expect(Template.fromStack(stack).findResources('AWS::AppSync::ApiKey')).toEqual({});
    expect(blocking(stack)).toEqual([]);
  });

  test('it logs without content to an encrypted group that keeps its name, and may write to no other', () => {
    const stack = newStack();
    const api = apiIn(stack);
    const [{ LogConfig }] = propertiesOf(stack, API);
    expect(LogConfig).toMatchObject({ ExcludeVerboseContent: true, FieldLogLevel: 'ERROR' });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['/aws/appsync/apis/', { 'Fn::GetAtt': [Match.anyValue(), 'ApiId'] }]] },
      KmsKeyId: Match.anyValue(),
    });
    expect(allowed(stack, 'ApiLogsRole')).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: stack.resolve(api.logGroup.logGroupArn),
      },
    ]);
    expect(propertiesOf(stack, 'Custom::LogRetention')).toEqual([]);
  });

  test('a web ACL stands before it; not in development, nor before a private one', () => {
    const [open, hidden, development] = [newStack(), newStack(), newStack()];
    apiIn(open);
    apiIn(hidden, { visibility: Visibility.PRIVATE });
    inDevelopment(development);
    apiIn(development);
    expect(
      [open, hidden, development].map((stack) => propertiesOf(stack, 'AWS::WAFv2::WebACLAssociation').length),
    ).toEqual([1, 0, 0]);
    expect([open, hidden, development].map(blocking)).toEqual([[], [], []]);
    const [{ ResourceArn }] = propertiesOf(open, 'AWS::WAFv2::WebACLAssociation');
    expect(ResourceArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Api/), 'Arn'] });
  });

  test('in development it tells its schema', () => {
    const stack = newStack();
    inDevelopment(stack);
    apiIn(stack);
    expect(propertiesOf(stack, API)[0].IntrospectionConfig).toBeUndefined();
  });

  test('an explicit undefined erases nothing', () => {
    const stack = newStack();
    apiIn(stack, { authorizationConfig: undefined, queryDepthLimit: undefined, logConfig: undefined, waf: undefined });
    expect(propertiesOf(stack, API)[0]).toMatchObject({ AuthenticationType: 'AWS_IAM', QueryDepthLimit: 10 });
    expect(blocking(stack)).toEqual([]);
  });
});

describe('what you set', () => {
  test('is kept, beside the defaults', () => {
    const stack = newStack();
    const role = new Role(stack, 'Writer', { assumedBy: new ServicePrincipal('appsync.amazonaws.com') });
    apiIn(stack, {
      logConfig: { fieldLogLevel: FieldLogLevel.ALL, retention: RetentionDays.FIVE_YEARS, role },
      queryDepthLimit: 5,
      introspectionConfig: IntrospectionConfig.ENABLED,
      environmentVariables: { TABLE: 'orders' },
    });
    expect(propertiesOf(stack, API)[0]).toMatchObject({
      QueryDepthLimit: 5,
      IntrospectionConfig: 'ENABLED',
      EnvironmentVariables: { TABLE: 'orders' },
      LogConfig: {
        FieldLogLevel: 'ALL',
        ExcludeVerboseContent: true,
        CloudWatchLogsRoleArn: stack.resolve(role.roleArn),
      },
    });
    expect(propertiesOf(stack, 'AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays)).toContain(1827);
    expect(blocking(stack)).toEqual([]);
  });

  test('a key alone is refused, unless a waiver says why', () => {
    const authorizationConfig = { defaultAuthorization: { authorizationType: AuthorizationType.API_KEY } };
    const [refused, waived] = [newStack(), newStack()];
    apiIn(refused, { authorizationConfig });
    apiIn(waived, { authorizationConfig, waivers: [{ ruleId: 'GRAPHQL-01', reason: REASON }] });
    expect(blockingIds(refused)).toEqual(['GRAPHQL-01']);
    expect(blockingIds(waived)).toEqual([]);
  });

  test('a key beside IAM warns', () => {
    const stack = newStack();
    const key = {
      authorizationType: AuthorizationType.API_KEY,
      apiKeyConfig: { expires: Expiration.after(Duration.days(300)) },
    };
    apiIn(stack, { authorizationConfig: { additionalAuthorizationModes: [key] } });
    expect(propertiesOf(stack, API)[0].AuthenticationType).toBe('AWS_IAM');
    const warned = SecurityGate.findingsOf(stack.node.root).filter(({ status }) => status === 'warning');
    expect(warned.map(({ ruleId }) => ruleId)).toEqual(expect.arrayContaining(['GRAPHQL-03', 'GRAPHQL-04']));
  });

  test('without logs and limits it is refused', () => {
    const stack = newStack();
    apiIn(stack, { logConfig: { fieldLogLevel: FieldLogLevel.NONE }, queryDepthLimit: 0 });
    expect(blockingIds(stack)).toEqual(['GRAPHQL-07', 'GRAPHQL-10']);
  });

  test('a web ACL that somebody else attaches is a waiver with that reason', () => {
    const stack = newStack();
    apiIn(stack, { waf: Waf.managedElsewhere('Firewall Manager attaches the ACL of the company.') });
    expect(propertiesOf(stack, 'AWS::WAFv2::WebACLAssociation')).toEqual([]);
    const waived = SecurityGate.findingsOf(stack.node.root).filter(({ status }) => status === 'waived');
    expect(waived.map(({ ruleId }) => ruleId)).toEqual(['GRAPHQL-06']);
    expect(blocking(stack)).toEqual([]);
  });

  test.each([{ '@aws-cdk/aws-appsync:appSyncGraphQLAPIScopeLambdaPermission': true }, {}])(
    'an authorizer answers this API only, with the flags %p',
    (flags) => {
      const stack = newStack({ flags });
      const handler = new SecureFunction(stack, 'Authorizer', CODE);
      const api = apiIn(stack, {
        authorizationConfig: {
          defaultAuthorization: {
            authorizationType: AuthorizationType.LAMBDA,
            lambdaAuthorizerConfig: { handler, validationRegex: '^Bearer .+$', resultsCacheTtl: Duration.minutes(5) },
          },
        },
      });
      const [{ SourceArn }] = propertiesOf(stack, 'AWS::Lambda::Permission');
      expect(SourceArn).toEqual(stack.resolve(api.arn));
      expect(blocking(stack)).toEqual([]);
    },
  );
});

describe('data sources', () => {
  const KEY = { partitionKey: { name: 'id', type: AttributeType.STRING } };

  test('a table to read is read, index by index, also one that is added later', () => {
    const stack = newStack();
    const table = new SecureTable(stack, 'Table', KEY);
    apiIn(stack).addTable('Orders', table, { access: Access.READ });
    table.addGlobalSecondaryIndex({ indexName: 'byUser', partitionKey: { name: 'user', type: AttributeType.STRING } });
    const statements = allowed(stack, 'ApiOrders');
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((one) => /^dynamodb:(Put|Update|Delete|BatchWrite)/.test(one))).toEqual([]);
    expect(actions).toEqual(expect.arrayContaining(['dynamodb:GetItem', 'dynamodb:Query', 'kms:Decrypt']));
    expect(JSON.stringify(statements)).toContain('/index/byUser');
    expect(JSON.stringify(statements)).not.toMatch(/\*"/);
    expect(blocking(stack)).toEqual([]);
  });

  test.each([
    ['a plain table', (stack: Stack) => new Table(stack, 'Table', KEY)],
    ['a plain TableV2', (stack: Stack) => new TableV2(stack, 'Table', KEY)],
    ['a table from elsewhere', (stack: Stack) => Table.fromTableName(stack, 'Table', 'orders')],
  ])("CDK's own way grants reading and writing items of %s, and no stream", (_, tableIn) => {
    const stack = newStack();
    const table = tableIn(stack);
    const source = apiIn(stack).addDynamoDbDataSource('Orders', table, { description: 'orders' });
    source.createResolver('Get', {
      typeName: 'Query',
      fieldName: 'order',
      runtime: FunctionRuntime.JS_1_0_0,
      code: Code.fromInline('export const request = (ctx) => ({});'),
    });
    const actions = allowed(stack, 'ApiOrders').flatMap(({ Action }) => Action);
    expect(actions.sort()).toEqual(
      [
        ...['BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem'],
        ...['Query', 'Scan', 'UpdateItem'],
      ].map((one) => `dynamodb:${one}`),
    );
    const [{ DynamoDBConfig, Description }] = propertiesOf(stack, 'AWS::AppSync::DataSource');
    expect(DynamoDBConfig.TableName).toEqual(stack.resolve(table.tableName));
    expect(Description).toBe('orders');
  });

  test('one action, where a verb would be more than is needed', () => {
    const stack = newStack();
    apiIn(stack).addTable('Orders', new Table(stack, 'Table', KEY), { access: Access.actions('dynamodb:GetItem') });
    expect(allowed(stack, 'ApiOrders').map(({ Action }) => Action)).toEqual(['dynamodb:GetItem']);
  });

  test('a function is invoked by its own ARN', () => {
    const stack = newStack();
    const fn = new Function(stack, 'Function', CODE);
    apiIn(stack).addLambdaDataSource('Price', fn);
    expect(allowed(stack, 'ApiPrice')).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: stack.resolve(fn.functionArn) },
    ]);
  });

  test('a backend by plain http is refused', () => {
    const stack = newStack();
    apiIn(stack).addHttpDataSource('Legacy', 'http://legacy.example.com');
    expect(blockingIds(stack)).toEqual(['GRAPHQL-15']);
  });
});
