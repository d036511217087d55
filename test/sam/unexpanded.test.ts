import { expandSam } from '../../lib/sam/expand-sam';
import { judged, verdicts } from '../support/judging';
import { expanded, fn, TRANSFORM, typed } from './expanding';

const rest = { Transform: TRANSFORM };
const seen = (resources: Record<string, unknown>) => verdicts('PREFLIGHT-11', resources, rest);
const events = (Events: unknown) => ({ Fn: fn({ Events }) });

test('what can be written out does not block', () => expect(seen({ Fn: fn(), T: typed('SimpleTable') })).toEqual([]));

test.each<[string, Record<string, unknown>, string]>([
  ['events by a condition', events({ 'Fn::If': ['C', {}, {}] }), 'Fn.Properties.Events: Fn::If where a map is needed'],
  [
    'one event by a condition',
    events({ E: { 'Fn::If': ['C', {}, {}] } }),
    'Fn.Properties.Events.E: no event with a Type',
  ],
  ['a list of events', events([]), 'Fn.Properties.Events: no map'],
  ['an event without a type', events({ E: {} }), 'Fn.Properties.Events.E: no event with a Type'],
  [
    'an event of a type to come',
    events({ E: { Type: 'Telepathy' } }),
    'Fn.Properties.Events.E: an event of type Telepathy, which is not known here',
  ],
  [
    'a type of every object',
    events({ E: { Type: 'constructor' } }),
    'Fn.Properties.Events.E: an event of type constructor, which is not known here',
  ],
  [
    'a property of an event',
    events({ E: { Type: 'SQS', Properties: { Queue: 'q', New: 1 } } }),
    'Fn.Properties.Events.E.Properties.New: a property that is not known here',
  ],
  [
    'what is polled',
    events({ E: { Type: 'SQS', Properties: {} } }),
    'Fn.Properties.Events.E.Properties: without Queue',
  ],
  [
    'secrets by a condition',
    events({ E: { Type: 'MQ', Properties: { Broker: 'b', SourceAccessConfigurations: { 'Fn::If': ['C', [], []] } } } }),
    'Fn.Properties.Events.E.Properties.SourceAccessConfigurations: a function where what is granted must be read',
  ],
  [
    'a bucket elsewhere',
    events({ E: { Type: 'S3', Properties: { Bucket: 'b', Events: 'x' } } }),
    'Fn.Properties.Events.E.Properties.Bucket: no Ref to a bucket in the template',
  ],
  ['a property to come', { Fn: fn({ Telepathy: true }) }, 'Fn.Properties.Telepathy: a property that is not known here'],
  ['an attribute to come', { Fn: fn({}, { Telepathy: true }) }, 'Fn.Telepathy: an attribute that is not known here'],
  [
    'properties by a function',
    { Fn: { Type: 'AWS::Serverless::Function', Properties: { 'Fn::If': [] } } },
    'Fn.Properties: a function where a map is needed',
  ],
  ['properties that are none', { Fn: { Type: 'AWS::Serverless::Function', Properties: [1] } }, 'Fn.Properties: no map'],
  [
    'a URL by a condition',
    { Fn: fn({ FunctionUrlConfig: { 'Fn::If': ['C', {}, {}] } }) },
    'Fn.Properties.FunctionUrlConfig: Fn::If where a map is needed',
  ],
  [
    'an alias that a function names',
    { Fn: fn({ AutoPublishAlias: { 'Fn::Sub': 'x' } }) },
    'Fn.Properties.AutoPublishAlias: neither a text nor a Ref to a parameter',
  ],
  [
    'a destination that SAM makes under a condition',
    {
      Fn: fn({
        EventInvokeConfig: {
          DestinationConfig: {
            OnFailure: { Type: 'SQS', Destination: { 'Fn::If': ['C', 'a', { Ref: 'AWS::NoValue' }] } },
          },
        },
      }),
    },
    'Fn.Properties.EventInvokeConfig.DestinationConfig.OnFailure.Destination: AWS::NoValue, by which SAM makes a resource of its own',
  ],
  [
    'a key type',
    { T: typed('SimpleTable', { PrimaryKey: { Name: 'a', Type: 'Map' } }) },
    'T.Properties.PrimaryKey.Type: none of String, Number, Binary',
  ],
])('blocks and says why: %s', (_, resources, expected) => {
  expect(expanded(resources).unexpanded).toEqual([expected]);
  expect(seen(resources)).toEqual(['unknown ']);
  expect(judged(resources, rest).find(({ ruleId }) => ruleId === 'PREFLIGHT-11')!.got).toBe(expected);
});

test.each<[string, Record<string, unknown>]>([
  ['a type to come', { W: typed('WebSocketApi') }],
  ['a transform in a function', { Fn: fn({ Environment: { 'Fn::Transform': { Name: 'AWS::Include' } } }) }],
  ['a transform where SAM would drop it', events({ 'Fn::Transform': { Name: 'AWS::Include' } })],
  [
    'a document that is included',
    { Api: typed('Api', { StageName: 'a', DefinitionBody: { 'Fn::Transform': { Name: 'AWS::Include' } } }) },
  ],
  [
    'an application from elsewhere',
    { A: typed('Application', { Location: { ApplicationId: 'arn:a', SemanticVersion: '1' } }) },
  ],
])('blocks: %s', (_, resources) => expect(seen(resources)).toEqual(['unknown ']));

test('other macros block beside SAM', () => {
  expect(verdicts('PREFLIGHT-11', { Fn: fn() }, { Transform: [TRANSFORM, 'Mine'] })).toEqual(['unknown ']);
});

