import {
  allow,
  ANY,
  api,
  defined,
  deny,
  either,
  method,
  NOTHING,
  operation,
  part,
  policy,
  Raw,
  rest,
} from './building';
import { verdicts } from '../../support/judging';

const authorizer = (properties: Raw = {}) => part('Authorizer', { Name: 'users', Type: 'REQUEST', ...properties });
const withMethod = (properties: Raw, apiProperties: Raw = {}, others: Raw = {}): Raw => ({
  ...api(apiProperties),
  Method: method(properties),
  ...others,
});
const custom = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Users' } };
const cognito = { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Users' } };
const iam = { AuthorizationType: 'AWS_IAM' };
const mock = { Integration: { Type: 'MOCK' } };

const ROOT = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
const ORDERS = {
  Orders: part('Resource', { PathPart: 'orders', ParentId: ROOT }),
  Order: part('Resource', { PathPart: '{orderId}', ParentId: { Ref: 'Orders' } }),
};
const own = { AWS: 'arn:aws:iam::111111111111:root' };
const unlessOf = (key: string, value: unknown, operator = 'StringNotEquals') => deny({ [operator]: { [key]: value } });

describe('API-01: every method knows its caller', () => {
  test.each<[string, string[], Raw]>([
    ['fails: nothing set', ['fail Method'], withMethod({})],
    ['fails: NONE', ['fail Method'], withMethod({ AuthorizationType: 'NONE' })],
    ['fails: an API key alone', ['fail Method'], withMethod({ AuthorizationType: 'NONE', ApiKeyRequired: true })],
    ['fails: in lower case', ['fail Method'], withMethod({ AuthorizationType: 'aws_iam' })],
    ['fails: in one branch', ['fail Method'], withMethod({ AuthorizationType: either('AWS_IAM', NOTHING) })],
    ['fails: a type that API Gateway does not have', ['fail Method'], withMethod({ AuthorizationType: 'JWT' })],
    ['fails: CUSTOM without an authorizer', ['fail Method'], withMethod({ AuthorizationType: 'CUSTOM' })],
    ['fails: CUSTOM with an empty one', ['fail Method'], withMethod({ AuthorizationType: 'CUSTOM', AuthorizerId: '' })],
    [
      'fails: CUSTOM with an authorizer for user pools',
      ['fail Method'],
      withMethod(custom, {}, { Users: authorizer({ Type: 'COGNITO_USER_POOLS' }) }),
    ],
    ['fails: a MOCK that is no OPTIONS', ['fail Method'], withMethod({ ...mock, AuthorizationType: 'NONE' })],
    [
      'fails: an OPTIONS that reaches something',
      ['fail Method'],
      withMethod({ HttpMethod: 'OPTIONS', AuthorizationType: 'NONE', Integration: { Type: 'AWS_PROXY' } }),
    ],
    ['fails: a method of an API of another template', ['fail Method'], { Method: method({ RestApiId: 'abc123' }) }],
    ['unknown: a parameter', ['unknown Method'], withMethod({ AuthorizationType: ANY })],
    ['passes: IAM', [], withMethod(iam)],
    ['passes: an authorizer', [], withMethod(custom, {}, { Users: authorizer() })],
    ['passes: an authorizer of another template', [], withMethod({ ...custom, AuthorizerId: 'abc123' })],
    ['passes: a user pool', [], withMethod(cognito, {}, { Users: authorizer({ Type: 'COGNITO_USER_POOLS' }) })],
    ['passes: the preflight', [], withMethod({ ...mock, HttpMethod: 'OPTIONS', AuthorizationType: 'NONE' })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-01', resources, rest)).toEqual(expected));

  test.each<[string, string[], Raw | undefined]>([
    ['passes: no policy', [], undefined],
    ['fails: everybody', ['fail Method'], policy(allow())],
    ['fails: everybody, in the other spelling', ['fail Method'], policy(allow({ Principal: { AWS: ['*'] } }))],
    ['fails: everybody but one', ['fail Method'], policy(allow({ Principal: undefined, NotPrincipal: own }))],
    [
      'fails: a Deny that nobody meets',
      ['fail Method'],
      policy(allow(), unlessOf('aws:SourceIp', '0.0.0.0/0', 'NotIpAddress')),
    ],
    [
      'fails: a Deny for one route',
      ['fail Method'],
      policy(
        allow(),
        deny(
          { StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } },
          { Resource: 'execute-api:/prod/GET/admin' },
        ),
      ),
    ],
    [
      'fails: a Deny with a second condition that the caller chooses',
      ['fail Method'],
      policy(
        allow(),
        deny({
          StringNotEquals: { 'aws:PrincipalAccount': '111111111111' },
          StringEquals: { 'aws:UserAgent': 'x' },
        }),
      ),
    ],
    ['fails: everybody, this route', ['fail Method'], policy(allow({ Resource: 'execute-api:/prod/GET/orders/*' }))],
    [
      'fails: everybody, one thing of it',
      ['fail Method'],
      policy(allow({ Resource: 'execute-api:/prod/GET/orders/1' })),
    ],
    [
      'fails: everybody, any method',
      ['fail Method'],
      policy(allow({ Resource: 'arn:aws:execute-api:us-east-1:1:x/*/*/orders/*' })),
    ],
    ['fails: everybody, the stage', ['fail Method'], policy(allow({ Resource: 'execute-api:/prod/*' }))],
    ['passes: everybody, another route', [], policy(allow({ Resource: 'execute-api:/prod/POST/orders/*' }))],
    ['passes: everybody, another path', [], policy(allow({ Resource: 'execute-api:/prod/GET/status' }))],
    [
      'fails: from anywhere',
      ['fail Method'],
      policy(allow({ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })),
    ],
    [
      'fails: with a browser of a name',
      ['fail Method'],
      policy(allow({ Condition: { StringEquals: { 'aws:UserAgent': 'x' } } })),
    ],
    ['fails: a Deny that names nobody', ['fail Method'], policy(allow(), unlessOf('aws:PrincipalAccount', []))],
    ['passes: the own account', [], policy(allow({ Principal: own }))],
    ['passes: denied unless of the account', [], policy(allow(), unlessOf('aws:PrincipalAccount', '111111111111'))],
    ['passes: denied unless from an endpoint', [], policy(allow(), unlessOf('aws:SourceVpce', 'vpce-1a2b3c4d'))],
    [
      'passes: only of the organisation',
      [],
      policy(allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
    ],
    [
      'passes: only from an office',
      [],
      policy(allow({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })),
    ],
    ['unknown: a policy from a parameter', ['unknown Method'], ANY],
  ])('signed requests, %s', (_, expected, Policy) =>
    expect(
      verdicts('API-01', withMethod({ ...iam, ResourceId: { Ref: 'Order' } }, Policy ? { Policy } : {}, ORDERS), rest),
    ).toEqual(expected),
  );

  const schemes = {
    key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
    sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    bare: { type: 'oauth2' },
    users: {
      type: 'apiKey',
      name: 'Authorization',
      in: 'header',
      'x-amazon-apigateway-authorizer': { type: 'request', authorizerUri: 'arn' },
    },
  };
  const authorizedBy = (one: unknown) =>
    operation(
      { security: [{ one: [] }] },
      {
        components: {
          securitySchemes: { one: { type: 'apiKey', in: 'header', 'x-amazon-apigateway-authorizer': one } },
        },
      },
    );
  const three = { components: { securitySchemes: schemes } };
  const two = { openapi: undefined, swagger: '2.0', securityDefinitions: schemes };
  const integration = (type: string) => ({ 'x-amazon-apigateway-integration': { type } });
  test.each<[string, string[], Raw]>([
    ['fails: no security', ['fail Api'], operation({}, three)],
    ['fails: security [] ', ['fail Api'], operation({ security: [] }, three)],
    ['fails: optional', ['fail Api'], operation({ security: [{}, { users: [] }] }, three)],
    [
      'fails: at the root only, which API Gateway ignores',
      ['fail Api'],
      operation({}, { ...three, security: [{ users: [] }] }),
    ],
    ['fails: an API key', ['fail Api'], operation({ security: [{ key: [] }] }, three)],
    ['fails: a scheme without an authorizer', ['fail Api'], operation({ security: [{ bare: [] }] }, three)],
    ['fails: a scheme that is not there', ['fail Api'], operation({ security: [{ other: [] }] }, three)],
    [
      'fails: opened by the extension',
      ['fail Api'],
      operation({ security: [{ users: [] }], 'x-amazon-apigateway-auth': { type: 'NONE' } }, three),
    ],
    ['fails: an OPTIONS that reaches something', ['fail Api'], operation(integration('aws_proxy'), three, 'options')],
    ['fails: in capitals', ['fail Api'], operation({}, three, 'GET')],
    ['fails: any method', ['fail Api'], operation({}, three, 'x-amazon-apigateway-any-method')],
    [
      'fails: one operation of two',
      ['fail Api'],
      defined({ ...three, paths: { '/a': { get: { security: [{ users: [] }] }, post: {} } } }),
    ],
    ['fails: as text', ['fail Api'], api({ Body: JSON.stringify({ paths: { '/': { get: {} } } }) })],
    ['unknown: in S3', ['unknown Api'], api({ BodyS3Location: { Bucket: 'b', Key: 'k' } })],
    ['unknown: merged into a copy', ['unknown Api'], api({ CloneFrom: 'abc', Mode: 'merge', Body: { paths: {} } })],
    ['fails: an authorizer of HTTP APIs', ['fail Api'], authorizedBy({ type: 'jwt' })],
    ['fails: an authorizer without a type', ['fail Api'], authorizedBy({})],
    ['unknown: an authorizer that is none', ['unknown Api'], authorizedBy('x')],
    ['unknown: an authorizer from a parameter', ['unknown Api'], authorizedBy({ type: ANY })],
    ['unknown: a copy of another API', ['unknown Api'], api({ CloneFrom: 'abc123' })],
    ['unknown: paths from a transform', ['unknown Api'], api({ Body: { paths: { 'Fn::Transform': {}, '/a': {} } } })],
    [
      'unknown: schemes from a transform',
      ['unknown Api'],
      operation({ security: [{ users: [] }] }, { components: { 'Fn::Transform': {} } }),
    ],
    ['unknown: security from a parameter', ['unknown Api'], operation({ security: [ANY] }, three)],
    ['unknown: a parameter', ['unknown Api'], api({ Body: ANY })],
    [
      'unknown: a part from a transform',
      ['unknown Api'],
      api({ Body: { 'Fn::Transform': { Name: 'AWS::Include' }, paths: {} } }),
    ],
    ['unknown: a path elsewhere', ['unknown Api'], defined({ paths: { '/a': { $ref: 'other.yaml' } } })],
    ['passes: an authorizer', [], operation({ security: [{ users: [] }] }, three)],
    ['passes: an authorizer, OpenAPI 2', [], operation({ security: [{ users: [] }] }, two)],
    ['passes: an authorizer and a key', [], operation({ security: [{ key: [] }, { users: [] }] }, three)],
    ['passes: signed requests', [], operation({ security: [{ sigv4: [] }] }, three)],
    [
      'passes: signed requests by the extension',
      [],
      operation({ 'x-amazon-apigateway-auth': { type: 'aws_iam' } }, three),
    ],
    ['passes: the preflight', [], operation(integration('mock'), three, 'options')],
    ['passes: no definition', [], api()],
    [
      'fails: signed by anybody, by a policy in the definition',
      ['fail Api'],
      operation({ security: [{ sigv4: [] }] }, { ...three, 'x-amazon-apigateway-policy': policy(allow()) }),
    ],
  ])('a definition, %s', (_, expected, resources) => expect(verdicts('API-01', resources, rest)).toEqual(expected));
});

describe('API-12: a private API lets in its own VPC endpoints only', () => {
  const isPrivate = (more: Raw = {}) => api({ EndpointConfiguration: { Types: ['PRIVATE'] }, ...more });
  const only = { Condition: { StringEquals: { 'aws:SourceVpce': { Ref: 'Any' } } } };
  test.each<[string, string[], Raw]>([
    ['fails: no policy', ['fail Api'], isPrivate()],
    ['fails: everybody', ['fail Api'], isPrivate({ Policy: policy(allow()) })],
    [
      'fails: nobody',
      ['fail Api'],
      isPrivate({ Policy: policy(deny({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })) }),
    ],
    [
      'fails: addresses',
      ['fail Api'],
      isPrivate({ Policy: policy(allow(), unlessOf('aws:SourceIp', '10.0.0.0/8', 'NotIpAddress')) }),
    ],
    [
      'fails: any endpoint',
      ['fail Api'],
      isPrivate({ Policy: policy(allow(), unlessOf('aws:SourceVpce', 'vpce-*', 'StringNotLike')) }),
    ],
    ['fails: a second Allow', ['fail Api'], isPrivate({ Policy: policy(allow(only), allow({ Principal: own })) })],
    [
      'fails: a Deny of another action',
      ['fail Api'],
      isPrivate({
        Policy: policy(
          allow(),
          deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }, { Action: 'execute-api:ManageConnections' }),
        ),
      }),
    ],
    [
      'fails: by the parameters of the import',
      ['fail Api'],
      api({ Parameters: { endpointConfigurationTypes: 'PRIVATE' }, Body: { paths: {} } }),
    ],
    ['unknown: a policy from a parameter', ['unknown Api'], isPrivate({ Policy: ANY })],
    ['unknown: types from a parameter', ['unknown Api'], api({ EndpointConfiguration: { Types: [ANY] } })],
    [
      'passes: denied unless from an endpoint',
      [],
      isPrivate({ Policy: policy(allow(), unlessOf('aws:SourceVpce', 'vpce-1a2b3c4d')) }),
    ],
    [
      'passes: denied unless from a VPC of the template',
      [],
      isPrivate({ Policy: policy(allow(), unlessOf('aws:SourceVpc', { Ref: 'Vpc' })) }),
    ],
    ['passes: allowed from an endpoint', [], isPrivate({ Policy: policy(allow(only)) })],
    ['passes: a public one', [], api()],
  ])('%s', (_, expected, resources) => expect(verdicts('API-12', resources, rest)).toEqual(expected));
});
