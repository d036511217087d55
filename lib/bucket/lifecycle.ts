import { Duration } from 'aws-cdk-lib';
import { LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { ProfileName } from '../core/profile';

/** Days after which parts of an upload that was never finished go. */
export const ABANDONED_UPLOAD_DAYS = 7;

/** Days for which an overwritten or deleted object can be had back. */
export const OLD_VERSION_DAYS: Readonly<Record<ProfileName, number>> = {
  production: 90,
  development: 7,
  regulated: 365,
};

export const HOUSEKEEPING = 'secure-housekeeping';

/**
 * What the caller's own lifecycle rules leave open. Where two rules meet, S3 follows the one that deletes sooner: so
 * ours stands back as soon as theirs keeps old versions longer, or only some of them.
 */
export function housekeeping(rules: readonly LifecycleRule[], profile: ProfileName): LifecycleRule[] {
  const days = OLD_VERSION_DAYS[profile];
  const all = rules.filter((rule) => (rule.enabled ?? true) && isForAll(rule));
  const needsAbort = !all.some((rule) => rule.abortIncompleteMultipartUploadAfter !== undefined);
  const needsExpiry =
    !all.some((rule) => rule.noncurrentVersionExpiration !== undefined) &&
    !rules.some((rule) => keepsLonger(rule, days));
  if (!needsAbort && !needsExpiry) return [];
  return [
    {
      id: HOUSEKEEPING,
      ...(needsAbort && { abortIncompleteMultipartUploadAfter: Duration.days(ABANDONED_UPLOAD_DAYS) }),
      ...(needsExpiry && { noncurrentVersionExpiration: Duration.days(days) }),
    },
  ];
}

const isForAll = ({ prefix, tagFilters, objectSizeGreaterThan, objectSizeLessThan }: LifecycleRule): boolean =>
  !prefix && tagFilters === undefined && objectSizeGreaterThan === undefined && objectSizeLessThan === undefined;

function keepsLonger(rule: LifecycleRule, days: number): boolean {
  const longer = (one: Duration | undefined) => one !== undefined && (one.isUnresolved() || one.toDays() >= days);
  return (
    rule.noncurrentVersionsToRetain !== undefined ||
    longer(rule.noncurrentVersionExpiration) ||
    (rule.noncurrentVersionTransitions ?? []).some(({ transitionAfter }) => longer(transitionAfter))
  );
}