describe('hostile shapes', () => {
  const JUNK = [
    null,
    5,
    'text',
    true,
    [],
    [null],
    {},
    { a: null },
    { Ref: 5 },
    { 'Fn::If': 5 },
    { 'Fn::Sub': [] },
    { 'Fn::GetAtt': {} },
  ];
  const PLACES: [string, (junk: unknown) => Record<string, unknown>][] = [
    ['properties', (junk) => ({ X: { Type: 'AWS::Serverless::Function', Properties: junk } })],
    ...[
      'Function',
      'Api',
      'HttpApi',
      'StateMachine',
      'SimpleTable',
      'LayerVersion',
      'Application',
      'Connector',
      'GraphQLApi',
    ].flatMap((type) =>
      [
        'Events',
        'Auth',
        'Policies',
        'Tags',
        'Domain',
        'DefinitionBody',
        'Cors',
        'CorsConfiguration',
        'Models',
        'Role',
        'Definition',
        'Source',
        'DataSources',
        'Resolvers',
        'PrimaryKey',
        'EventInvokeConfig',
        'DeadLetterQueue',
        'GatewayResponses',
        'EndpointConfiguration',
        'RetentionPolicy',
        'Location',
        'DeploymentPreference',
        'AutoPublishAlias',
      ].map((name): [string, (junk: unknown) => Record<string, unknown>] => [
        `${type}.${name}`,
        (junk) => ({
          X: typed(type, { StageName: 'a', [name]: junk }),
          B: { Type: 'AWS::S3::Bucket', Properties: junk },
        }),
      ]),
    ),
    ...[
      'Api',
      'HttpApi',
      'SQS',
      'SNS',
      'S3',
      'Cognito',
      'Schedule',
      'ScheduleV2',
      'MSK',
      'MQ',
      'SelfManagedKafka',
      'DocumentDB',
      'CloudWatchLogs',
    ].map((type): [string, (junk: unknown) => Record<string, unknown>] => [
      `event ${type}`,
      (junk) =>
        events(
          Object.fromEntries(
            [
              'Path',
              'Auth',
              'Bucket',
              'UserPool',
              'Topic',
              'SqsSubscription',
              'DeadLetterConfig',
              'SourceAccessConfigurations',
              'RequestModel',
              'RequestParameters',
              'DestinationConfig',
              'SchemaRegistryConfig',
              'RestApiId',
            ].map((name, index) => [
              `E${index}`,
              { Type: type, Properties: { Path: '/a', Method: 'get', [name]: junk } },
            ]),
          ),
        ),
    ]),
  ];
  test.each(PLACES)('%s: never crash', (_, resources) => {
    for (const junk of JUNK) {
      const template = { Transform: TRANSFORM, Resources: resources(junk), Globals: junk ?? {} };
      const { unexpanded } = expandSam(template)!;
      expect(unexpanded.filter((one) => one.startsWith('the SAM resources:'))).toEqual([]);
    }
  });
  test('no template at all', () => {
    for (const junk of [...JUNK, { Resources: 5 }, { Resources: [] }, { Resources: { A: null } }])
      expect(expandSam(junk)).toBeUndefined();
  });
  test('resources that name each other in circles', () => {
    const Resources = {
      A: fn({ Role: { 'Fn::GetAtt': ['B', 'Arn'] }, Environment: { Variables: { B: { Ref: 'B.Alias' } } } }),
      B: fn({
        AutoPublishAlias: 'x',
        Role: { 'Fn::GetAtt': ['A.Alias', 'Arn'] },
        Events: { S: { Type: 'S3', Properties: { Bucket: { Ref: 'B' }, Events: [] } } },
      }),
      C: typed('Connector', { Source: { Id: 'C' }, Destination: { Id: 'C' }, Permissions: ['Read'] }),
    };
    expect(judged(Resources, rest).some(({ ruleId }) => ruleId === 'PREFLIGHT-11')).toBe(true);
  });
  test('nested more deeply than can be followed blocks', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 20_000; depth++) deep = { a: deep };
    const { unexpanded, body } = expandSam({ Resources: { Fn: fn({ Policies: [{ Statement: deep }] }) } })!;
    expect(unexpanded).toEqual([expect.stringMatching(/^the SAM resources: /)]);
    expect(body.Resources.Fn.Type).toBe('AWS::Serverless::Function');
  });
  test('names of every object are names like others', () => {
    const { resources, unexpanded } = expanded({
      constructor: fn({ Events: { toString: { Type: 'SQS', Properties: { Queue: 'q' } } } }),
      hasOwnProperty: typed('SimpleTable'),
    });
    expect(unexpanded).toEqual([]);
    expect(resources.constructortoString.Type).toBe('AWS::Lambda::EventSourceMapping');
  });
});

test('ten thousand events are written out in linear time', () => {
  const of = (count: number) => {
    const Events = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `E${index}`,
        index % 3 === 0
          ? { Type: 'Api', Properties: { Path: `/p${index}`, Method: 'get' } }
          : index % 3 === 1
            ? { Type: 'S3', Properties: { Bucket: { Ref: 'B' }, Events: 's3:ObjectCreated:*' } }
            : { Type: 'SQS', Properties: { Queue: `arn:q${index}` } },
      ]),
    );
    return { Resources: { B: { Type: 'AWS::S3::Bucket' }, Fn: fn({ Events }) } };
  };
  const { body, unexpanded } = expandSam(of(10_000))!;
  expect(unexpanded).toEqual([]);
  // without what grows with the square: 10,000 take seconds then
  expect(Object.keys(body.Resources).length).toBe(10_000 + 6);
  expect(body.Resources.B.Properties.NotificationConfiguration.LambdaConfigurations).toHaveLength(3333);
  expect(Object.keys(body.Resources.ServerlessRestApi.Properties.Body.paths)).toHaveLength(3334);
});
