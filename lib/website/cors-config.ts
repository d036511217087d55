import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

export const HEADERS_POLICY = 'AWS::CloudFront::ResponseHeadersPolicy';
const PATH = 'ResponseHeadersPolicyConfig.CorsConfig';
export const CORS_AT = `Properties.${PATH}`;

/** Whose pages may read what CloudFront answers. */
export function corsOrigins(policy: Resource): 'none' | 'any' | 'named' | 'unknown' {
  const cors = policy.get(PATH);
  if (cors === undefined) return 'none';
  const items: unknown = policy.get(`${PATH}.AccessControlAllowOrigins.Items`);
  const all: unknown[] = items === undefined || items === null ? [] : [items].flat();
  if (all.some((one) => isAny(String(one)))) return 'any';
  return isUnknown(cors) || all.some(isUnknown) ? 'unknown' : 'named';
}

/** `*`, `https://*` and the like; `https://*.example.com` is named. */
const isAny = (origin: string): boolean => /^([a-z*]+:\/\/)?[*.]+(:\d+|:\*)?\/?$/i.test(origin);
