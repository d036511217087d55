import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnDeployment, Deployment, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { deployEveryChange } from './deployment-content';
import { DEPLOYMENT, REST_API, STAGE } from './rest-api-parts';
import { API_RULES } from './rules/index';
import { harden, RuleMixin } from '../core/harden';

/** The most that API-02 takes: lower limits could refuse requests that are served today. */
const MOST_REQUESTS = { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 };

/**
 * Hardens a REST API that exists already, whoever made it: an L2, an L1, or a generic resource. It switches on tracing, limits a stage that
 * has no limits to 1,000 requests a second and 2,000 at once, switches data traces off, encrypts caches, and asks for TLS 1.2 or later. The
 * deployment of a `RestApi` of CDK gets an id that changes with everything that it deploys, so that what is hardened also goes live.
 *
 * Whoever calls by TLS 1.0 is locked out: see `$context.tlsVersion` in access logs first. The endpoint access mode becomes BASIC, as API
 * Gateway's guide advises for an API in use; make it STRICT when the logs show that nobody needs other host names.
 *
 * What it leaves to you: who may call (authorizers), what they may send (validators, models), access logs, the web ACL, and TLS of custom
 * domain names. Ids stay, except that of a deployment, which is a new one whenever what it deploys changes.
 */
export class SecureApiMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = API_RULES;

  /** Whether the construct is a REST API, a stage or a deployment. */
  public override supports(construct: IConstruct): boolean {
    return CfnResource.isCfnResource(construct) && [REST_API, STAGE, DEPLOYMENT].includes(construct.cfnResourceType);
  }

  /** Hardens the resource in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!CfnResource.isCfnResource(construct)) return;
    harden(API_RULES, construct);
    if (construct.cfnResourceType === REST_API) demandModernTls(construct);
    if (construct.cfnResourceType === STAGE) {
      set(construct, 'TracingEnabled', true);
      changeSettings(construct);
    }
    if (construct.cfnResourceType === DEPLOYMENT) foldIn(construct);
  }
}

/**
 * A newer policy that somebody chose stays, and a private API has TLS 1.2 without any. The enhanced ones with the ciphers of TLS_1_2:
 * API Gateway changes none from TLS_1_0 to TLS_1_2 itself.
 */
function demandModernTls(api: CfnResource): void {
  const { SecurityPolicy: policy, EndpointConfiguration: endpoint } = rendered(api);
  if (isOpen(endpoint)) return;
  const types = endpoint?.Types ?? ['EDGE'];
  if ((policy !== undefined && policy !== 'TLS_1_0') || !Array.isArray(types)) return;
  if (types.some(isOpen) || (policy === undefined && types.includes('PRIVATE'))) return;
  set(api, 'SecurityPolicy', `SecurityPolicy_${types.includes('EDGE') ? 'TLS12_2018_EDGE' : 'TLS13_1_2_2021_06'}`);
  set(api, 'EndpointAccessMode', 'BASIC');
}

/** What a stage does with requests stands in a list, which is no place for values laid below others. */
function changeSettings(stage: CfnResource): void {
  const list = rendered(stage).MethodSettings ?? [];
  if (!Array.isArray(list) || list.some(isOpen)) return;
  const forAll = list.find(({ HttpMethod, ResourcePath }) => HttpMethod === '*' && ResourcePath === '/*');
  const limits = Object.entries(MOST_REQUESTS).map(([key, most]) => [key, forAll?.[key] ?? most]);
  const base = { HttpMethod: '*', ResourcePath: '/*', ...forAll, ...Object.fromEntries(limits) };
  const own = list.filter((one) => one !== forAll).map((one) => ({ ...Object.fromEntries(limits), ...one }));
  const settings = [base, ...own].map(withoutTraces);
  set(stage, 'MethodSettings', isTyped(stage, 'methodSettings') ? settings.map(camel) : settings);
}

const withoutTraces = (setting: any): any => ({
  ...setting,
  DataTraceEnabled: false,
  ...(setting.CachingEnabled === true && { CacheDataEncrypted: true }),
});

/** Another copy of CDK, or an L1 alone, has no id to fold into. */
function foldIn(resource: CfnResource): void {
  const deployment = resource.node.scope;
  if (!(resource instanceof CfnDeployment) || !(deployment instanceof Deployment)) return;
  if (deployment.api instanceof RestApi) deployEveryChange(deployment.api, deployment);
}

/** Typed properties keep what is set on them later; a generic resource only has overrides. */
const isTyped = (resource: CfnResource, key: string): boolean =>
  !Object.is(resource.constructor, CfnResource) && key in resource;

function set(resource: CfnResource, property: string, value: unknown): void {
  const key = lowerFirst(property);
  if (isTyped(resource, key)) (resource as unknown as Record<string, unknown>)[key] = value;
  else resource.addPropertyOverride(property, value);
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const camel = (setting: object): object =>
  Object.fromEntries(Object.entries(setting).map(([key, value]) => [lowerFirst(key), value]));

/** A value that only CloudFormation knows: nothing can be laid into it. */
const isOpen = (value: any): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));

/** The properties as they are now, with what was overridden so far. */
function rendered(resource: CfnResource): Record<string, any> {
  const { Resources } = Stack.of(resource).resolve((resource as any)._toCloudFormation());
  // without the keys that CDK leaves undefined
  return JSON.parse(JSON.stringify(Object.values<any>(Resources)[0].Properties ?? {}));
}
