import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { behaviorsOf, CONFIG_AT, DISTRIBUTION, Origin, originsOf, reaches } from '../distribution-config';

export const callOriginsByHttps: Rule = {
  id: 'SITE-04',
  types: [DISTRIBUTION],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'origins are called over https',
  why: 'The lock in the browser ends at CloudFront: behind it requests and answers cross the internet in plain text, tokens included.',
  fix: 'set protocolPolicy of the HttpOrigin to OriginProtocolPolicy.HTTPS_ONLY, or use a VPC origin',
  topics: ['transport'],
  controls: ['E2', 'FSBP CloudFront.9', 'AwsSolutions-CFR5'],
  migration: 'in-place',
  reaches: [],
  check: (distribution) => {
    const origins = originsOf(distribution);
    if (!origins) return unknown('origins that cannot be read here', CONFIG_AT);
    return worstOfAll(origins.map((one) => judge(one, distribution)));
  },
};

function judge({ origin, name, at, kind }: Origin, distribution: Resource): Judgement {
  if (isUnknown(origin) || isUnknown(origin?.CustomOriginConfig))
    return unknown(`${name}, which cannot be read here`, at);
  // an origin in a VPC is reached within AWS; the website of a bucket speaks no https (SITE-06)
  const config = origin?.CustomOriginConfig;
  if (config === undefined || kind === 'bucket website') return PASS;
  const policy: unknown = config?.OriginProtocolPolicy;
  if (isUnknown(policy)) return unknown(`${name} with a protocol that is only known at deployment`, at);
  if (policy === 'https-only') return PASS;
  if (policy !== 'match-viewer') return fail(`${name} with OriginProtocolPolicy ${String(policy ?? 'not set')}`, at);
  // CloudFront answers a redirect by itself: then only https gets to the origin
  const plain = behaviorsOf(distribution)?.find(
    ({ behavior }) =>
      reaches(distribution, behavior, origin) &&
      !['https-only', 'redirect-to-https'].includes(String(behavior?.ViewerProtocolPolicy)),
  );
  return plain ? fail(`${name} with match-viewer, and plain HTTP in ${plain.name}`, at) : PASS;
}
