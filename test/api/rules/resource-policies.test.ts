import { allow, api, deny, method, part, policy, Raw, rest } from './building';
import { mayMeet } from '../../../lib/api/route-patterns';
import { verdicts } from '../../support/judging';

const ROOT = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
const PATHS = {
  Orders: part('Resource', { PathPart: 'orders', ParentId: ROOT }),
  Order: part('Resource', { PathPart: '{orderId}', ParentId: { Ref: 'Orders' } }),
  Proxy: part('Resource', { PathPart: '{proxy+}', ParentId: ROOT }),
};
const signed = (Policy: Raw, properties: Raw = {}, more: Raw = {}): Raw => ({
  ...api({ Policy, ...more }),
  ...PATHS,
  Method: method({ AuthorizationType: 'AWS_IAM', ResourceId: { Ref: 'Order' }, ...properties }),
});
const unless = (operator: string, key: string, value: unknown, more: Raw = {}) =>
  policy(allow(), deny({ [operator]: { [key]: value } }, more));
const organisation = (more: Raw) => unless('StringNotEquals', 'aws:PrincipalOrgID', 'o-1', more);

describe('API-01: a Deny that turns away nobody does not close a policy', () => {
  test.each<[string, Raw]>([
    [
      'of another organisation, but not of those in none',
      unless('ForAnyValue:StringNotEquals', 'aws:PrincipalOrgID', 'o-1'),
    ],
    [
      'who comes through another endpoint, but not through none',
      unless('ForAnyValue:StringNotEquals', 'aws:SourceVpce', 'vpce-1'),
    ],
    ['of no organisation', unless('StringNotLike', 'aws:PrincipalOrgID', 'o-*')],
    ['of no account', unless('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/*')],
    ['from neither half of the internet', unless('NotIpAddress', 'aws:SourceIp', ['0.0.0.0/1', '128.0.0.0/1'])],
    ['from a bucket', organisation({ Resource: 'arn:aws:s3:::*' })],
    ['from paths that end with a slash', organisation({ Resource: 'execute-api:/*/*/' })],
  ])('fails: who is %s', (_, document) => expect(verdicts('API-01', signed(document), rest)).toEqual(['fail Method']));

  test.each<[string, Raw]>([
    ['everything', organisation({ Resource: '*' })],
    ['every API', organisation({ Resource: 'arn:aws:execute-api:*' })],
    ['this API', organisation({ Resource: 'arn:aws:execute-api:us-east-1:111111111111:abcdef/*' })],
    ['every stage, method and path', organisation({ Resource: 'execute-api:/*/*/*' })],
    ['several addresses', unless('NotIpAddress', 'aws:SourceIp', ['192.0.2.0/24', '2001:db8::/32'])],
    ['roles of an account', unless('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::111111111111:role/*')],
  ])('passes: %s', (_, document) => expect(verdicts('API-01', signed(document), rest)).toEqual([]));

  test('fails: half of the internet is let in', () => {
    const halves = { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } };
    expect(verdicts('API-01', signed(policy(allow({ Condition: halves }))), rest)).toEqual(['fail Method']);
  });
});

describe('API-01: what an Allow for everybody covers', () => {
  test.each<[string, string, Raw]>([
    ['one verb of a method for any', 'execute-api:/prod/GET/*', { HttpMethod: 'ANY', ResourceId: { Ref: 'Orders' } }],
    ['things whose id ends with 1', 'execute-api:/prod/GET/*1', {}],
    ['a deep path below a greedy parameter', 'execute-api:/prod/GET/a/b/c', { ResourceId: { Ref: 'Proxy' } }],
    [
      'a part of what a greedy parameter takes',
      'execute-api:/prod/P*',
      { HttpMethod: 'ANY', ResourceId: { Ref: 'Proxy' } },
    ],
  ])('fails: %s', (_, Resource, properties) =>
    expect(verdicts('API-01', signed(policy(allow({ Resource })), properties), rest)).toEqual(['fail Method']),
  );

  test.each<[boolean, string, string, string]>([
    [true, '/*', 'GET', '/'],
    [true, '/prod/GET/', 'GET', '/'],
    [true, '/prod/G?T/orders', 'GET', '/orders'],
    [true, '/⟨0#Stage⟩/GET/orders', 'GET', '/orders'],
    [true, '/*/items/*', 'GET', '/{proxy+}'],
    [false, '/prod/GET/orders/*', 'GET', '/orders'],
    [false, '/prod/GET/orders/1/items', 'GET', '/orders/{orderId}'],
    [false, '/prod/POST/*', 'GET', '/orders'],
    [false, '/*/POST/*', 'GET', '/{orderId}'],
    [false, '/prod/GET', 'GET', '/orders'],
  ])('%s: %s and %s %s', (expected, tail, verb, path) => expect(mayMeet(tail, verb, path)).toBe(expected));

  test('patterns full of wildcards take no time', () => {
    const begin = Date.now();
    expect(mayMeet(`/${'*a'.repeat(200)}`, 'GET', `/${'{x}a/'.repeat(50)}b`)).toBe(false);
    expect(Date.now() - begin).toBeLessThan(2000);
  });
});

describe('API-12: patterns that every endpoint meets', () => {
  const types = { EndpointConfiguration: { Types: ['PRIVATE'] } };
  test.each<[string, string[], Raw]>([
    ['fails: endpoints that begin with v', ['fail Api'], unless('StringNotLike', 'aws:SourceVpce', 'v*')],
    ['passes: two endpoints', [], unless('StringNotEquals', 'aws:SourceVpce', ['vpce-1', 'vpce-2'])],
  ])('%s', (_, expected, document) => expect(verdicts('API-12', signed(document, {}, types), rest)).toEqual(expected));
});
