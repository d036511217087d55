import { expanded, fn, managedOf, typed, whole } from './expanding';

test.each<[string, object, object]>([
  [
    'nothing said',
    {},
    {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    },
  ],
  [
    'all said',
    {
      PrimaryKey: { Name: 'n', Type: 'Number' },
      TableName: 't',
      Tags: { a: 'b' },
      ProvisionedThroughput: { ReadCapacityUnits: 1 },
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
    {
      TableName: 't',
      Tags: [{ Key: 'a', Value: 'b' }],
      ProvisionedThroughput: { ReadCapacityUnits: 1 },
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      AttributeDefinitions: [{ AttributeName: 'n', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }],
    },
  ],
])('a simple table: %s', (_, properties, expected) => {
  const { resources } = whole({ T: typed('SimpleTable', properties, { DeletionPolicy: 'Retain' }) });
  expect(resources.T).toEqual({ Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain', Properties: expected });
});

test('a layer is kept unless it says otherwise', () => {
  const layer = (properties: object) =>
    whole({ L: typed('LayerVersion', { ContentUri: 's3://b/k', ...properties }) }).resources.L;
  expect(layer({})).toEqual({
    Type: 'AWS::Lambda::LayerVersion',
    DeletionPolicy: 'Retain',
    Properties: { LayerName: 'L', Content: { S3Bucket: 'b', S3Key: 'k' } },
  });
  expect(layer({ RetentionPolicy: 'delete' }).DeletionPolicy).toBe('Delete');
});

test('a state machine: its definition as text, its role, alias and events', () => {
  const { resources, types } = whole({
    Fn: fn(),
    M: typed('StateMachine', {
      Definition: {
        StartAt: 'A',
        States: { A: { Type: 'Task', Resource: { 'Fn::GetAtt': ['Fn', 'Arn'] }, End: true } },
      },
      DefinitionSubstitutions: { Own: 'x' },
      Policies: [{ LambdaInvokePolicy: { FunctionName: { Ref: 'Fn' } } }],
      Tracing: { Enabled: true },
      Logging: { Level: 'ALL' },
      PermissionsBoundary: 'arn:b',
      AutoPublishAlias: 'live',
      Events: {
        Api: { Type: 'Api', Properties: { Path: '/start', Method: 'post', Auth: { Authorizer: 'AWS_IAM' } } },
        Day: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } },
        Two: { Type: 'ScheduleV2', Properties: { ScheduleExpression: 'rate(1 day)' } },
      },
    }),
  });
  const { DefinitionString, DefinitionSubstitutions, ...rest } = resources.M.Properties;
  expect(JSON.parse(DefinitionString).States.A.Resource).toBe('${definition_substitution_1}');
  expect(DefinitionSubstitutions).toEqual({ Own: 'x', definition_substitution_1: { 'Fn::GetAtt': ['Fn', 'Arn'] } });
  expect(rest).toMatchObject({
    RoleArn: { 'Fn::GetAtt': ['MRole', 'Arn'] },
    TracingConfiguration: { Enabled: true },
    LoggingConfiguration: { Level: 'ALL' },
  });
  expect(managedOf(resources.MRole)).toEqual(['AWSXrayWriteOnlyAccess']);
  expect(resources.MRole.Properties.Policies[0].PolicyDocument.Statement[0].Action).toEqual(['lambda:InvokeFunction']);
  expect(types).toMatchObject({
    MAliaslive: 'AWS::StepFunctions::StateMachineAlias',
    MVersion: 'AWS::StepFunctions::StateMachineVersion',
    MDay: 'AWS::Events::Rule',
    MDayRole: 'AWS::IAM::Role',
    MTwo: 'AWS::Scheduler::Schedule',
    MApiRole: 'AWS::IAM::Role',
  });
  expect(resources.MDayRole.Properties.PermissionsBoundary).toBe('arn:b');
  const { post } = resources.ServerlessRestApi.Properties.Body.paths['/start'];
  expect(post.security).toEqual([{ AWS_IAM: [] }]);
  expect(post['x-amazon-apigateway-integration'].credentials).toEqual({ 'Fn::GetAtt': ['MApiRole', 'Arn'] });
});

test('an application is a nested stack', () => {
  const { resources } = whole({
    A: typed('Application', { Location: { ApplicationId: 'arn:a', SemanticVersion: '1.0.0' }, Parameters: { P: '1' } }),
    B: typed('Application', { Location: './child.yaml' }),
  });
  expect(resources.A).toMatchObject({ Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { P: '1' } } });
  expect(resources.B.Properties.TemplateURL).toBe('./child.yaml');
});

const TABLE = { Type: 'AWS::DynamoDB::Table' };
const QUEUE = { Type: 'AWS::SQS::Queue' };
const connect = (Source: string, Destination: string, ...Permissions: string[]) =>
  typed('Connector', { Source: { Id: Source }, Destination: { Id: Destination }, Permissions });

