import { ANY, api, defined, either, method, NOTHING, operation, part, Raw, rest } from './building';
import { judged, verdicts } from '../../support/judging';

const ORIGIN = 'method.response.header.Access-Control-Allow-Origin';
const CREDENTIALS = 'method.response.header.Access-Control-Allow-Credentials';
const answer = (ResponseParameters: Raw, ResponseTemplates?: Raw): Raw => ({
  ...api(),
  Options: method({
    HttpMethod: 'OPTIONS',
    Integration: { Type: 'MOCK', IntegrationResponses: [{ StatusCode: '204', ResponseParameters, ResponseTemplates }] },
  }),
});
const withCredentials = (origin: unknown, name = ORIGIN) => answer({ [name]: origin, [CREDENTIALS]: "'true'" });
const gateway = (ResponseParameters: Raw): Raw => ({
  ...api(),
  Answer: part('GatewayResponse', { ResponseType: 'DEFAULT_4XX', ResponseParameters }),
});
const GATEWAY = 'gatewayresponse.header.';
/** What CDK writes for several origins. */
const several = (...origins: string[]): Raw => ({
  'application/json': [
    '#set($origin = $input.params().header.get("Origin"))',
    '#if($origin == "") #set($origin = $input.params().header.get("origin")) #end',
    `#if(${origins.map((one) => `$origin.matches("${one}")`).join(' || ')})`,
    '  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
    '#end',
  ].join('\n'),
});
const copied = {
  'application/json': '#set($context.responseOverride.header.Access-Control-Allow-Origin = $input.params("Origin"))',
};
const COPY = '#set($context.responseOverride.header.Access-Control-Allow-Origin = $o)';
const inDefinition = (responseParameters: Raw): Raw =>
  operation(
    { 'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { responseParameters } } } },
    {},
    'options',
  );

describe('API-11: no credentials for any origin', () => {
  test.each<[string, string[], Raw]>([
    ['passes: no headers', [], answer({})],
    ['fails: all origins', ['fail Options'], withCredentials("'*'")],
    ['fails: all origins, in other letters', ['fail Options'], withCredentials("'*'", ORIGIN.toLowerCase())],
    ['fails: the origin null', ['fail Options'], withCredentials("'null'")],
    ['fails: all origins in one branch', ['fail Options'], withCredentials(either("'*'", "'https://a.example'"))],
    ['fails: whoever asks', ['fail Options'], withCredentials('integration.response.header.Origin')],
    ['fails: whoever asks, by a template', ['fail Options'], answer({ [CREDENTIALS]: "'true'" }, copied)],
    ['fails: several origins, one of them any', ['fail Options'], answer({ [CREDENTIALS]: "'true'" }, several('.*'))],
    ['unknown: a parameter', ['unknown Options'], withCredentials(ANY)],
    ['passes: all origins without credentials', [], answer({ [ORIGIN]: "'*'" })],
    ['passes: credentials switched off', [], answer({ [ORIGIN]: "'*'", [CREDENTIALS]: "'false'" })],
    ['passes: one origin', [], withCredentials("'https://shop.example'")],
    [
      'passes: several origins',
      [],
      answer(
        { [ORIGIN]: "'https://a.example'", [CREDENTIALS]: "'true'" },
        several('https://a.example', 'https://b.example'),
      ),
    ],
    ...[
      [
        'in brackets',
        '#set($context.responseOverride.header["Access-Control-Allow-Origin"] = $input.params("Origin"))',
      ],
      ['by put', '$context.responseOverride.header.put("Access-Control-Allow-Origin", $input.params("Origin"))'],
      ['between quotes', '#set($context.responseOverride.header.Access-Control-Allow-Origin = "${origin}")'],
      ['with something else compared', `#if($x == "1")x#end ${COPY}`],
      ['that is there', `#if($o.matches(".+")) ${COPY} #end`],
      ['by https', `#if($o.matches("https://.*")) ${COPY} #end`],
      ['whose name ends alike', `#if($o.matches(".*example.com")) ${COPY} #end`],
      ['whose name holds another', `#if($o.contains("example.com")) ${COPY} #end`],
    ].map(([name, template]): [string, string[], Raw] => [
      `fails: whoever asks, ${name}`,
      ['fail Options'],
      answer({ [CREDENTIALS]: "'true'" }, { 'application/json': template }),
    ]),
    [
      'fails: all origins, credentials in brackets',
      ['fail Options'],
      answer(
        { [ORIGIN]: "'*'" },
        { 'application/json': "#set($context.responseOverride.header['Access-Control-Allow-Credentials'] = 'true')" },
      ),
    ],
    [
      'unknown: by another name',
      ['unknown Options'],
      answer(
        { [CREDENTIALS]: "'true'" },
        { 'application/json': '#set($h = $context.responseOverride.header) $h.put("Access-Control-Allow-Origin", $o)' },
      ),
    ],
    ...[
      ['one of a list', `#set($all = ["https://a.example", "https://b.example"]) #if($all.contains($o)) ${COPY} #end`],
      ['one compared the other way round', `#if("https://a.example" == $o) ${COPY} #end`],
      ['what lies below a domain', `#if($o.matches("https://[a-z]+\\.a\\.example")) ${COPY} #end`],
    ].map(([name, template]): [string, string[], Raw] => [
      `passes: ${name}`,
      [],
      answer({ [CREDENTIALS]: "'true'" }, { 'application/json': template }),
    ]),
    [
      'fails: a gateway response for whoever says so',
      ['fail Answer'],
      gateway({
        [`${GATEWAY}Access-Control-Allow-Origin`]: 'method.request.querystring.from',
        [`${GATEWAY}Access-Control-Allow-Credentials`]: "'true'",
      }),
    ],
    [
      'fails: a gateway response',
      ['fail Answer'],
      gateway({
        [`${GATEWAY}Access-Control-Allow-Origin`]: "'*'",
        [`${GATEWAY}Access-Control-Allow-Credentials`]: "'true'",
      }),
    ],
    [
      'fails: a gateway response for whoever asks',
      ['fail Answer'],
      gateway({
        [`${GATEWAY}Access-Control-Allow-Origin`]: 'method.request.header.origin',
        [`${GATEWAY}Access-Control-Allow-Credentials`]: "'true'",
      }),
    ],
    [
      'passes: a gateway response',
      [],
      gateway({
        [`${GATEWAY}Access-Control-Allow-Origin`]: "'https://a.example'",
        [`${GATEWAY}Access-Control-Allow-Credentials`]: "'true'",
      }),
    ],
    ['fails: a definition', ['fail Api'], inDefinition({ [ORIGIN]: "'*'", [CREDENTIALS]: "'true'" })],
    ['passes: a definition', [], inDefinition({ [ORIGIN]: "'https://a.example'", [CREDENTIALS]: "'true'" })],
    [
      'fails: a gateway response of a definition',
      ['fail Api'],
      defined({
        paths: {},
        'x-amazon-apigateway-gateway-responses': {
          DEFAULT_4XX: {
            responseParameters: {
              [`${GATEWAY}Access-Control-Allow-Origin`]: "'*'",
              [`${GATEWAY}Access-Control-Allow-Credentials`]: "'true'",
            },
          },
        },
      }),
    ],
  ])('%s', (_, expected, resources) => expect(verdicts('API-11', resources, rest)).toEqual(expected));
});

describe('API-22: web pages are named', () => {
  test.each<[string, string[], Raw]>([
    ['passes: none', [], answer({})],
    ['warns: all origins', ['fail Options'], answer({ [ORIGIN]: "'*'" })],
    ['warns: whoever asks', ['fail Options'], answer({ [ORIGIN]: 'integration.response.header.origin' })],
    ['passes: with credentials it is an error of another rule', [], withCredentials("'*'")],
    ['passes: named', [], answer({ [ORIGIN]: "'https://a.example'" })],
    ['passes: several named', [], answer({ [ORIGIN]: "'https://a.example'" }, several('https://b.example'))],
    ['warns: a gateway response', ['fail Answer'], gateway({ [`${GATEWAY}Access-Control-Allow-Origin`]: "'*'" })],
    ['warns: a definition', ['fail Api'], inDefinition({ [ORIGIN]: "'*'" })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-22', resources, rest)).toEqual(expected));
});

describe('API-10: answers of the gateway tell nothing', () => {
  const said = (ResponseType: unknown, text?: string): Raw =>
    part('GatewayResponse', { ResponseType, ...(text && { ResponseTemplates: { 'application/json': text } }) });
  const VAGUE = '{"message":"refused","requestId":"$context.requestId"}';
  const both = (four: string | undefined, five: string | undefined = VAGUE, others: Raw = {}): Raw => ({
    ...api(),
    Four: said('DEFAULT_4XX', four),
    Five: said('DEFAULT_5XX', five),
    ...others,
  });
  test.each<[string, string[], Raw]>([
    ['warns: nothing set', ['fail Api'], api()],
    ['warns: one of two', ['fail Api'], { ...api(), Four: said('DEFAULT_4XX', VAGUE) }],
    ['warns: without a template', ['fail Api'], both(undefined)],
    ['warns: the words of API Gateway', ['fail Api'], both('{"message":$context.error.messageString}')],
    ['warns: the account', ['fail Api'], both('{"message":"no","account":"$context.accountId"}')],
    [
      'warns: the words of API Gateway for one answer',
      ['fail Api'],
      both(VAGUE, VAGUE, { Denied: said('ACCESS_DENIED', '{"m":$context.error.messageString}') }),
    ],
    ['warns: the words of API Gateway in braces', ['fail Api'], both('{"message":"${context.error.message}"}')],
    [
      'warns: the words of API Gateway in a header',
      ['fail Api'],
      both(VAGUE, VAGUE, {
        Denied: part('GatewayResponse', {
          ResponseType: 'ACCESS_DENIED',
          ResponseParameters: { 'gatewayresponse.header.x-why': 'context.error.message' },
        }),
      }),
    ],
    [
      'unknown: templates from a parameter',
      ['unknown Api'],
      { ...both(VAGUE), Four: part('GatewayResponse', { ResponseType: 'DEFAULT_4XX', ResponseTemplates: ANY }) },
    ],
    ['passes: both', [], both(VAGUE)],
    [
      'passes: what was wrong with the request',
      [],
      both(VAGUE, VAGUE, {
        Bad: said('BAD_REQUEST_BODY', '{"m":"$context.error.validationErrorString $context.error.messageString"}'),
      }),
    ],
    [
      'passes: in a definition',
      [],
      defined({
        paths: {},
        'x-amazon-apigateway-gateway-responses': {
          DEFAULT_4XX: { responseTemplates: { 'application/json': VAGUE } },
          DEFAULT_5XX: { responseTemplates: { 'application/json': VAGUE } },
        },
      }),
    ],
    [
      'warns: in one branch',
      ['fail Api'],
      both(VAGUE, VAGUE, {
        Four: part('GatewayResponse', {
          ResponseType: 'DEFAULT_4XX',
          ResponseTemplates: either({ 'application/json': VAGUE }, NOTHING),
        }),
      }),
    ],
  ])('%s', (_, expected, resources) => expect(verdicts('API-10', resources, rest)).toEqual(expected));

  test('it never blocks', () => {
    expect(
      judged(api())
        .filter(({ ruleId }) => ruleId === 'API-10')
        .map(({ weight }) => weight),
    ).toEqual(['warning']);
  });
});
