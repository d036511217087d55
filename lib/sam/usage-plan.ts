import { isPlainMap, pick, Properties, ref } from './intrinsic-shapes';
import { SamResource } from './sam-resource';

const AT = 'Auth.UsagePlan';
const SAME = ['Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName'];
const KNOWN: ReadonlySet<string> = new Set([...SAME, 'CreateUsagePlan']);

/** `Auth.UsagePlan`: a plan of the API's own with a key, or one that all APIs of the template share. */
export function writeUsagePlan(sam: SamResource, stage: string): void {
  const auth: unknown = sam.properties.Auth;
  const plan = isPlainMap(auth) ? sam.map(auth.UsagePlan, AT) : undefined;
  if (!plan) return;
  sam.knows(plan, KNOWN, AT);
  const create = sam.text(plan.CreateUsagePlan, `${AT}.CreateUsagePlan`);
  if (create === 'PER_API') writeOwn(sam, stage, plan);
  else if (create === 'SHARED') writeShared(sam, stage, plan);
  else if (create !== 'NONE') sam.block(`${AT}.CreateUsagePlan`, 'none of PER_API, SHARED, NONE');
}

const stageOf = (sam: SamResource, stage: string): Properties => ({ ApiId: ref(sam.id), Stage: ref(stage) });
const keyOf = (sam: SamResource, stage: string): Properties => ({ RestApiId: ref(sam.id), StageName: ref(stage) });

function writeOwn(sam: SamResource, stage: string, plan: Properties): void {
  const { id, writer } = sam;
  const [planId, keyId, linkId] = [`${id}UsagePlan`, `${id}ApiKey`, `${id}UsagePlanKey`];
  const write = (logicalId: string, type: string, properties: Properties, after: string) =>
    sam.generate(logicalId, `AWS::ApiGateway::${type}`, properties, AT, { DependsOn: [after] });
  write(planId, 'UsagePlan', { ...pick(plan, SAME), ApiStages: [stageOf(sam, stage)] }, id);
  write(keyId, 'ApiKey', { Enabled: true, StageKeys: [keyOf(sam, stage)] }, planId);
  write(linkId, 'UsagePlanKey', linkOf(planId, keyId), keyId);
  writer.nicknames.set(`${id}.UsagePlan`, planId).set(`${id}.ApiKey`, keyId).set(`${id}.UsagePlanKey`, linkId);
}

const linkOf = (plan: string, key: string): Properties => ({
  KeyId: ref(key),
  KeyType: 'API_KEY',
  UsagePlanId: ref(plan),
});

const SHARED_PLAN = 'ServerlessUsagePlan';
const SHARED_KEY = 'ServerlessApiKey';
const SHARED_LINK = 'ServerlessUsagePlanKey';

function writeShared(sam: SamResource, stage: string, plan: Properties): void {
  const { writer, id } = sam;
  if (!writer.resources.has(SHARED_PLAN)) {
    const type = (name: string): string => `AWS::ApiGateway::${name}`;
    writer.addImplicit(SHARED_PLAN, { Type: type('UsagePlan'), Properties: { ApiStages: [] } });
    writer.addImplicit(SHARED_KEY, { Type: type('ApiKey'), Properties: { Enabled: true, StageKeys: [] } });
    writer.addImplicit(SHARED_LINK, { Type: type('UsagePlanKey'), Properties: linkOf(SHARED_PLAN, SHARED_KEY) });
  }
  writer.change(SHARED_PLAN, (own) => ({
    ...own,
    ...pick(plan, SAME),
    ApiStages: [...own.ApiStages, stageOf(sam, stage)],
  }));
  writer.change(SHARED_KEY, (own) => ({ ...own, StageKeys: [...own.StageKeys, keyOf(sam, stage)] }));
  writer.nicknames
    .set(`${id}.UsagePlan`, SHARED_PLAN)
    .set(`${id}.ApiKey`, SHARED_KEY)
    .set(`${id}.UsagePlanKey`, SHARED_LINK);
}
