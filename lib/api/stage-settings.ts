import { DEPLOYMENT, STAGE } from './rest-api-parts';
import type { Resource } from '../core/assembly';
import { isUnknown, notKnown } from '../core/text';

/** The types that make a stage: a deployment with a stage name makes one too. */
export const STAGE_MAKERS: readonly string[] = [STAGE, DEPLOYMENT];

/** A stage, whichever resource makes it. */
export interface StageView {
  readonly resource: Resource;
  readonly name: unknown;
  /** A property of the stage. */
  get(path: string): any;
  /** Where a property stands, for findings. */
  at(path: string): string;
}

/** The stage a resource makes; `undefined` for a deployment that makes none. */
export function stageOf(resource: Resource): StageView | undefined {
  const isStage = resource.type === STAGE;
  const name = resource.get('StageName');
  // the one that a transform adds without being asked is API-27's
  if (!isStage && (name === undefined || resource.origin)) return undefined;
  const prefix = isStage ? '' : 'StageDescription.';
  return {
    resource,
    name,
    get: (path) => resource.get(`${prefix}${path}`),
    at: (path) => `Properties.${prefix}${path}`,
  };
}

const UNSAID = notKnown('not set');

/** How a stage treats one route, or all of them. */
export interface RouteSettings {
  /** `GET /orders`, `* /*` for all. */
  readonly route: string;
  readonly isForAll: boolean;
  readonly values: any;
  readonly at: string;
}

/**
 * The settings for all routes first. `undefined` when they cannot be read here. A deployment's stage may state those for all
 * routes beside the list.
 */
export function settingsOf(stage: StageView): readonly RouteSettings[] | undefined {
  const list = stage.get('MethodSettings') ?? [];
  if (!Array.isArray(list)) return undefined;
  const settings = list.map((values: any, index): RouteSettings => {
    // what API Gateway makes of a setting that leaves one out is written nowhere
    const [verb, path] = [values?.HttpMethod, values?.ResourcePath].map((one) => String(one ?? UNSAID));
    const plain = path.replace(/^\/(?=~1)/, '').replace(/~1/g, '/');
    const isForAll = verb === '*' && (path === '/*' || path === '*');
    return { route: isForAll ? '* /*' : `${verb} ${plain}`, isForAll, values, at: stage.at(`MethodSettings.${index}`) };
  });
  if (settings.some(({ values, route }) => typeof values !== 'object' || values === null || isUnknown(route)))
    return undefined;
  const beside = stage.resource.type === DEPLOYMENT ? besideTheList(stage) : [];
  return [...beside, ...settings.filter(({ isForAll }) => isForAll), ...settings.filter(({ isForAll }) => !isForAll)];
}

const MENTIONED = ['ThrottlingRateLimit', 'ThrottlingBurstLimit', 'DataTraceEnabled', 'LoggingLevel', 'CachingEnabled'];

function besideTheList(stage: StageView): RouteSettings[] {
  const values = stage.resource.get('StageDescription');
  const isMentioned =
    typeof values === 'object' && values !== null && MENTIONED.some((key) => values[key] !== undefined);
  return isMentioned ? [{ route: '* /*', isForAll: true, values, at: 'Properties.StageDescription' }] : [];
}
