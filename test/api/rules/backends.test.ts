import { ANY, api, either, method, operation, Raw, rest } from './building';
import { verdicts } from '../../support/judging';

const to = (Integration: Raw): Raw => ({ ...api(), Get: method({ AuthorizationType: 'AWS_IAM', Integration }) });
const proxy = (Uri: unknown, more: Raw = {}): Raw =>
  to({ Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri, ...more });
const LAMBDA = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn/invocations';
const HTTPS = 'https://backend.example.com/{proxy}';
const inDefinition = (integration: Raw): Raw => operation({ 'x-amazon-apigateway-integration': integration });

test.each<[string, string[], Raw]>([
  ['passes: a function', [], to({ Type: 'AWS_PROXY', Uri: LAMBDA })],
  ['passes: a mock', [], to({ Type: 'MOCK' })],
  ['passes: nothing said', [], { ...api(), Get: method() }],
  ['passes: https', [], proxy(HTTPS)],
  ['passes: https whose host is a parameter', [], proxy({ 'Fn::Sub': 'https://${Any}/x' })],
  [
    'passes: plain HTTP through a VPC link',
    [],
    proxy('http://internal', { ConnectionType: 'VPC_LINK', ConnectionId: 'x' }),
  ],
  ['passes: certificates checked', [], proxy(HTTPS, { TlsConfig: { InsecureSkipVerification: false } })],
  ['passes: a role', [], to({ Type: 'AWS', Uri: LAMBDA, Credentials: 'arn:aws:iam::111111111111:role/one' })],
  ['fails: plain HTTP', ['fail Get'], proxy('http://backend.example.com')],
  ['fails: plain HTTP, in other letters', ['fail Get'], proxy('HTTP://backend.example.com')],
  ['fails: plain HTTP, mapped', ['fail Get'], to({ Type: 'HTTP', Uri: 'http://backend.example.com' })],
  ['fails: plain HTTP in one branch', ['fail Get'], proxy(either(HTTPS, 'http://backend.example.com'))],
  ['fails: certificates not checked', ['fail Get'], proxy(HTTPS, { TlsConfig: { InsecureSkipVerification: true } })],
  ['fails: the same as text', ['fail Get'], proxy(HTTPS, { TlsConfig: { InsecureSkipVerification: 'True' } })],
  [
    'fails: through a VPC link too',
    ['fail Get'],
    proxy(HTTPS, { ConnectionType: 'VPC_LINK', TlsConfig: { InsecureSkipVerification: true } }),
  ],
  [
    'fails: the rights of the caller',
    ['fail Get'],
    to({ Type: 'AWS', Uri: LAMBDA, Credentials: 'arn:aws:iam::*:user/*' }),
  ],
  ['unknown: a parameter', ['unknown Get'], proxy(ANY)],
  ['unknown: a stage variable', ['unknown Get'], proxy('${stageVariables.url}/x')],
  ['unknown: an integration from a parameter', ['unknown Get'], { ...api(), Get: method({ Integration: ANY }) }],
  [
    'unknown: checking hangs on a parameter',
    ['unknown Get'],
    proxy(HTTPS, { TlsConfig: { InsecureSkipVerification: ANY } }),
  ],
  [
    'a definition fails: plain HTTP',
    ['fail Api'],
    inDefinition({ type: 'http_proxy', uri: 'http://backend.example.com' }),
  ],
  [
    'a definition fails: certificates',
    ['fail Api'],
    inDefinition({ type: 'http_proxy', uri: HTTPS, tlsConfig: { insecureSkipVerification: true } }),
  ],
  ['a definition passes: https', [], inDefinition({ type: 'http_proxy', uri: HTTPS })],
  ['a definition passes: nothing said', [], operation({})],
])('API-23 %s', (_, expected, resources) => expect(verdicts('API-23', resources, rest)).toEqual(expected));
