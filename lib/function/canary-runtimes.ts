/** Up to which version a family of runtimes may make no canaries any more, and since when. */
interface End {
  readonly upTo: readonly [major: number, minor: number];
  readonly deprecated: string;
}

/**
 * "Runtime versions support policy" (runtime deprecation dates), Amazon CloudWatch user guide. Oldest first; for the oldest of
 * all, the day is the one of the versions that followed them.
 */
const ENDS: Readonly<Record<string, readonly End[]>> = {
  'syn-': [{ upTo: [1, 0], deprecated: '2024-01-08' }],
  'syn-nodejs-': [{ upTo: [2, 2], deprecated: '2024-01-08' }],
  'syn-nodejs-puppeteer-': [
    { upTo: [3, 9], deprecated: '2024-01-08' },
    { upTo: [5, 1], deprecated: '2024-03-08' },
    { upTo: [5, 2], deprecated: '2026-01-22' },
    { upTo: [6, 1], deprecated: '2024-03-08' },
    { upTo: [7, 0], deprecated: '2026-01-22' },
  ],
  'syn-python-selenium-': [
    { upTo: [2, 0], deprecated: '2024-03-08' },
    { upTo: [3, 0], deprecated: '2026-01-22' },
    { upTo: [5, 1], deprecated: '2026-02-03' },
  ],
};

/** Since when nobody can make a canary with this runtime; undefined for one that is supported, or that is newer than the table. */
export function endOfCanaryRuntime(runtime: string): string | undefined {
  const [, family, major, minor] = /^(syn-(?:[a-z-]+-)?)(\d+)\.(\d+)$/.exec(runtime) ?? [];
  const version = [Number(major), Number(minor)];
  const isUpTo = ([most, least]: End['upTo']) => version[0] < most || (version[0] === most && version[1] <= least);
  return ENDS[family]?.find(({ upTo }) => isUpTo(upTo))?.deprecated;
}
