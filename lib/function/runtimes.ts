/** When support for a runtime ends; days as `YYYY-MM-DD`. */
interface Support {
  /** From here on AWS patches it no more. */
  readonly deprecated: string;
  /** From here on no function with it can be created. Absent: AWS has not said; at least 30 days later by its policy. */
  readonly blocked?: string;
}

/**
 * The day that the table was last checked: "Lambda runtimes", AWS Lambda developer guide, and for the deprecated ones the
 * template validator of aws-cdk-lib 2.276.0. Days in the future are AWS' forecast and have been put off before.
 */
export const RUNTIMES_AS_OF = '2026-11-21';

/** AWS put off the end of creation for everything that was still allowed on that day. */
const PUT_OFF = '2027-02-01';

const RUNTIMES: Readonly<Record<string, Support>> = {
  nodejs: { deprecated: '2016-08-30', blocked: '2016-09-30' },
  'nodejs4.3': { deprecated: '2020-03-05', blocked: '2020-02-03' },
  'nodejs4.3-edge': { deprecated: '2020-03-05', blocked: '2019-03-31' },
  'nodejs6.10': { deprecated: '2019-08-12', blocked: '2019-07-12' },
  'nodejs8.10': { deprecated: '2020-03-06', blocked: '2020-02-04' },
  'nodejs10.x': { deprecated: '2021-07-30', blocked: '2021-07-30' },
  'nodejs12.x': { deprecated: '2023-03-31', blocked: '2023-03-31' },
  'nodejs14.x': { deprecated: '2023-12-04', blocked: '2024-01-09' },
  'nodejs16.x': { deprecated: '2024-06-12', blocked: PUT_OFF },
  'nodejs18.x': { deprecated: '2025-09-01', blocked: PUT_OFF },
  'nodejs20.x': { deprecated: '2026-04-30', blocked: PUT_OFF },
  'nodejs22.x': { deprecated: '2027-04-30', blocked: '2027-06-01' },
  'nodejs24.x': { deprecated: '2028-04-30', blocked: '2028-06-01' },
  'python2.7': { deprecated: '2021-07-15', blocked: '2021-07-15' },
  'python3.6': { deprecated: '2022-07-18', blocked: '2022-07-18' },
  'python3.7': { deprecated: '2023-12-04', blocked: '2024-01-09' },
  'python3.8': { deprecated: '2024-10-14', blocked: PUT_OFF },
  'python3.9': { deprecated: '2025-12-15', blocked: PUT_OFF },
  'python3.10': { deprecated: '2026-10-31' },
  'python3.11': { deprecated: '2027-06-30' },
  'python3.12': { deprecated: '2028-10-31', blocked: '2028-11-30' },
  'python3.13': { deprecated: '2029-06-30', blocked: '2029-07-31' },
  'python3.14': { deprecated: '2029-06-30', blocked: '2029-07-31' },
  java8: { deprecated: '2024-01-08', blocked: '2024-02-08' },
  'java8.al2': { deprecated: '2027-06-30' },
  java11: { deprecated: '2027-06-30' },
  java17: { deprecated: '2027-06-30' },
  java21: { deprecated: '2029-06-30', blocked: '2029-07-31' },
  java25: { deprecated: '2029-06-30', blocked: '2029-07-31' },
  'dotnetcore1.0': { deprecated: '2019-06-27', blocked: '2019-06-30' },
  'dotnetcore2.0': { deprecated: '2019-05-30', blocked: '2019-04-30' },
  'dotnetcore2.1': { deprecated: '2022-01-05', blocked: '2022-01-05' },
  'dotnetcore3.1': { deprecated: '2023-04-03', blocked: '2023-04-03' },
  dotnet6: { deprecated: '2024-12-20', blocked: PUT_OFF },
  dotnet8: { deprecated: '2026-11-10' },
  dotnet9: { deprecated: '2026-11-10' }, // in images only
  dotnet10: { deprecated: '2028-11-14' },
  'ruby2.5': { deprecated: '2021-07-30', blocked: '2021-07-30' },
  'ruby2.7': { deprecated: '2023-12-07', blocked: '2024-01-09' },
  'ruby3.2': { deprecated: '2026-03-31', blocked: PUT_OFF },
  'ruby3.3': { deprecated: '2027-03-31' },
  'ruby3.4': { deprecated: '2028-03-31' },
  'go1.x': { deprecated: '2024-01-08', blocked: '2024-02-08' },
  provided: { deprecated: '2024-01-08', blocked: '2024-02-08' },
  'provided.al2': { deprecated: '2026-07-31', blocked: PUT_OFF },
};

/** Supported, without a day of its end. */
const OPEN_ENDED: ReadonlySet<string> = new Set([
  'python3.15',
  'java8.al2023',
  'java11.al2023',
  'java17.al2023',
  'ruby4.0',
  'provided.al2023',
]);

/** Days before the end of creation from which a runtime is too old: the time that moving a function takes. */
const NOTICE = 60;
const LEAST_GRACE = 30;

/** What is wrong with a runtime on a day; `undefined`: it is supported, and newer ones than the table knows are. */
export function supportOf(runtime: string, day: string): string | undefined {
  if (OPEN_ENDED.has(runtime)) return undefined;
  const support = Object.prototype.hasOwnProperty.call(RUNTIMES, runtime) ? RUNTIMES[runtime] : undefined;
  if (!support) return isNewerThanTable(runtime) ? undefined : 'which is no runtime of Lambda';
  if (day >= support.deprecated) return `deprecated since ${support.deprecated}`;
  const blocked = support.blocked ?? later(support.deprecated, LEAST_GRACE);
  return day >= later(blocked, -NOTICE)
    ? `deprecated from ${support.deprecated}, and no longer created from ${blocked}`
    : undefined;
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A language of the table, with a higher version than any in it. */
function isNewerThanTable(runtime: string): boolean {
  const { language, version } = parts(runtime);
  const known = [...Object.keys(RUNTIMES), ...OPEN_ENDED].map(parts).filter((one) => one.language === language);
  return version > 0 && known.length > 0 && known.every((one) => version > one.version);
}

function parts(runtime: string): { language: string; version: number } {
  const [, language = '', major = '0', minor = '0'] =
    /^([a-z]+?)(?:\.al)?(\d+)?(?:\.(\d+|x))?(?:[.-].*)?$/.exec(runtime) ?? [];
  return { language, version: Number(major) * 1000 + (Number(minor) || 0) };
}
