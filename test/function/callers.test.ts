import { verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const fn = (Properties: object = {}) => ({ Fn: { Type: 'AWS::Lambda::Function', Properties } });
const of = (type: string, Properties: object, rest: object = {}) => ({ Type: `AWS::${type}`, Properties, ...rest });
const permission = (Principal: unknown = 'apigateway.amazonaws.com', FunctionName: unknown = { Ref: 'Fn' }) =>
  of('Lambda::Permission', { FunctionName, Principal, Action: 'lambda:InvokeFunction' });
const URI = { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/${Fn.Arn}/invocations' };

test.each<[string, Record<string, unknown>, string[]]>([
  ['15 minutes, behind an API', { ...fn({ Timeout: 900 }), May: permission() }, ['fail Fn']],
  ['15 minutes, as text', { ...fn({ Timeout: '900' }), May: permission() }, ['fail Fn']],
  ['31 seconds', { ...fn({ Timeout: 31 }), May: permission() }, ['fail Fn']],
  ['30 seconds', { ...fn({ Timeout: 30 }), May: permission() }, []],
  ['nothing said, so 3 seconds', { ...fn(), May: permission() }, []],
  ['in one branch', { ...fn({ Timeout: { 'Fn::If': ['C', 20, 900] } }), May: permission() }, ['fail Fn']],
  ['a parameter', { ...fn({ Timeout: { Ref: 'P' } }), May: permission() }, []],
  ['called by a bucket', { ...fn({ Timeout: 900 }), May: permission('s3.amazonaws.com') }, []],
  ['called by nobody', fn({ Timeout: 900 }), []],
  ['another function is called', { ...fn({ Timeout: 900 }), May: permission(undefined, 'other') }, []],
  [
    'behind an alias',
    {
      ...fn({ Timeout: 900 }),
      Live: of('Lambda::Alias', { FunctionName: { Ref: 'Fn' }, FunctionVersion: '1', Name: 'live' }),
      May: permission(undefined, { Ref: 'Live' }),
    },
    ['fail Fn'],
  ],
  [
    'an answer that is streamed',
    {
      ...fn({ Timeout: 900 }),
      May: permission(),
      Get: of('ApiGateway::Method', { Integration: { Type: 'AWS_PROXY', Uri: URI, ResponseTransferMode: 'STREAM' } }),
    },
    [],
  ],
  [
    'an answer that is buffered',
    {
      ...fn({ Timeout: 900 }),
      May: permission(),
      Get: of('ApiGateway::Method', { Integration: { Type: 'AWS_PROXY', Uri: URI } }),
    },
    ['fail Fn'],
  ],
])('FUNCTION-15 ends with the request: %s', (_, resources, expected) => {
  expect(verdicts('FUNCTION-15', resources, P)).toEqual(expected);
});

const url = (Properties: object = {}) =>
  of('Lambda::Url', { TargetFunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] }, AuthType: 'AWS_IAM', ...Properties });

test.each<[string, Record<string, unknown>, string[]]>([
  ['nothing said', { ...fn(), Url: url() }, ['fail Url']],
  ['ten at once', { ...fn({ ReservedConcurrentExecutions: 10 }), Url: url() }, []],
  ['a parameter, which is a number', { ...fn({ ReservedConcurrentExecutions: { Ref: 'P' } }), Url: url() }, []],
  [
    'in one branch',
    { ...fn({ ReservedConcurrentExecutions: { 'Fn::If': ['C', 5, { Ref: 'AWS::NoValue' }] } }), Url: url() },
    ['fail Url'],
  ],
  ['of a function elsewhere', { Url: url({ TargetFunctionArn: 'arn:aws:lambda:us-east-1:1:function:f' }) }, []],
  [
    'of an alias',
    {
      ...fn(),
      Live: of('Lambda::Alias', { FunctionName: { Ref: 'Fn' }, FunctionVersion: '1', Name: 'live' }),
      Url: url({ TargetFunctionArn: { Ref: 'Live' } }),
    },
    ['fail Url'],
  ],
])('FUNCTION-16 bounds the callers of a URL: %s', (_, resources, expected) => {
  expect(verdicts('FUNCTION-16', resources, P)).toEqual(expected);
});

