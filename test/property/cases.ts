import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { SecurityProfile, Waiver } from '../../lib';
import { RECOMMENDED_FLAGS } from '../support/flags';

export const RUNS = Number(process.env.PROPERTY_RUNS ?? 150);
export const SEED = Number(process.env.PROPERTY_SEED ?? 20261121);
const REASON = 'accepted for this generated app only';
export const ENV = { account: '111111111111', region: 'us-east-1' };

/** Leaves a key out, sets it to undefined, or sets it. */
export const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined, freq: 2 });
export const some = <T extends object>(model: { [K in keyof T]?: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] }) as unknown as fc.Arbitrary<T>;

export const flags = fc.constantFrom<Record<string, unknown>>({}, RECOMMENDED_FLAGS);
export const profile = fc.constantFrom('production', 'development', 'regulated');
export const waived = (ids: string[]) => fc.subarray(ids, { maxLength: 3 });
export const waivers = (ids: string[]): Waiver[] => ids.map((ruleId) => ({ ruleId, reason: REASON }));

export interface Case {
  readonly profile: string;
  readonly flags: Record<string, unknown>;
}

/** Synthesizes; the template when the gate passed it. */
export function passed({ profile: name, flags: context }: Case, build: (stack: Stack) => void): any {
  const outdir = mkdtempSync(join(tmpdir(), 'property-'));
  try {
    const app = new App({ context, outdir });
    const profiles: Record<string, () => SecurityProfile> = {
      production: () => SecurityProfile.production(),
      regulated: () => SecurityProfile.regulated(),
      development: () => SecurityProfile.development({ accounts: [ENV.account] }),
    };
    profiles[name]().applyTo(app);
    build(new Stack(app, 'Stack', { env: ENV }));
    try {
      app.synth();
    } catch (error) {
      if ((error as Error).name === 'ValidationFailed') return undefined;
      throw error;
    }
    return JSON.parse(readFileSync(join(outdir, 'Stack.template.json'), 'utf8'));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export const throws = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

export const bare = ({ flags: context }: Case) => new Stack(new App({ context }), 'Stack', { env: ENV });
