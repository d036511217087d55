import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { SecurityGate } from '../../lib';
import { ALL_RULES } from '../../lib/catalog';
import { addInsecureService } from '../../examples/insecure/service';

/** Rules that block, and whose mistakes here are milder than what they block for. */
const ONLY_ADVICE_HERE: Record<string, string> = {
  'API-08': 'an API that says nothing of TLS is as AWS makes it; one that names TLS 1.0 blocks',
  'BUCKET-04': 'nobody said what kind of data it is; personal data without a key blocks',
  'BUCKET-10': 'S3 deletes no bucket that holds anything; one that a handler empties first blocks',
  'SECRET-02': 'nobody said what kind of secret it is',
  'TABLE-01': 'nobody said what kind of data it is',
};

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

const shown = new Set([...found, ...warned]);

const errors = ALL_RULES.filter(({ severity }) => severity === 'error');
const ids = errors.map(({ id }) => id);

test('every rule that blocks is broken here, or the list says why not', () => {
  expect(ids.filter((id) => !shown.has(id))).toEqual(Object.keys(NOT_SHOWN));
});

test('what is broken blocks, unless it is advice', () => {
  const mild = errors.filter(({ id, advised }) => !advised && shown.has(id) && !found.has(id));
  expect(mild.map(({ id }) => id).sort()).toEqual(Object.keys(ONLY_ADVICE_HERE));
});

test('every mistake is found, and every rule that blocks has a line with its mistake', () => {
  expect([...named].filter((id) => !shown.has(id))).toEqual([]);
  expect(ids.filter((id) => !named.has(id) && !(id in NOT_SHOWN))).toEqual([]);
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
