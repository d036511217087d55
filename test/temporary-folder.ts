import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** Gives every run a temporary folder of its own, which `remove-temporary-folder.ts` takes away: a run makes hundreds of assemblies. */
export default function temporaryFolder(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'cdk-secure-serverless-'));
}
