import type { Resource } from '../core/assembly';
import { references } from '../core/references';
import { isUnknown } from '../core/text';

export const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const CONFIG = 'DistributionConfig';
export const CONFIG_AT = `Properties.${CONFIG}`;

/** What a distribution does with the requests of one path pattern. */
export interface Behavior {
  /** Resolved, or a text for `isUnknown`. */
  readonly behavior: any;
  /** How messages call it. */
  readonly name: string;
  readonly at: string;
}

/** The default behaviour and those of single paths. `undefined`: they cannot be read here. */
export function behaviorsOf(distribution: Resource): readonly Behavior[] | undefined {
  const config = distribution.get(CONFIG);
  if (isUnknown(config)) return undefined;
  const { DefaultCacheBehavior, CacheBehaviors } = Object(config);
  if (isUnknown(CacheBehaviors)) return undefined;
  const others: any[] = CacheBehaviors === undefined || CacheBehaviors === null ? [] : [CacheBehaviors].flat();
  return [
    { behavior: DefaultCacheBehavior ?? {}, name: 'the default behaviour', at: `${CONFIG_AT}.DefaultCacheBehavior` },
    ...others.map((behavior, index) => ({
      behavior: behavior ?? {},
      name: `the behaviour of ${String(behavior?.PathPattern ?? index)}`,
      at: `${CONFIG_AT}.CacheBehaviors.${index}`,
    })),
  ];
}

/** Where a distribution gets its content from. */
export interface Origin {
  /** Resolved, or a text for `isUnknown`. */
  readonly origin: any;
  readonly name: string;
  readonly at: string;
  /** What is behind it. `other`: anything that is called over HTTP, also what nobody here can tell. */
  readonly kind: 'bucket' | 'bucket website' | 'function URL' | 'other';
  /** The resource of this app that its domain name comes from. */
  readonly target?: Resource;
}

/** The origins of a distribution, in the shape of today's property. `undefined`: they cannot be read here. */
export function originsOf(distribution: Resource): readonly Origin[] | undefined {
  const config = distribution.get(CONFIG);
  if (isUnknown(config)) return undefined;
  const { Origins, S3Origin, CustomOrigin } = Object(config);
  if (isUnknown(Origins)) return undefined;
  const listed: any[] = Origins === undefined || Origins === null ? [] : [Origins].flat();
  const raw: any = distribution.raw.Properties?.[CONFIG]?.Origins;
  return [
    ...listed.map((origin, index) => describe(distribution, origin, rawOf(raw, origin, index), `Origins.${index}`)),
    ...(S3Origin === undefined ? [] : [describe(distribution, ofLegacyBucket(S3Origin), undefined, 'S3Origin')]),
    ...(CustomOrigin === undefined ? [] : [describe(distribution, ofLegacy(CustomOrigin), undefined, 'CustomOrigin')]),
  ];
}

const ofLegacyBucket = (origin: any): any => ({
  DomainName: origin?.DNSName,
  S3OriginConfig: { OriginAccessIdentity: origin?.OriginAccessIdentity },
});
const ofLegacy = (origin: any): any => ({ DomainName: origin?.DNSName, CustomOriginConfig: origin });

/** The same origin as it is written: names that are cut out of an address do not survive the resolving. */
function rawOf(raw: any, origin: any, index: number): any {
  const all: any[] = Array.isArray(raw) ? raw : [raw];
  return all.find((one) => typeof one?.Id === 'string' && one.Id === origin?.Id) ?? all[index];
}

function describe(distribution: Resource, origin: any, raw: any, path: string): Origin {
  const said = typeof origin?.Id === 'string' ? origin.Id : undefined;
  const name = said ? `the origin ${said}` : 'the origin';
  const at = `${CONFIG_AT}.${path}`;
  const domain: unknown = origin?.DomainName;
  const written = raw?.DomainName;
  const target =
    distribution.assembly.find(domain) ??
    references(written)
      .map((one) => distribution.template.resources.get(one.name))
      .find((one) => one !== undefined);
  return { origin, name, at, target, kind: kindOf(origin, target, JSON.stringify(written ?? domain ?? '')) };
}

const BUCKET = 'AWS::S3::Bucket';
const FUNCTION_URL = 'AWS::Lambda::Url';

function kindOf(origin: any, target: Resource | undefined, domain: string): Origin['kind'] {
  const { S3OriginConfig } = Object(origin);
  if (/s3-website[.-]/.test(domain) || (target?.type === BUCKET && /WebsiteURL/.test(domain))) return 'bucket website';
  if (S3OriginConfig !== undefined || target?.type === BUCKET) return 'bucket';
  // a bucket answers at its address of S3 too when it is written as any other origin
  if (/^"?[^/]*\.s3(\.dualstack)?([.-][a-z0-9-]+)?\.amazonaws\.com/.test(domain)) return 'bucket';
  if (target?.type === FUNCTION_URL || /\.lambda-url\./.test(domain)) return 'function URL';
  return 'other';
}

/** Whether the requests of a behaviour may go to an origin: directly, or through a group of origins. */
export function reaches(distribution: Resource, behavior: any, origin: any): boolean {
  const wanted: unknown = behavior?.TargetOriginId;
  if (wanted === origin?.Id || isUnknown(wanted) || isUnknown(origin?.Id)) return true;
  const groups: unknown = distribution.get(`${CONFIG}.OriginGroups.Items`);
  if (!Array.isArray(groups)) return isUnknown(groups);
  const group = groups.find((one) => one?.Id === wanted);
  const members: unknown = group?.Members?.Items;
  return Array.isArray(members) && members.some((one) => one?.OriginId === origin?.Id);
}

/** Whether code of its owner changes requests or responses, so that nobody here can say what comes out. */
export const runsCode = (behavior: any): boolean =>
  [behavior?.FunctionAssociations, behavior?.LambdaFunctionAssociations].some(
    (one) => one !== undefined && one !== null && !(Array.isArray(one) && one.length === 0),
  );
