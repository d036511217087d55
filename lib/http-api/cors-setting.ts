import { API } from './api-parts';
import { definitionOf } from './http-definition';
import type { Resource } from '../core/assembly';
import { is, isPresent } from '../core/compare';
import { isUnknown } from '../core/text';

export const CORS_TYPES: readonly string[] = [API];

/** Which web pages an HTTP API lets call it. */
export interface CorsSetting {
  /** `undefined`: only known at deployment. */
  readonly origins: readonly string[] | undefined;
  readonly credentials: 'pass' | 'fail' | 'unknown';
  readonly at: string;
}

/** The settings of the API itself and of its definition. */
export function corsOf(api: Resource): CorsSetting[] {
  const own = api.get('CorsConfiguration');
  const definition = definitionOf(api);
  const defined = typeof definition === 'object' ? definition.document['x-amazon-apigateway-cors'] : undefined;
  return [
    ...(isPresent(own) ? [setting(own, 'Properties.CorsConfiguration')] : []),
    ...(isPresent(defined) ? [setting(defined, 'Properties.Body.x-amazon-apigateway-cors')] : []),
  ];
}

function setting(cors: any, at: string): CorsSetting {
  if (typeof cors !== 'object') return { origins: undefined, credentials: 'unknown', at };
  const origins = [cors.AllowOrigins ?? cors.allowOrigins ?? []].flat().map(String);
  return {
    origins: origins.some(isUnknown) ? undefined : origins,
    credentials: is(cors.AllowCredentials ?? cors.allowCredentials ?? false, true),
    at,
  };
}

/** `https://*` and `http://*` stand for every page too ("Configure CORS for HTTP APIs", API Gateway developer guide). */
export const isAnyOrigin = (origin: string): boolean => /^(https?:\/\/)?\*$/i.test(origin.trim());