const cors = (Cors: unknown) => ({ ...fn(), Url: url({ Cors }) });
test.each<[string, Record<string, unknown>, string[]]>([
  ['none', { ...fn(), Url: url() }, []],
  ['any origin with credentials', cors({ AllowOrigins: ['*'], AllowCredentials: true }), ['fail Url']],
  ['as text, not in a list', cors({ AllowOrigins: '*', AllowCredentials: 'true' }), ['fail Url']],
  ['any page by https', cors({ AllowOrigins: ['https://*'], AllowCredentials: true }), ['fail Url']],
  ['any origin among others', cors({ AllowOrigins: ['https://a.example', '*'], AllowCredentials: true }), ['fail Url']],
  ['one origin', cors({ AllowOrigins: ['https://a.example'], AllowCredentials: true }), []],
  ['any origin without credentials', cors({ AllowOrigins: ['*'] }), []],
  ['credentials without origins', cors({ AllowCredentials: true }), []],
  [
    'in one branch',
    cors({ AllowOrigins: { 'Fn::If': ['C', '*', 'https://a.example'] }, AllowCredentials: true }),
    ['fail Url'],
  ],
  ['credentials by a parameter', cors({ AllowOrigins: ['*'], AllowCredentials: { Ref: 'P' } }), ['unknown Url']],
  ['origins by a parameter', cors({ AllowOrigins: { Ref: 'P' }, AllowCredentials: true }), ['unknown Url']],
])('FUNCTION-17 names the origins of a URL: %s', (_, resources, expected) => {
  expect(verdicts('FUNCTION-17', resources, P)).toEqual(expected);
});

const notified = (config: object = {}, Properties: object = {}) =>
  of('S3::Bucket', {
    NotificationConfiguration: {
      LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: { 'Fn::GetAtt': ['Fn', 'Arn'] }, ...config }],
    },
    ...Properties,
  });
const INBOX = { 'Fn::Sub': 'arn:aws:s3:::${AWS::StackName}-inbox/*' };
const NAMED = { BucketName: { 'Fn::Sub': '${AWS::StackName}-inbox' } };
const statement = (Action: unknown, Resource: unknown, Effect = 'Allow') => ({
  Statement: [{ Effect, Action, Resource }],
});
const working = (document: object) => ({
  ...fn({ Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
  Role: of('IAM::Role', { Policies: [{ PolicyName: 'p', PolicyDocument: document }] }),
});
const beside = (document: object) => ({
  ...fn({ Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
  Role: of('IAM::Role', {}),
  Policy: of('IAM::Policy', { Roles: [{ Ref: 'Role' }], PolicyDocument: document }),
});
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };

test.each<[string, Record<string, unknown>, string[]]>([
  ['the same bucket', { Bucket: notified(), ...working(statement('s3:PutObject', OBJECTS)) }, ['fail Bucket']],
  [
    'the same, by a policy beside the role',
    { Bucket: notified(), ...beside(statement('s3:Put*', OBJECTS)) },
    ['fail Bucket'],
  ],
  ['the same, by its name', { Bucket: notified({}, NAMED), ...working(statement(['s3:*'], INBOX)) }, ['fail Bucket']],
  ['every bucket', { Bucket: notified(), ...working(statement('s3:PutObject', '*')) }, ['fail Bucket']],
  ['another bucket', { Bucket: notified(), ...working(statement('s3:PutObject', 'arn:aws:s3:::outbox/*')) }, []],
  [
    'one folder of it',
    { Bucket: notified(), ...working(statement('s3:PutObject', { 'Fn::Sub': '${Bucket.Arn}/done/*' })) },
    [],
  ],
  ['nothing, it reads', { Bucket: notified(), ...working(statement('s3:GetObject', OBJECTS)) }, []],
  ['nothing, it is denied', { Bucket: notified(), ...working(statement('s3:PutObject', OBJECTS, 'Deny')) }, []],
  [
    'the same, but only some objects start it',
    {
      Bucket: notified({ Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } } }),
      ...working(statement('s3:PutObject', OBJECTS)),
    },
    [],
  ],
  [
    'the same, on removal',
    { Bucket: notified({ Event: 's3:ObjectRemoved:*' }), ...working(statement('s3:PutObject', OBJECTS)) },
    [],
  ],
  ['with a role of elsewhere', { Bucket: notified(), ...fn({ Role: 'arn:aws:iam::111111111111:role/r' }) }, []],
])('FUNCTION-20 writes elsewhere: %s', (_, resources, expected) => {
  expect(verdicts('FUNCTION-20', resources, P)).toEqual(expected);
});
