import { OVERRIDES, STAGE } from './api-parts';
import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

/** The types that make a stage: quick create makes one, which overrides change. */
export const STAGE_MAKERS: readonly string[] = [STAGE, OVERRIDES];

/** A stage, whichever resource makes it. */
export interface StageView {
  readonly resource: Resource;
  /** A property of the stage. */
  get(path: string): any;
  /** Where a property stands, for findings. */
  at(path: string): string;
}

export function stageOf(resource: Resource): StageView {
  const prefix = resource.type === STAGE ? '' : 'Stage.';
  return {
    resource,
    get: (path) => resource.get(`${prefix}${path}`),
    at: (path) => `Properties.${prefix}${path}`,
  };
}

/** How a stage treats one route, or all that have no settings of their own. */
export interface RouteSettings {
  /** `GET /orders`; `all routes` for the default. */
  readonly route: string;
  readonly values: any;
  readonly at: string;
}

/** The default first. `undefined` when they cannot be read here. */
export function settingsOf(stage: StageView): readonly RouteSettings[] | undefined {
  const all = stage.get('DefaultRouteSettings') ?? {};
  const own = stage.get('RouteSettings') ?? {};
  if ([all, own].some((one) => isUnknown(one) || typeof one !== 'object' || Array.isArray(one))) return undefined;
  if (Object.values(own).some((one) => typeof one !== 'object' || one === null)) return undefined;
  return [
    { route: 'all routes', values: all, at: stage.at('DefaultRouteSettings') },
    ...Object.entries(own).map(([route, values]) => ({ route, values, at: stage.at(`RouteSettings.${route}`) })),
  ];
}
