import { Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';

/** What a cache may hold, do and keep, where the caller says so. */
export interface CacheLimits {
  readonly maximumStorage?: Size;
  readonly maximumEcpuPerSecond?: number;
  readonly snapshotRetentionDays?: number;
}

/** "Scaling ElastiCache" and "Scheduling automatic backups", ElastiCache user guide. */
export function checkLimits({ maximumStorage, maximumEcpuPerSecond, snapshotRetentionDays }: CacheLimits): void {
  const storage = maximumStorage?.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
  within('CACHE-06', 'maximumStorage', storage, [1, 5_000], 'GiB');
  within('CACHE-06', 'maximumEcpuPerSecond', maximumEcpuPerSecond, [1_000, 15_000_000], 'units');
  within('CACHE-05', 'snapshotRetentionDays', snapshotRetentionDays, [0, 35], 'days');
}

function within(
  ruleId: string,
  name: string,
  value: number | undefined,
  [least, most]: readonly [number, number],
  unit: string,
): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new Error(
    `${ruleId}: expected ${name} to be ${least} to ${most} ${unit}, got ${value}; set a whole number that ElastiCache takes`,
  );
}
