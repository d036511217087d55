import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { runGate } from '../lib/core/gate-run';
import '../lib';
import { estate } from './estate';
import { best, cpu, ms, ratio } from './measure';

/** The gate on estates of three sizes, beside three packs of cdk-nag on the same tree in the same process. */
export function benchGate(): void {
  console.log('gate: CPU on a synthesized estate of plain L2s, best of 5, and the first run in a cold process');
  for (const stacks of [1, 4, 16]) {
    const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
    const app = estate(stacks, outdir);
    const synth = cpu(() => void app.synth());
    let resources = 0;
    let findings = 0;
    const judged = () =>
      cpu(() => {
        const outcome = runGate(app, 'written', { all: true });
        resources = outcome.resources;
        findings = outcome.decided.length;
      });
    const packs = [new AwsSolutionsChecks(), new ServerlessChecks(), new NIST80053R5Checks()];
    const nagged = () => cpu(() => packs.forEach((pack) => void pack.validateScope(app)));
    const [first, firstNag] = [judged(), nagged()];
    const [gate, nag] = [best(5, judged), best(3, nagged)];
    console.log(
      `  ${resources} resources, ${findings} findings: gate ${ms(gate)} (first run ${ms(first)}) · ` +
        `cdk-nag's three packs ${ms(nag)} (${ms(firstNag)}) · gate/cdk-nag ${ratio(gate, nag)} (${ratio(first, firstNag)}) · ` +
        `gate/synth ${ratio(gate, synth)}`,
    );
    rmSync(outdir, { recursive: true });
  }
}
