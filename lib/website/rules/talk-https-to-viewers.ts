import { DistributionProps, ViewerProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { behaviorsOf, CONFIG_AT, DISTRIBUTION } from '../distribution-config';

const ENCRYPTED = ['https-only', 'redirect-to-https'];
const redirect = () => ({ viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS });

export const talkHttpsToViewers: Rule<DistributionProps> = {
  id: 'SITE-01',
  types: [DISTRIBUTION],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'viewers are answered over https only',
  why: 'Whoever sits between a viewer and CloudFront reads and changes plain HTTP: pages, scripts, cookies and tokens.',
  fix: 'set viewerProtocolPolicy of every behaviour to REDIRECT_TO_HTTPS or HTTPS_ONLY',
  topics: ['transport'],
  controls: ['E2', 'FSBP CloudFront.3'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: ({ given: { additionalBehaviors } }) => ({
      // the origin is the caller's: only what lies beside it is laid below
      defaultBehavior: redirect() as DistributionProps['defaultBehavior'],
      ...(additionalBehaviors && {
        additionalBehaviors: Object.fromEntries(
          Object.keys(additionalBehaviors).map((path) => [path, redirect()]),
        ) as unknown as DistributionProps['additionalBehaviors'],
      }),
    }),
  },
  check: (distribution) => {
    const behaviors = behaviorsOf(distribution);
    if (!behaviors) return unknown('behaviours that cannot be read here', CONFIG_AT);
    return worstOfAll(
      behaviors.map(({ behavior, name, at }) => {
        const policy: unknown = isUnknown(behavior) ? behavior : behavior.ViewerProtocolPolicy;
        if (isUnknown(policy)) return unknown(`${name} with a protocol that is only known at deployment`, at);
        if (ENCRYPTED.includes(String(policy))) return PASS;
        return fail(`${name} with ViewerProtocolPolicy ${String(policy ?? 'not set')}`, at);
      }),
    );
  },
};
