import { CLIENT, ENDPOINT, POOL } from './api-inputs';
import { Insecurity } from './independent-check';
import { Gateway, type ApiRequest } from '../support/gateway';
import { violations, type Schema } from '../support/json-schema-draft-04';

/**
 * A second opinion on REST APIs: requests are sent to what was rendered, by an evaluator that knows nothing of the rules, and
 * settings are read as AWS' documentation names them.
 */
export async function apiInsecurities(
  template: { Resources: Record<string, any> },
  profile: string,
  meantForAll: readonly string[],
): Promise<Insecurity[]> {
  const found: Insecurity[] = [];
  const say = (ruleId: string, logicalId: string, isInsecure: boolean) =>
    void (isInsecure && found.push({ ruleId, logicalId }));
  const of = (type: string) =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties: p = {} }]) =>
      Type === type ? [{ id, p }] : [],
    );
  const assured = profile !== 'development';
  tls(say, of);
  const [stage] = of('AWS::ApiGateway::Stage');
  if (!stage) return found; // nobody reaches an API that is not deployed
  limits(say, of, stage);
  traces(say, of, stage);
  if (assured) logs(say, stage, template);
  plans(say, of, stage);
  if (assured) webAcl(say, of, stage);
  await requests(say, template, meantForAll);
  return found;
}

type Say = (ruleId: string, logicalId: string, isInsecure: boolean) => void;
interface One {
  readonly id: string;
  readonly p: any;
}
type Of = (type: string) => One[];

/** TLS 1.0 and 1.1 have names of their own, or none. */
function tls(say: Say, of: Of): void {
  for (const { id, p } of of('AWS::ApiGateway::RestApi')) {
    const isPrivate = [p.EndpointConfiguration?.Types].flat().includes('PRIVATE');
    const named = String(p.SecurityPolicy ?? (isPrivate ? 'TLS_1_2' : 'TLS_1_0'));
    say('API-08', id, !/^(TLS_1_2|SecurityPolicy_TLS1[23]_.+)$/.test(named));
  }
  for (const { id, p } of of('AWS::ApiGateway::DomainName')) {
    say('API-08', id, !/^(TLS_1_2|SecurityPolicy_TLS1[23]_.+)$/.test(String(p.SecurityPolicy ?? 'TLS_1_0')));
  }
}

const settingsOf = ({ p }: One): any[] => p.MethodSettings ?? [];
const forAll = (stage: One): any =>
  settingsOf(stage).find(({ HttpMethod, ResourcePath }) => HttpMethod === '*' && ResourcePath === '/*');

function limits(say: Say, _of: Of, stage: One): void {
  const all = forAll(stage) ?? {};
  for (const [key, most] of [
    ['ThrottlingRateLimit', 1000],
    ['ThrottlingBurstLimit', 2000],
  ] as const) {
    const limit = all[key];
    say('API-02', stage.id, typeof limit !== 'number' || limit < 0 || limit > most);
    const worse = (one: any) => typeof one[key] !== 'number' || one[key] < 0 || one[key] > limit;
    say('API-02', stage.id, settingsOf(stage).some(worse));
  }
}

function traces(say: Say, of: Of, stage: One): void {
  say(
    'API-06',
    stage.id,
    settingsOf(stage).some(({ DataTraceEnabled: on }) => on === true),
  );
  const writes = settingsOf(stage).some(({ LoggingLevel: level }) => level !== undefined && level !== 'OFF');
  const groups = of('AWS::Logs::LogGroup').filter(({ p }) =>
    JSON.stringify(p.LogGroupName ?? '').includes('API-Gateway-Execution-Logs_'),
  );
  say('API-06', stage.id, writes && groups.length === 0);
}

