import { Token } from 'aws-cdk-lib';
import { CfnStage, Stage } from 'aws-cdk-lib/aws-apigateway';
import { isObject, shown } from './given';

/** How many requests API Gateway lets through, for a stage, a route or a client. */
export interface Throttle {
  /** Requests per second that go on steadily. */
  readonly rateLimit: number;
  /** Requests that may come at once, before the rate counts: a whole number. */
  readonly burstLimit: number;
}

/** Low enough that a flood costs little, and for most APIs of a team more than they ever see. */
export const STAGE_THROTTLE: Throttle = { rateLimit: 50, burstLimit: 100 };

/** Refuses limits that are none, or that let nobody in. */
export function checkThrottle(ruleId: string, what: string, throttle: Throttle): void {
  if (!isObject(throttle)) {
    throw new Error(
      `${ruleId}: expected the limits of ${what}, got ${shown(throttle)}; write { rateLimit: 5, burstLimit: 10 }`,
    );
  }
  const { rateLimit, burstLimit } = throttle;
  for (const [name, value, isRight] of [
    ['rateLimit', rateLimit, Number.isFinite(rateLimit) && rateLimit > 0],
    ['burstLimit', burstLimit, Number.isInteger(burstLimit) && burstLimit >= 1],
  ] as const) {
    if (Token.isUnresolved(value) || isRight) continue;
    const wanted = name === 'rateLimit' ? 'a number above 0' : 'a whole number above 0';
    throw new Error(
      `${ruleId}: expected ${name} of ${what} to be ${wanted}, got ${shown(value)}; ` +
        'set the number of requests that it really needs',
    );
  }
}

/** What a stage says for all its routes. */
export function stageThrottle(stage: Stage): Partial<Throttle> {
  const forAll = settingsOf(stage).find(isForAll);
  return { rateLimit: forAll?.throttlingRateLimit, burstLimit: forAll?.throttlingBurstLimit };
}

/** A limit above its stage's would never be reached; of tokens nobody knows. */
export function exceeds(limit: number, most: number | undefined, { orEqual = false } = {}): boolean {
  if (most === undefined || Token.isUnresolved(limit) || Token.isUnresolved(most)) return false;
  return orEqual ? limit >= most : limit > most;
}

/** Limits one route of a stage. What else the stage says for all is said again, since an entry of its own inherits nothing. */
export function throttleRoute(stage: Stage, method: string, path: string, { rateLimit, burstLimit }: Throttle): void {
  const resource = stage.node.defaultChild as CfnStage;
  const settings = settingsOf(stage);
  const key = { httpMethod: method, resourcePath: path === '/' ? '/' : `/${path.replace(/\//g, '~1')}` };
  const isSame = (one: CfnStage.MethodSettingProperty) =>
    one.httpMethod === key.httpMethod && one.resourcePath === key.resourcePath;
  resource.methodSettings = [
    ...settings.filter((one) => !isSame(one)),
    {
      ...settings.find(isForAll),
      ...settings.find(isSame),
      ...key,
      throttlingRateLimit: rateLimit,
      throttlingBurstLimit: burstLimit,
    },
  ];
}

/** CDK's stage writes a list of plain objects. */
function settingsOf(stage: Stage): CfnStage.MethodSettingProperty[] {
  const { methodSettings } = stage.node.defaultChild as CfnStage;
  return Array.isArray(methodSettings) ? (methodSettings as CfnStage.MethodSettingProperty[]) : [];
}

const isForAll = ({ httpMethod, resourcePath }: CfnStage.MethodSettingProperty): boolean =>
  httpMethod === '*' && resourcePath === '/*';
