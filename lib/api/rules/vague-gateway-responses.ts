import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { definitionOf } from '../open-api-body';
import { partsOf, REST_API } from '../rest-api-parts';

const RESPONSE = 'AWS::ApiGateway::GatewayResponse';
const WANTED = ['DEFAULT_4XX', 'DEFAULT_5XX'];

export const vagueGatewayResponses: Rule = {
  id: 'API-10',
  types: [REST_API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'gateway responses for DEFAULT_4XX and DEFAULT_5XX say no more than that it failed',
  why: 'Left alone API Gateway tells a refused caller the account, the API and the ARN he asked for, and what went wrong inside.',
  fix: 'add gateway responses DEFAULT_4XX and DEFAULT_5XX with a template such as {"message":"refused","requestId":"$context.requestId"}',
  topics: ['secrets'],
  controls: ['I1'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

interface Response {
  readonly type: unknown;
  readonly templates: any;
  /** Headers, which name variables without the dollar. */
  readonly headers?: any;
}

function check(api: Resource): Judgement {
  const responses = [
    ...partsOf(api, RESPONSE).map((one): Response => ({
      type: one.get('ResponseType'),
      templates: one.get('ResponseTemplates'),
      headers: one.get('ResponseParameters'),
    })),
    ...inDefinition(api),
  ];
  return worstOfAll([
    ...WANTED.map((type) => {
      const found = responses.filter((one) => one.type === type);
      return found.length === 0 ? fail(`no gateway response ${type}`) : worstOfAll(found.map(isStated));
    }),
    ...responses.map(leaks),
  ]);
}

function inDefinition(api: Resource): Response[] {
  const definition = definitionOf(api);
  const all = typeof definition === 'object' ? definition.document['x-amazon-apigateway-gateway-responses'] : undefined;
  return Object.entries<any>(all ?? {}).map(([type, one]) => ({
    type,
    templates: one?.responseTemplates,
    headers: one?.responseParameters,
  }));
}

/** A response without a template of its own answers as API Gateway does. */
function isStated({ type, templates }: Response): Judgement {
  if (isUnknown(templates)) return unknown(`templates of ${String(type)} that cannot be read here`);
  return Object.keys(templates ?? {}).length > 0 ? PASS : fail(`gateway response ${String(type)} without a template`);
}

/** What API Gateway's own words hold: messages with ARNs, the account, who the caller was taken for. */
const TELLS =
  /^\$\{?context\.(error\.message(String)?|accountId|apiId|identity\.|authorizer\.|integration(ErrorMessage|\.error)|authorize\.|authenticate\.)/;
/** These tell a caller what was wrong with his own request. */
const OWN_FAULT = /^(BAD_REQUEST_(BODY|PARAMETERS)|UNSUPPORTED_MEDIA_TYPE|REQUEST_TOO_LARGE)$/;

function leaks({ type, templates, headers }: Response): Judgement {
  if (OWN_FAULT.test(String(type))) return PASS;
  const variables = [
    ...textsOf(templates).flatMap((one) => one.match(/\$\{?context\.[\w.]+\}?/g) ?? []),
    ...textsOf(headers).map((one) => `$${one}`),
  ];
  const told = variables.find((one) => TELLS.test(one));
  return told === undefined ? PASS : fail(`gateway response ${String(type)} with ${told}`);
}

const textsOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).map(String) : [];
