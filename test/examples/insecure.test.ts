import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { SecurityGate } from '../../lib';
import { ALL_RULES } from '../../lib/catalog';
import { addInsecureService } from '../../examples/insecure/service';

/** Rules whose findings only warn where no secure construct promised what they ask for: nothing of the example blocks by them. */
const ADVICE = ['API-13', 'BUCKET-07', 'BUCKET-08', 'LOGS-03'];

/** Rules that block, and that no line of the example breaks, each with the reason. */
const NOT_SHOWN: Record<string, string> = {
  'PREFLIGHT-11': 'with a macro in the template, nobody could say what else is wrong with it',
};

const FOLDER = join(__dirname, '../../examples/insecure');
const lines = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => readFileSync(join(FOLDER, file), 'utf8').split('\n'));
const named = new Set(lines.flatMap((line) => line.match(/\/\/ ([A-Z]+-\d+)$/)?.[1] ?? []));

const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
addInsecureService(app);
const all = SecurityGate.findingsOf(app);
const blocking = all.filter(({ status }) => status === 'blocking');
const warnings = all.filter(({ status }) => status === 'warning');
const found = new Set(blocking.map(({ ruleId }) => ruleId));
const warned = new Set(warnings.map(({ ruleId }) => ruleId));

const errors = ALL_RULES.filter(({ severity }) => severity === 'error').map(({ id }) => id);

test('every rule that blocks is broken here, or the list says why not', () => {
  expect(errors.filter((id) => !found.has(id)).sort()).toEqual([...ADVICE, ...Object.keys(NOT_SHOWN)].sort());
  expect(ADVICE.filter((id) => !warned.has(id))).toEqual([]);
});

test('every mistake is found, and every rule that blocks has a line with its mistake', () => {
  expect([...named].filter((id) => !found.has(id) && !ADVICE.includes(id))).toEqual([]);
  expect(errors.filter((id) => !named.has(id) && !(id in NOT_SHOWN))).toEqual([]);
});

test('every finding says where it is and what to do', () => {
  for (const { path, fix, message } of blocking) {
    expect(path).toMatch(/^(Insecure\w+|Undeployable)/);
    expect(message).toContain(fix);
  }
});

test('the gate itself found nothing wrong with its own work', () => {
  expect(blocking.filter(({ ruleId }) => ruleId.startsWith('GATE'))).toEqual([]);
});
