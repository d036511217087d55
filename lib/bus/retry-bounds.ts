import { Judgement, fail, PASS, unknown } from '../core/rule';
import { isUnknown } from '../core/text';

/** Longer than a restart or a deployment of the target takes; after that somebody should look. */
export const MAXIMUM_AGE_SECONDS = 3600;
export const RETRY_ATTEMPTS = 16;

/** "By default, EventBridge retries sending the event for 24 hours and up to 185 times", EventBridge user guide; Scheduler alike. */
const DEFAULT_AGE_SECONDS = 86_400;
const DEFAULT_ATTEMPTS = 185;

/** Whether one of the bounds is below what AWS does when nothing is said: either of them ends the retries. */
export function bounded(policy: any, at: string, what: string): Judgement {
  if (isUnknown(policy)) return unknown('a retry policy only known at deployment', at);
  const age: unknown = policy?.MaximumEventAgeInSeconds;
  const attempts: unknown = policy?.MaximumRetryAttempts;
  if (isBelow(age, DEFAULT_AGE_SECONDS) || isBelow(attempts, DEFAULT_ATTEMPTS)) return PASS;
  if ([age, attempts].some(isUnknown)) return unknown('a retry policy only known at deployment', at);
  return fail(`${what} retried for a day and up to 185 times`, at);
}

const isBelow = (value: unknown, most: number): boolean =>
  value !== undefined && value !== '' && Number(value) >= 0 && Number(value) < most;