function logs(say: Say, stage: One, { Resources }: { Resources: Record<string, any> }): void {
  const { DestinationArn: target, Format: format = '' } = stage.p.AccessLogSetting ?? {};
  const [, name = ''] = /"(?:Ref|Fn::GetAtt)":\[?"(\w+AccessLogs\w+)"/.exec(JSON.stringify(target ?? '')) ?? [];
  const group = Resources[name];
  say('API-05', stage.id, group?.Type !== 'AWS::Logs::LogGroup' || group.Properties.RetentionInDays === undefined);
  const fields = ['requestId', 'identity.sourceIp', 'httpMethod', 'status'].map((one) => `$context.${one}"`);
  say('API-05', stage.id, !isJson(format) || fields.some((one) => !format.includes(one)));
  say('API-05', stage.id, /requestOverride|\.header\.|authorization"/i.test(format));
  say('API-07', stage.id, stage.p.TracingEnabled !== true);
  const unencrypted = (one: any) => one.CachingEnabled === true && one.CacheDataEncrypted !== true;
  say('API-19', stage.id, settingsOf(stage).some(unencrypted));
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function plans(say: Say, of: Of, stage: One): void {
  const all = forAll(stage) ?? {};
  for (const { id, p } of of('AWS::ApiGateway::UsagePlan')) {
    const { RateLimit: rate, BurstLimit: burst } = p.Throttle ?? {};
    say('API-17', id, !(rate < all.ThrottlingRateLimit) || !(burst < all.ThrottlingBurstLimit));
    say('API-17', id, !(p.Quota?.Limit > 0));
  }
}

function webAcl(say: Say, of: Of, stage: One): void {
  const isPrivate = of('AWS::ApiGateway::RestApi').some(({ p }) => p.EndpointConfiguration?.Types?.includes('PRIVATE'));
  const guards = of('AWS::WAFv2::WebACLAssociation').filter(({ p }) =>
    JSON.stringify(p.ResourceArn).includes(stage.id),
  );
  say('WAF-01', stage.id, !isPrivate && guards.length === 0);
  for (const { id, p } of of('AWS::WAFv2::WebACL')) {
    const refusing = p.Rules.filter((one: any) => one.OverrideAction?.None && one.Statement.ManagedRuleGroupStatement);
    say('WAF-02', id, refusing.length === 0);
    const perAddress = p.Rules.map((one: any) => one.Action?.Block && one.Statement.RateBasedStatement).filter(Boolean);
    const most = forAll(stage)?.ThrottlingRateLimit;
    say(
      'WAF-03',
      id,
      !perAddress.some((one: any) => one.AggregateKeyType === 'IP' && one.Limit / one.EvaluationWindowSec < most),
    );
  }
}

const OTHER_ENDPOINT = 'vpce-0fedcba9876543210';
const FOREIGN = { account: '222222222222' };
const FORGED = { pool: POOL, client: CLIENT, use: 'access', scopes: ['orders/write'], forged: true } as const;
const OTHERS = { pool: POOL, client: 'zzzzzzzzzzzzzzzzzzzzzzzzzz', use: 'id' } as const;
const GENERIC = { pool: POOL, client: CLIENT, use: 'access', scopes: ['openid', 'email'] } as const;

/** Who must not come in by any route. */
const STRANGERS: readonly (readonly [string, Partial<ApiRequest>])[] = [
  ['API-01', {}],
  ['API-01', { headers: { 'x-api-key': 'guess' } }],
  ['API-01', { signedBy: FOREIGN }],
  ['API-13', { token: FORGED }],
  ['API-13', { token: OTHERS }],
  ['API-13', { token: GENERIC }],
];

async function requests(say: Say, template: object, meantForAll: readonly string[]): Promise<void> {
  const gateway = Gateway.of({ stackName: 'Stack', template } as any);
  for (const id of gateway.undeployed) say('API-09', id, true);
  for (const one of gateway.methods) {
    const { verb, path, checks, models, integration } = one;
    const name = `${verb} ${path}`;
    if (verb === 'OPTIONS' && integration.type === 'MOCK') {
      preflight(say, name, one.integration.responses);
      continue;
    }
    say('API-03', name, !checks.body || !checks.parameters);
    say('API-03', name, ['POST', 'PUT', 'PATCH', 'ANY'].includes(verb) && Object.keys(models).length === 0);
    say('API-03', name, Object.keys(models).length > 0 && models.$default === undefined);
    for (const schema of Object.values(models)) say('API-04', name, takesAnything(schema));
    if (meantForAll.includes(name)) continue;
    const request = {
      method: verb === 'ANY' ? 'GET' : verb,
      path: path.replace(/\{[^}]+\}/g, '7'),
      query: { page: '1' },
    };
    for (const [ruleId, stranger] of STRANGERS) {
      // a policy may leave it at our own endpoints and a signature: API-01 asks for one tie, of a network or of an identity
      const outside = stranger.signedBy ? [undefined, OTHER_ENDPOINT] : [undefined, ENDPOINT, OTHER_ENDPOINT];
      for (const sourceVpce of outside) {
        const body = JSON.stringify({});
        const { outcome } = await gateway.send({ ...request, body, sourceVpce, byDomain: true, ...stranger });
        say(sourceVpce === OTHER_ENDPOINT ? 'API-12' : ruleId, name, outcome === 'integration');
      }
    }
  }
}

/** Values that no described body is. */
const NONSENSE: unknown[] = [{ neverDeclared: 1 }, [{ neverDeclared: 1 }], { more: { neverDeclared: 1 } }, 'text', 7];
const takesAnything = (schema: Schema): boolean =>
  NONSENSE.some((value) => violations(value, schema, () => ({})).length === 0);

function preflight(say: Say, name: string, responses: readonly any[]): void {
  for (const { ResponseParameters: headers = {} } of responses) {
    const of = (key: string) => String(headers[`method.response.header.${key}`] ?? '');
    const isOpen = of('Access-Control-Allow-Origin') === "'*'" && of('Access-Control-Allow-Credentials') === "'true'";
    say('API-11', name, isOpen);
  }
}
