import { ANY, API, api, deployed, either, forAll, NOTHING, of, part, Raw, rest, route, stage } from './building';
import { ENV, judged, verdicts } from '../../support/judging';

const GROUP = 'arn:aws:logs:us-east-1:111111111111:log-group:orders';
/** What CDK writes as AccessLogFormat.jsonWithStandardFields. */
const FORMAT =
  '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","user":"$context.identity.user","caller":"$context.identity.caller","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","status":"$context.status","protocol":"$context.protocol","responseLength":"$context.responseLength"}';
const without = (field: string): string =>
  JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(FORMAT)).filter(([key]) => key !== field)));
const logged = (DestinationArn: unknown, Format: unknown = FORMAT) =>
  stage({ AccessLogSetting: { DestinationArn, Format } });

describe('API-05: every request is logged', () => {
  test.each<[string, string[], Raw]>([
    ['fails: nothing set', ['fail Stage'], stage()],
    ['fails: an empty setting', ['fail Stage'], stage({ AccessLogSetting: {} })],
    [
      'fails: in one branch',
      ['fail Stage'],
      stage({ AccessLogSetting: either({ DestinationArn: GROUP, Format: FORMAT }, NOTHING) }),
    ],
    ['fails: no destination', ['fail Stage'], stage({ AccessLogSetting: { Format: FORMAT } })],
    ['fails: no format', ['fail Stage'], stage({ AccessLogSetting: { DestinationArn: GROUP } })],
    ['fails: a bucket', ['fail Stage'], logged('arn:aws:s3:::logs')],
    ['fails: common log format', ['fail Stage'], logged(GROUP, '$context.identity.sourceIp $context.status')],
    ['fails: a list', ['fail Stage'], logged(GROUP, JSON.stringify([...Object.values(JSON.parse(FORMAT))]))],
    ['fails: a text in quotes', ['fail Stage'], logged(GROUP, '"$context.requestId"')],
    ['fails: without the request', ['fail Stage'], logged(GROUP, without('requestId'))],
    ['fails: without the method', ['fail Stage'], logged(GROUP, without('httpMethod'))],
    ['fails: without the route', ['fail Stage'], logged(GROUP, without('resourcePath'))],
    ['fails: without the status', ['fail Stage'], logged(GROUP, without('status'))],
    ['fails: without the time', ['fail Stage'], logged(GROUP, without('requestTime'))],
    ['fails: without the caller', ['fail Stage'], logged(GROUP, FORMAT.replace(/"(ip|user|caller)":"[^"]*",/g, ''))],
    [
      'fails: with the API key',
      ['fail Stage'],
      logged(GROUP, FORMAT.replace('{', '{"key":"$context.identity.apiKey",')),
    ],
    ['unknown: a destination from a parameter', ['unknown Stage'], logged(ANY)],
    ['unknown: a format from a parameter', ['unknown Stage'], logged(GROUP, ANY)],
    ['passes: a group elsewhere', [], logged(GROUP)],
    [
      'passes: a group of the template',
      [],
      { ...logged({ 'Fn::GetAtt': ['Logs', 'Arn'] }), Logs: { Type: 'AWS::Logs::LogGroup' } },
    ],
    ['passes: a stream', [], logged('arn:aws:firehose:us-east-1:111111111111:deliverystream/amazon-apigateway-orders')],
    ['passes: numbers without quotes', [], logged(GROUP, FORMAT.replace('"$context.status"', '$context.status'))],
    [
      'passes: the subject as caller',
      [],
      logged(GROUP, FORMAT.replace(/identity\.(sourceIp|user|caller)/g, 'authorizer.claims.sub')),
    ],
    ['fails: a stage of a deployment', ['fail Deployment'], deployed()],
    ['passes: a stage of a deployment', [], deployed({ AccessLogSetting: { DestinationArn: GROUP, Format: FORMAT } })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-05', resources, rest)).toEqual(expected));

  test('what is missing is said', () => {
    const [{ got }] = judged(logged(GROUP, without('status'))).filter(({ ruleId }) => ruleId === 'API-05');
    expect(got).toBe('a format without the answer (status)');
  });
});

describe('API-06: no bodies in logs', () => {
  const settings = (...MethodSettings: Raw[]): Raw => stage({ MethodSettings });
  const group = (LogGroupName: unknown): Raw => ({
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } },
  });
  const INFO = { LoggingLevel: 'INFO' };
  const name = { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', API, '/prod']] };
  test.each<[string, string[], Raw]>([
    ['passes: nothing set', [], stage()],
    ['passes: off', [], settings(forAll({ LoggingLevel: 'OFF', DataTraceEnabled: false }))],
    ['fails: data', ['fail Stage'], settings(forAll({ DataTraceEnabled: true }))],
    ['fails: data, as text', ['fail Stage'], settings(forAll({ DataTraceEnabled: 'true' }))],
    ['fails: data, in other letters', ['fail Stage'], settings(forAll({ DataTraceEnabled: 'True' }))],
    ['fails: data of one route', ['fail Stage'], settings(forAll(), route('/orders', { DataTraceEnabled: true }))],
    ['fails: data in one branch', ['fail Stage'], settings(forAll({ DataTraceEnabled: either(true, false) }))],
    [
      'fails: data, though the group is there',
      ['fail Stage'],
      { ...settings(forAll({ ...INFO, DataTraceEnabled: true })), ...group(name) },
    ],
    ['fails: execution logs', ['fail Stage'], settings(forAll(INFO))],
    ['fails: errors', ['fail Stage'], settings(forAll({ LoggingLevel: 'ERROR' }))],
    [
      'fails: a group of another name',
      ['fail Stage'],
      { ...settings(forAll(INFO)), ...group('API-Gateway-Execution-Logs_x/prod') },
    ],
    [
      'fails: a group of another stage',
      ['fail Stage'],
      { ...settings(forAll(INFO)), ...group({ 'Fn::Sub': 'API-Gateway-Execution-Logs_${Api}/dev' }) },
    ],
    ['unknown: data from a parameter', ['unknown Stage'], settings(forAll({ DataTraceEnabled: ANY }))],
    ['unknown: logs from a parameter', ['unknown Stage'], settings(forAll({ LoggingLevel: ANY }))],
    ['passes: a group made before', [], { ...settings(forAll(INFO)), ...group(name) }],
    [
      'passes: a group made before, in another spelling',
      [],
      { ...settings(forAll(INFO)), ...group({ 'Fn::Sub': 'API-Gateway-Execution-Logs_${Api}/prod' }) },
    ],
    ['fails: a stage of a deployment', ['fail Deployment'], deployed({ DataTraceEnabled: true })],
    ['fails: execution logs of a deployment', ['fail Deployment'], deployed(INFO)],
    ['passes: a stage of a deployment', [], { ...deployed(INFO), ...group(name) }],
  ])('%s', (_, expected, resources) => expect(verdicts('API-06', resources, rest)).toEqual(expected));
});

describe('API-07: requests are traced', () => {
  test.each<[string, string[], Raw]>([
    ['fails: nothing set', ['fail Stage'], stage()],
    ['fails: off', ['fail Stage'], stage({ TracingEnabled: false })],
    ['unknown: a parameter', ['unknown Stage'], stage({ TracingEnabled: ANY })],
    ['passes: on', [], stage({ TracingEnabled: true })],
    ['passes: on, as text', [], stage({ TracingEnabled: 'true' })],
    ['fails: a stage of a deployment', ['fail Deployment'], deployed()],
    ['passes: a stage of a deployment', [], deployed({ TracingEnabled: true })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-07', resources, rest)).toEqual(expected));
});

describe('API-18: somebody gave API Gateway a role for logs', () => {
  const logs = { AccessLogSetting: { DestinationArn: GROUP, Format: FORMAT } };
  const account = { Account: of('Account', { CloudWatchRoleArn: 'arn:aws:iam::111111111111:role/logs' }) };
  test.each<[string, string[], Raw]>([
    ['passes: no logs', [], stage()],
    ['passes: logs off', [], stage({ MethodSettings: [forAll({ LoggingLevel: 'OFF' })] })],
    ['warns: access logs', ['fail Stage'], stage(logs)],
    ['warns: execution logs', ['fail Stage'], stage({ MethodSettings: [forAll({ LoggingLevel: 'INFO' })] })],
    ['warns: an account without a role', ['fail Stage'], { ...stage(logs), Account: of('Account') }],
    ['passes: a role', [], { ...stage(logs), ...account }],
  ])('%s', (_, expected, resources) => expect(verdicts('API-18', resources, rest, ENV)).toEqual(expected));

  test('it never blocks', () => {
    expect(
      judged(stage(logs))
        .filter(({ ruleId }) => ruleId === 'API-18')
        .map(({ weight }) => weight),
    ).toEqual(['warning']);
  });
});

describe('API-24: the role of the account is kept', () => {
  const role = 'arn:aws:iam::111111111111:role/logs';
  test.each<[string, string[], Raw]>([
    ['warns: a role', ['fail Account'], { Account: of('Account', { CloudWatchRoleArn: role }) }],
    ['warns: no role', ['fail Account'], { Account: of('Account') }],
    ['warns: a role from a parameter', ['fail Account'], { Account: of('Account', { CloudWatchRoleArn: ANY }) }],
    [
      'warns: whatever is beside it',
      ['fail Account'],
      { ...stage(), Account: of('Account', { CloudWatchRoleArn: role }, { DeletionPolicy: 'Retain' }) },
    ],
    [
      'passes: set by one who looks first',
      [],
      { Setting: { Type: 'Custom::ApiGatewayAccount', Properties: { RoleArn: role } } },
    ],
    ['passes: a stage alone', [], stage()],
  ])('%s', (_, expected, resources) => expect(verdicts('API-24', resources, rest)).toEqual(expected));

  test('it never blocks', () =>
    expect(
      judged({ Account: of('Account') })
        .filter(({ ruleId }) => ruleId === 'API-24')
        .map(({ weight }) => weight),
    ).toEqual(['warning']));
});

describe('API-19: the cache is encrypted', () => {
  const cached = (values: Raw) => stage({ CacheClusterEnabled: true, MethodSettings: [forAll(values)] });
  test.each<[string, string[], Raw]>([
    ['passes: no cache', [], stage()],
    ['passes: caching off', [], cached({ CachingEnabled: false })],
    ['fails: in the clear', ['fail Stage'], cached({ CachingEnabled: true })],
    ['fails: in other letters', ['fail Stage'], cached({ CachingEnabled: 'True' })],
    ['fails: said so', ['fail Stage'], cached({ CachingEnabled: true, CacheDataEncrypted: false })],
    [
      'fails: one route',
      ['fail Stage'],
      stage({
        MethodSettings: [
          forAll({ CachingEnabled: true, CacheDataEncrypted: true }),
          route('/a', { CachingEnabled: true }),
        ],
      }),
    ],
    ['unknown: caching from a parameter', ['unknown Stage'], cached({ CachingEnabled: ANY })],
    [
      'unknown: encryption from a parameter',
      ['unknown Stage'],
      cached({ CachingEnabled: true, CacheDataEncrypted: ANY }),
    ],
    ['passes: encrypted', [], cached({ CachingEnabled: true, CacheDataEncrypted: true })],
    ['fails: a stage of a deployment', ['fail Deployment'], deployed({ CachingEnabled: true })],
    ['passes: a stage of a deployment', [], deployed({ CachingEnabled: true, CacheDataEncrypted: true })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-19', resources, rest)).toEqual(expected));
});

describe('API-08: TLS 1.2 or later', () => {
  const types = (...Types: unknown[]) => ({ EndpointConfiguration: { Types } });
  const domain = (type: string, properties: Raw): Raw => ({ Domain: { Type: type, Properties: properties } });
  const V1 = 'AWS::ApiGateway::DomainName';
  const V2 = 'AWS::ApiGatewayV2::DomainName';
  const shared = (...DomainNameConfigurations: Raw[]) => domain(V2, { DomainNameConfigurations });
  test.each<[string, string[], Raw]>([
    ['fails: nothing set', ['fail Api'], api()],
    ['fails: nothing set on a regional one', ['fail Api'], api(types('REGIONAL'))],
    ['fails: nothing set on one that is regional too', ['fail Api'], api(types('PRIVATE', 'REGIONAL'))],
    ['fails: TLS 1.0', ['fail Api'], api({ SecurityPolicy: 'TLS_1_0' })],
    ['fails: TLS 1.0 of a private one', ['fail Api'], api({ ...types('PRIVATE'), SecurityPolicy: 'TLS_1_0' })],
    ['fails: a policy nobody knows', ['fail Api'], api({ SecurityPolicy: 'SecurityPolicy_TLS10_2030' })],
    [
      'fails: behind a domain name alone, since the API keeps its own',
      ['fail Api'],
      api({ DisableExecuteApiEndpoint: true }),
    ],
    ['fails: in one branch', ['fail Api'], api({ SecurityPolicy: either('TLS_1_2', NOTHING) })],
    ['unknown: a parameter', ['unknown Api'], api({ SecurityPolicy: ANY })],
    ['unknown: a type from a parameter', ['unknown Api'], api(types(ANY))],
    ['passes: TLS 1.2', [], api({ SecurityPolicy: 'TLS_1_2' })],
    ['passes: TLS 1.3', [], api({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: 'STRICT' })],
    ['passes: TLS 1.2 and 1.3', [], api({ SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09' })],
    ['passes: TLS 1.2 at the edge', [], api({ SecurityPolicy: 'SecurityPolicy_TLS12_PFS_2025_EDGE' })],
    ['passes: in the definition', [], api({ Body: { paths: {}, 'x-amazon-apigateway-security-policy': 'TLS_1_2' } })],
    ['passes: a private one, which takes 1.2 anyway', [], api(types('PRIVATE'))],
    ['fails: a domain name without', ['fail Domain'], domain(V1, {})],
    ['fails: an old domain name', ['fail Domain'], domain(V1, { SecurityPolicy: 'TLS_1_0' })],
    ['passes: a domain name', [], domain(V1, { SecurityPolicy: 'TLS_1_2' })],
    ['fails: a private domain name', ['fail Domain'], domain('AWS::ApiGateway::DomainNameV2', {})],
    ['passes: a private domain name', [], domain('AWS::ApiGateway::DomainNameV2', { SecurityPolicy: 'TLS_1_2' })],
    ['fails: a shared domain name', ['fail Domain'], domain(V2, {})],
    ['fails: one of its configurations', ['fail Domain'], shared({ SecurityPolicy: 'TLS_1_2' }, {})],
    ['unknown: a shared one from a parameter', ['unknown Domain'], shared({ SecurityPolicy: ANY })],
    ['passes: a shared domain name', [], shared({ SecurityPolicy: 'TLS_1_2' })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-08', resources, rest)).toEqual(expected));
});

describe('API-09: the deployment waits for every method', () => {
  const methods = { Get: part('Method', { HttpMethod: 'GET' }), Post: part('Method', { HttpMethod: 'POST' }) };
  const deployment = (DependsOn?: unknown): Raw => ({
    ...api(),
    ...methods,
    Deployment: part('Deployment', {}, DependsOn ? { DependsOn } : {}),
  });
  const staged = (properties: Raw): Raw => ({
    ...deployment(['Get', 'Post']),
    Stage: part('Stage', { StageName: 'prod', ...properties }),
  });
  test.each<[string, string[], Raw]>([
    ['fails: nothing set', ['fail Deployment'], deployment()],
    ['fails: one of two', ['fail Deployment'], deployment('Get')],
    ['fails: something else', ['fail Deployment'], deployment(['Get', 'Api'])],
    ['passes: both', [], deployment(['Get', 'Post'])],
    [
      'fails: of an API elsewhere',
      ['fail Deployment'],
      { Get: of('Method', { RestApiId: 'abc123' }), Deployment: of('Deployment', { RestApiId: 'abc123' }) },
    ],
    [
      'passes: of an API elsewhere',
      [],
      {
        Get: of('Method', { RestApiId: 'abc123' }),
        Other: of('Method', { RestApiId: 'def456' }),
        Deployment: of('Deployment', { RestApiId: 'abc123' }, { DependsOn: 'Get' }),
      },
    ],
    ['passes: no methods', [], { ...api({ Body: { paths: {} } }), Deployment: part('Deployment') }],
    [
      'passes: methods of another API',
      [],
      {
        ...api(),
        Other: of('RestApi'),
        Get: of('Method', { RestApiId: { Ref: 'Other' } }),
        Deployment: part('Deployment'),
      },
    ],
    [
      'passes: a method that is not there when the deployment is',
      [],
      {
        ...api(),
        Get: part('Method', {}, { Condition: 'Dev' }),
        Deployment: part('Deployment', {}, { DependsOn: ['Get'] }),
      },
    ],
    ['passes: a stage of that deployment', [], staged({ DeploymentId: { Ref: 'Deployment' } })],
    ['unknown: a stage of a deployment by its id', ['unknown Stage'], staged({ DeploymentId: 'abc123' })],
    ['unknown: a stage of a deployment from a parameter', ['unknown Stage'], staged({ DeploymentId: ANY })],
    [
      'unknown: a canary with a deployment by its id',
      ['unknown Stage'],
      staged({ DeploymentId: { Ref: 'Deployment' }, CanarySetting: { DeploymentId: 'abc123' } }),
    ],
    [
      'passes: a canary with that deployment',
      [],
      staged({ DeploymentId: { Ref: 'Deployment' }, CanarySetting: { DeploymentId: { Ref: 'Deployment' } } }),
    ],
    [
      'passes: a stage of an API elsewhere',
      [],
      { Stage: of('Stage', { RestApiId: 'abc123', DeploymentId: 'def456' }) },
    ],
  ])('%s', (_, expected, resources) => expect(verdicts('API-09', resources, rest)).toEqual(expected));
});

describe('API-25: access logs say why a caller was refused', () => {
  const told = (variable: string) => logged(GROUP, FORMAT.replace('{', `{"why":"$context.${variable}",`));
  test.each<[string, string[], Raw]>([
    ['fails: the standard fields of CDK', ['fail Stage'], logged(GROUP)],
    ['fails: the status alone', ['fail Stage'], told('status')],
    ['fails: latency of an authorizer', ['fail Stage'], told('authorizer.latency')],
    ['passes: the kind of answer', [], told('error.responseType')],
    ['passes: the message', [], told('error.message')],
    ['passes: what the authorizer said', [], told('authorizer.error')],
    ['passes: what the policy said', [], told('authorize.error')],
    ['passes: what the web ACL said', [], told('waf.error')],
    ['passes: no log, of which API-05 speaks', [], stage()],
    ['passes: a format from a parameter, of which API-05 speaks', [], logged(GROUP, ANY)],
  ])('%s', (_, expected, resources) => expect(verdicts('API-25', resources, rest)).toEqual(expected));
});
