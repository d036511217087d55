import { existsSync } from 'fs';
import { resolve } from 'path';
import { Baseline, readBaseline } from '../lib/core/baseline';
import { FIRST_EDITION, isEdition } from '../lib/core/editions';
import { isDay } from '../lib/core/waiver';
import { UsageError } from './exit-codes';

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'markdown'] as const;
export const FAIL_ON = ['blocking', 'warning', 'never'] as const;
export const PROFILES = ['production', 'development', 'regulated'] as const;

/** The day to judge by: today in UTC, unless one is named. */
export function dayFrom(asOf: string | undefined): string {
  if (asOf === undefined) return new Date().toISOString().slice(0, 10);
  if (!isDay(asOf)) throw new UsageError(`expected --as-of to be a day written YYYY-MM-DD, got '${asOf}'`);
  return asOf;
}

export function editionFrom(edition: string | undefined): string | undefined {
  if (edition === undefined) return undefined;
  if (!isEdition(edition)) throw new UsageError(`expected --edition to be written YYYY-MM, got '${edition}'`);
  if (edition < FIRST_EDITION) {
    throw new UsageError(
      `expected --edition to be ${FIRST_EDITION} or later, got '${edition}': no rule blocked before`,
    );
  }
  return edition;
}

export function accountsFrom(ids: readonly string[]): readonly string[] {
  const odd = ids.find((id) => !/^\d{12}$/.test(id));
  if (odd !== undefined) throw new UsageError(`expected --trust-account to be twelve digits, got '${odd}'`);
  return ids;
}

export function baselineFrom(file: string | undefined, cwd: string): Baseline | undefined {
  if (file === undefined) return undefined;
  const path = resolve(cwd, file);
  if (!existsSync(path))
    throw new UsageError(`expected --baseline to name a file, got '${file}', which does not exist`);
  try {
    return readBaseline(path);
  } catch (error) {
    const text = (error as Error).message.replace(/^GATE-08: /, '').replace(/; (create|write) [^;]*$/, '');
    throw new UsageError(text.split(path).join(file));
  }
}