describe('connectors', () => {
  test('from a function: a managed policy on its role', () => {
    const { resources } = whole({ Fn: fn(), T: TABLE, C: connect('Fn', 'T', 'Read') });
    expect(resources.C).toBeUndefined();
    expect(resources.CPolicy).toMatchObject({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Roles: [{ Ref: 'FnRole' }] },
    });
    const [{ Action, Resource }] = resources.CPolicy.Properties.PolicyDocument.Statement;
    expect(Action).toContain('dynamodb:Query');
    expect(Action).not.toContain('dynamodb:PutItem');
    expect(Resource[0]).toEqual({ 'Fn::GetAtt': ['T', 'Arn'] });
  });
  test('into a queue or function: its resource policy, for the source alone', () => {
    const { resources } = whole({
      Fn: fn(),
      Q: QUEUE,
      T: { Type: 'AWS::SNS::Topic' },
      ToQueue: connect('T', 'Q', 'Write'),
      ToFn: connect('T', 'Fn', 'Write'),
    });
    expect(resources.ToQueueQueuePolicy.Properties.PolicyDocument.Statement[0]).toMatchObject({
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'T' } } },
    });
    expect(resources.ToFnWriteLambdaPermission.Properties.SourceArn).toEqual({ Ref: 'T' });
  });
  test('written on the resource they start from', () => {
    const Connectors = { Own: { Properties: { Destination: [{ Id: 'T' }, { Id: 'Q' }], Permissions: ['Write'] } } };
    const { resources, origins } = whole({ Fn: fn({}, { Connectors }), T: TABLE, Q: QUEUE });
    expect(resources.FnOwnPolicyDestination0.Type).toBe('AWS::IAM::ManagedPolicy');
    expect(origins.get('FnOwnPolicyDestination1')).toEqual({ logicalId: 'Fn', at: 'Connectors' });
    expect(resources.Fn.Connectors).toBeUndefined();
  });
  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'types nobody connects',
      { Q: QUEUE, T: TABLE, C: connect('Q', 'T', 'Read') },
      /from AWS::SQS::Queue to AWS::DynamoDB::Table, which is not known/,
    ],
    [
      'a permission there is not',
      { Fn: fn(), T: { Type: 'AWS::SNS::Topic' }, C: connect('Fn', 'T', 'Read') },
      /Read, which there is not/,
    ],
    ['something that is not there', { Fn: fn(), C: connect('Fn', 'T', 'Read') }, /T, which is not in the template/],
    [
      'a role that is elsewhere',
      { Fn: fn({ Role: 'arn:r' }), T: TABLE, C: connect('Fn', 'T', 'Read') },
      /without the role of the source that can be found/,
    ],
    ['no permissions', { Fn: fn(), T: TABLE, C: connect('Fn', 'T') }, /Permissions: no list/],
    ['no map', { Fn: fn({}, { Connectors: 5 }) }, /Fn\.Connectors: no map/],
  ])('block: %s', (_, resources, expected) => {
    expect(expanded(resources).unexpanded).toEqual([expect.stringMatching(expected)]);
  });
});

test('a GraphQL API: sign-in, logs, keys, cache, sources with their roles', () => {
  const { resources, types } = whole({
    Fn: fn(),
    T: TABLE,
    G: typed('GraphQLApi', {
      SchemaInline: 'type Query { a: String }',
      Auth: { Type: 'AWS_IAM', Additional: [{ Type: 'AWS_LAMBDA', LambdaAuthorizer: { AuthorizerUri: 'arn:f' } }] },
      XrayEnabled: true,
      ApiKeys: { Key: { ExpiresOn: 5 } },
      Cache: { ApiCachingBehavior: 'FULL_REQUEST_CACHING', Type: 'LARGE', Ttl: 5 },
      DataSources: {
        DynamoDb: { Tab: { TableName: { Ref: 'T' }, Permissions: ['Read'] } },
        Lambda: { Code: { FunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } } },
      },
      Functions: { f: { DataSource: 'Tab', InlineCode: 'x', Runtime: { Name: 'APPSYNC_JS', Version: '1.0.0' } } },
      Resolvers: { Query: { a: { Pipeline: ['f'] } } },
    }),
  });
  expect(resources.G.Properties).toMatchObject({
    AuthenticationType: 'AWS_IAM',
    AdditionalAuthenticationProviders: [
      { AuthenticationType: 'AWS_LAMBDA', LambdaAuthorizerConfig: { AuthorizerUri: 'arn:f' } },
    ],
    LogConfig: { FieldLogLevel: 'ALL', CloudWatchLogsRoleArn: { 'Fn::GetAtt': ['GCloudWatchRole', 'Arn'] } },
    XrayEnabled: true,
  });
  expect(types).toMatchObject({
    GSchema: 'AWS::AppSync::GraphQLSchema',
    GKey: 'AWS::AppSync::ApiKey',
    GApiCache: 'AWS::AppSync::ApiCache',
    GTabDynamoDBDataSource: 'AWS::AppSync::DataSource',
    GTabDynamoDBDataSourceRole: 'AWS::IAM::Role',
    GTabDynamoDBDataSourceToTableConnectorPolicy: 'AWS::IAM::ManagedPolicy',
    GCodeLambdaDataSourceToLambdaConnectorPolicy: 'AWS::IAM::ManagedPolicy',
    GToLambdaAuthConnector1WriteLambdaPermission: 'AWS::Lambda::Permission',
    Gf: 'AWS::AppSync::FunctionConfiguration',
    GQuerya: 'AWS::AppSync::Resolver',
  });
  const { Statement } = resources.GTabDynamoDBDataSourceToTableConnectorPolicy.Properties.PolicyDocument;
  expect(Statement.flatMap(({ Action }: any) => Action)).not.toContain('dynamodb:PutItem');
});
