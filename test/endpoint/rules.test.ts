import { judged, verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const resource = (Type: string, Properties: object = {}) => ({ Type, Properties });
const balancer = (Properties: object = {}) => resource('AWS::ElasticLoadBalancingV2::LoadBalancer', Properties);
const listener = (Properties: object = {}) =>
  resource('AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Balancer' }, Port: 80, ...Properties });
const says = (id: string, It: object, beside: object = {}): string[] =>
  verdicts(id, { It, ...beside }, P)
    .filter((one) => one.endsWith(' It'))
    .map((one) => one.replace(' It', ''));

const FORWARD = {
  Type: 'forward',
  TargetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/t/1',
};
const REDIRECT = { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } };
const FIXED = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
const http = (...DefaultActions: unknown[]) => ({ Protocol: 'HTTP', DefaultActions });

test.each<[string, object, object, string[]]>([
  ['redirected', http(REDIRECT), {}, []],
  ['refused', http(FIXED), {}, []],
  ['forwarded', http(FORWARD), {}, ['fail']],
  ['forwarded, not in a list', { Protocol: 'HTTP', DefaultActions: FORWARD }, {}, ['fail']],
  [
    'redirected to itself',
    http({ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301', Path: '/x' } }),
    {},
    ['fail'],
  ],
  ['redirected to plain HTTP', http({ Type: 'redirect', RedirectConfig: { Protocol: 'HTTP' } }), {}, ['fail']],
  ['forwarded by https', { Protocol: 'HTTPS', DefaultActions: [FORWARD] }, {}, []],
  ['forwarded by TCP', { Protocol: 'TCP', DefaultActions: [FORWARD] }, {}, []],
  ['forwarded within', http(FORWARD), { Scheme: 'internal' }, []],
  ['forwarded outside, said', http(FORWARD), { Scheme: 'internet-facing' }, ['fail']],
  ['forwarded, nobody knows where', http(FORWARD), { Scheme: { Ref: 'P' } }, ['unknown']],
  ['forwarded in one branch', http({ 'Fn::If': ['C', FORWARD, REDIRECT] }), {}, ['fail']],
  [
    'redirected by a parameter',
    http({ Type: 'redirect', RedirectConfig: { Protocol: { Ref: 'P' } } }),
    {},
    ['unknown'],
  ],
  ['a protocol from a parameter', { Protocol: { Ref: 'P' }, DefaultActions: [FORWARD] }, {}, ['unknown']],
])('ENDPOINT-01 plain HTTP: %s', (_, properties, scheme, expected) => {
  expect(says('ENDPOINT-01', listener(properties), { Balancer: balancer(scheme) })).toEqual(expected);
});

test('ENDPOINT-01 a balancer that is not here is not seen', () => {
  expect(
    says(
      'ENDPOINT-01',
      listener({
        ...http(FORWARD),
        LoadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/x/1',
      }),
    ),
  ).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['forwards', { Actions: [FORWARD] }, ['fail']],
  ['redirects', { Actions: [REDIRECT] }, []],
  ['answers', { Actions: [FIXED] }, []],
])('ENDPOINT-01 a rule on plain HTTP that %s', (_, properties, expected) => {
  const rule = resource('AWS::ElasticLoadBalancingV2::ListenerRule', {
    ListenerArn: { Ref: 'Listener' },
    ...properties,
  });
  expect(says('ENDPOINT-01', rule, { Balancer: balancer(), Listener: listener(http(REDIRECT)) })).toEqual(expected);
});

test.each<[string, unknown, string[]]>([
  ['not said', undefined, ['fail']],
  ['2016', 'ELBSecurityPolicy-2016-08', ['fail']],
  ['1.0 with 1.3', 'ELBSecurityPolicy-TLS13-1-0-2021-06', ['fail']],
  ['1.1 with 1.3', 'ELBSecurityPolicy-TLS13-1-1-2021-06', ['fail']],
  ['1.1', 'ELBSecurityPolicy-TLS-1-1-2017-01', ['fail']],
  ['forward secrecy of 2018', 'ELBSecurityPolicy-FS-2018-06', ['fail']],
  ['forward secrecy with 1.1', 'ELBSecurityPolicy-FS-1-1-2019-08', ['fail']],
  ['1.2', 'ELBSecurityPolicy-TLS-1-2-2017-01', []],
  ['1.2, more ciphers', 'ELBSecurityPolicy-TLS-1-2-Ext-2018-06', []],
  ['forward secrecy with 1.2', 'ELBSecurityPolicy-FS-1-2-Res-2020-10', []],
  ['1.2 and 1.3', 'ELBSecurityPolicy-TLS13-1-2-2021-06', []],
  ['1.2 and 1.3, restricted', 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06', []],
  ['1.3', 'ELBSecurityPolicy-TLS13-1-3-2021-06', []],
  ['FIPS', 'ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04', []],
  ['FIPS with 1.0', 'ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04', ['fail']],
  ['parameter', { Ref: 'P' }, ['unknown']],
  ['one branch', { 'Fn::If': ['C', 'ELBSecurityPolicy-TLS13-1-2-2021-06', { Ref: 'AWS::NoValue' }] }, ['fail']],
])('ENDPOINT-02 TLS of a listener: %s', (_, SslPolicy, expected) => {
  const beside = { Balancer: balancer() };
  for (const Protocol of ['HTTPS', 'TLS'])
    expect(says('ENDPOINT-02', listener({ Protocol, SslPolicy, Port: 443 }), beside)).toEqual(expected);
  expect(says('ENDPOINT-02', listener({ Protocol: 'HTTP', SslPolicy }), beside)).toEqual([]);
});

const attributes = (values: Record<string, unknown>) => ({
  LoadBalancerAttributes: Object.entries(values).map(([Key, Value]) => ({ Key, Value })),
});
const LOGGED = 'access_logs.s3.enabled';
test.each<[string, object, string[]]>([
  ['logged', attributes({ [LOGGED]: 'true' }), []],
  ['logged, as a boolean', attributes({ [LOGGED]: true }), []],
  ['one attribute, not in a list', { LoadBalancerAttributes: { Key: LOGGED, Value: 'true' } }, []],
  ['nothing said', {}, ['fail']],
  ['not logged', attributes({ [LOGGED]: 'false' }), ['fail']],
  ['within', { Scheme: 'internal' }, []],
  ['of the network', { Type: 'network' }, []],
  ['parameter', attributes({ [LOGGED]: { Ref: 'P' } }), ['unknown']],
  ['attributes from a parameter', { LoadBalancerAttributes: { Ref: 'P' } }, ['unknown']],
  ['a name from a parameter', { LoadBalancerAttributes: [{ Key: { Ref: 'P' }, Value: 'true' }] }, ['unknown']],
  ['in one branch', attributes({ [LOGGED]: { 'Fn::If': ['C', 'true', 'false'] } }), ['fail']],
])('ENDPOINT-03 logs of a balancer: %s', (_, properties, expected) => {
  expect(says('ENDPOINT-03', balancer(properties))).toEqual(expected);
});

const DROPS = 'routing.http.drop_invalid_header_fields.enabled';
const DESYNC = 'routing.http.desync_mitigation_mode';
test.each<[string, object, string[]]>([
  ['dropped', attributes({ [DROPS]: 'true' }), []],
  ['strict', attributes({ [DROPS]: 'true', [DESYNC]: 'strictest' }), []],
  ['nothing said', {}, ['fail']],
  ['passed on', attributes({ [DROPS]: 'false' }), ['fail']],
  ['monitored', attributes({ [DROPS]: 'true', [DESYNC]: 'monitor' }), ['fail']],
  ['of the network', { Type: 'network' }, []],
  ['parameter', attributes({ [DROPS]: { Ref: 'P' } }), ['unknown']],
])('ENDPOINT-04 malformed requests: %s', (_, properties, expected) => {
  expect(says('ENDPOINT-04', balancer(properties))).toEqual(expected);
});

test.each<[string, object, string]>([
  ['what nobody switched on', {}, 'warning'],
  ['an attribute of the deployment', attributes({ [DROPS]: { Ref: 'P' } }), 'warning'],
  ['a defence that somebody switched off', attributes({ [DESYNC]: 'monitor' }), 'blocking'],
])('ENDPOINT-04 weighs %s', (_, properties, weight) => {
  const found = judged({ It: balancer(properties) }, P).filter(({ ruleId }) => ruleId === 'ENDPOINT-04');
  expect(found.map((one) => one.weight)).toEqual([weight]);
});

test.each<[string, object, string[]]>([
  ['protected', attributes({ 'deletion_protection.enabled': 'true' }), []],
  ['nothing said', {}, ['fail']],
  ['within', { Scheme: 'internal' }, []],
  ['parameter', attributes({ 'deletion_protection.enabled': { Ref: 'P' } }), ['unknown']],
])('ENDPOINT-05 deletion: %s', (_, properties, expected) => {
  expect(says('ENDPOINT-05', balancer(properties))).toEqual(expected);
});

const guard = (
  ResourceArn: unknown,
  WebACLArn: unknown = 'arn:aws:wafv2:us-east-1:111111111111:regional/webacl/a/1',
) => ({
  Guard: resource('AWS::WAFv2::WebACLAssociation', { ResourceArn, WebACLArn }),
});
test.each<[string, object, object, string[]]>([
  ['one', {}, guard({ Ref: 'It' }), []],
  ['none', {}, {}, ['fail']],
  ['one of something else', {}, guard('arn:aws:apigateway:us-east-1::/restapis/a/stages/b'), ['fail']],
  ['none, within', { Scheme: 'internal' }, {}, []],
  ['none, of the network', { Type: 'network' }, {}, []],
  ['an association of nobody knows what', {}, guard({ Ref: 'P' }), ['unknown']],
  ['an association without a web ACL', {}, guard({ Ref: 'It' }, ''), ['fail']],
])('ENDPOINT-06 web ACL: %s', (_, properties, beside, expected) => {
  expect(says('ENDPOINT-06', balancer(properties), beside)).toEqual(expected);
});

const classic = (listeners: unknown, rest: object = {}) =>
  resource('AWS::ElasticLoadBalancing::LoadBalancer', { Listeners: listeners, ...rest });
const tls = { Protocol: 'HTTPS', LoadBalancerPort: '443', InstancePort: '80', PolicyNames: ['Tls'] };
const policy = (...Attributes: object[]) => ({
  Policies: [{ PolicyName: 'Tls', PolicyType: 'SSLNegotiationPolicyType', Attributes }],
});
const known = (Value: unknown) => policy({ Name: 'Reference-Security-Policy', Value });
test.each<[string, unknown, object, string[]]>([
  ['TLS 1.2', [tls], known('ELBSecurityPolicy-TLS-1-2-2017-01'), []],
  ['TLS 1.2, not in a list', tls, known('ELBSecurityPolicy-TLS-1-2-2017-01'), []],
  ['the policy of 2016', [tls], known('ELBSecurityPolicy-2016-08'), ['fail']],
  ['no policy', [{ ...tls, PolicyNames: undefined }], {}, ['fail']],
  ['a policy that is not used', [{ ...tls, PolicyNames: [] }], known('ELBSecurityPolicy-TLS-1-2-2017-01'), ['fail']],
  ['protocols by hand', [tls], policy({ Name: 'Protocol-TLSv1.2', Value: 'true' }), []],
  [
    'protocols by hand, and an old one',
    [tls],
    policy({ Name: 'Protocol-TLSv1.2', Value: 'true' }, { Name: 'Protocol-TLSv1', Value: true }),
    ['fail'],
  ],
  ['plain HTTP', [{ Protocol: 'HTTP', LoadBalancerPort: '80' }], {}, ['fail']],
  [
    'plain HTTP beside',
    [tls, { Protocol: 'http', LoadBalancerPort: '80' }],
    known('ELBSecurityPolicy-TLS-1-2-2017-01'),
    ['fail'],
  ],
  ['plain HTTP within', [{ Protocol: 'HTTP', LoadBalancerPort: '80' }], { Scheme: 'internal' }, []],
  ['TCP', [{ Protocol: 'TCP', LoadBalancerPort: '8443' }], {}, []],
  ['TCP on port 80', [{ Protocol: 'TCP', LoadBalancerPort: 80 }], {}, ['fail']],
  ['parameter', [{ Protocol: { Ref: 'P' } }], {}, ['unknown']],
  ['policy from a parameter', [tls], known({ Ref: 'P' }), ['unknown']],
])('ENDPOINT-07 classic balancer: %s', (_, listeners, rest, expected) => {
  expect(says('ENDPOINT-07', classic(listeners, rest))).toEqual(expected);
});

const ingress = (IsPubliclyAccessible: unknown) => ({
  NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible } },
});
test.each<[string, object, string[]]>([
  ['within', ingress(false), []],
  ['within, as text', ingress('false'), []],
  ['nothing said', {}, ['fail']],
  ['open', ingress(true), ['fail']],
  ['parameter', ingress({ Ref: 'P' }), []],
])('ENDPOINT-08 App Runner: %s', (_, properties, expected) => {
  expect(says('ENDPOINT-08', resource('AWS::AppRunner::Service', properties))).toEqual(expected);
});

test.each<[string, object, string[], string[], string[]]>([
  ['nothing said', {}, [], ['fail'], ['fail']],
  [
    'SFTP in a VPC, today',
    { Protocols: ['SFTP'], EndpointType: 'VPC', SecurityPolicyName: 'TransferSecurityPolicy-2024-01' },
    [],
    [],
    [],
  ],
  [
    'FTP',
    { Protocols: ['SFTP', 'FTP'], EndpointType: 'VPC', SecurityPolicyName: 'TransferSecurityPolicy-2025-03' },
    ['fail'],
    [],
    [],
  ],
  [
    'FTP, not in a list',
    { Protocols: 'FTP', EndpointType: 'VPC', SecurityPolicyName: 'TransferSecurityPolicy-FIPS-2024-05' },
    ['fail'],
    [],
    [],
  ],
  [
    'FTPS',
    { Protocols: ['FTPS'], EndpointType: 'VPC', SecurityPolicyName: 'TransferSecurityPolicy-2018-11' },
    [],
    ['fail'],
    [],
  ],
  [
    'public, FIPS of 2020',
    { EndpointType: 'PUBLIC', SecurityPolicyName: 'TransferSecurityPolicy-FIPS-2020-06' },
    [],
    ['fail'],
    ['fail'],
  ],
  [
    'restricted, of 2018',
    { EndpointType: 'VPC', SecurityPolicyName: 'TransferSecurityPolicy-Restricted-2018-11' },
    [],
    [],
    [],
  ],
  [
    'parameters',
    { Protocols: [{ Ref: 'P' }], EndpointType: { Ref: 'P' }, SecurityPolicyName: { Ref: 'P' } },
    ['unknown'],
    ['unknown'],
    [],
  ],
])('ENDPOINT-09, -10, -11 file transfer: %s', (_, properties, ftp, old, open) => {
  const server = resource('AWS::Transfer::Server', properties);
  expect([says('ENDPOINT-09', server), says('ENDPOINT-10', server), says('ENDPOINT-11', server)]).toEqual([
    ftp,
    old,
    open,
  ]);
});
