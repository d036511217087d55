import { spawn } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { App } from 'aws-cdk-lib';
import { SecurityFinding, SecurityGate } from 'cdk-secure-serverless';
import { addInsecureService } from './insecure/service';
import { addOrders } from './orders/orders';
import { ALL_RULES } from '../lib/catalog';
import { FixedCost, fixedCost } from '../lib/report/fixed-cost';
import { groupedText } from '../lib/report/grouped-text';
import { PRICES_AS_OF } from '../lib/report/prices';

const ROOT = join(__dirname, '..');
const PROFILES = ['production', 'development', 'regulated'];
/** The most that the orders example may cost in a month in which nobody uses it, in dollars. */
const MOST: Record<string, number> = { production: 27, development: 1, regulated: 27 };
const ALL = process.argv.includes('--all');
const COLOUR = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;

process.env.CDK_VALIDATION = 'false'; // CDK's own template validation takes 3 s, and is not what is shown here

const failures: string[] = [];
const expect = (what: string, holds: boolean): void => void (holds || failures.push(what));
const print = (text = ''): void => void process.stdout.write(`${text}\n`);
const title = (text: string): void => print(`\n${COLOUR ? `\u001b[1m${text}\u001b[22m` : text}`);
const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'cdk-secure-serverless-demo-'));
  try {
    const [orders, insecure] = await Promise.all([cdkSynth('orders', work), cdkSynth('insecure', work)]);
    showOrders(orders, join(work, 'orders'));
    showInsecure(insecure);
    showCost();
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (failures.length === 0) title('Everything came out as it should.');
  else title(`Not as it should be: ${failures.join('; ')}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

interface Synthesis {
  readonly code: number | null;
  readonly output: string;
  readonly seconds: string;
}

/** The real CDK command line, as a team would run it. */
function cdkSynth(example: string, work: string): Promise<Synthesis> {
  const started = Date.now();
  const bin = join(ROOT, 'node_modules', '.bin');
  const app = `tsx --tsconfig examples/tsconfig.json examples/${example}/app.ts`;
  const child = spawn(join(bin, 'cdk'), ['synth', '--quiet', '--app', app, '--output', join(work, example)], {
    cwd: ROOT,
    env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter), HOME: work, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output, seconds: ((Date.now() - started) / 1000).toFixed(1) }));
  });
}

function showOrders({ code, output, seconds }: Synthesis, assembly: string): void {
  title('orders: a service made of secure constructs');
  expect('cdk synth of orders succeeds', code === 0);
  if (code !== 0) return print(output);
  const stacks = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  const templates = stacks.map((file) => JSON.parse(readFileSync(join(assembly, file), 'utf8')));
  const resources = templates.reduce((sum, { Resources }) => sum + Object.keys(Resources).length, 0);
  expect('orders has resources', resources > 0);
  print(
    `cdk synth: ${plural(resources, 'resource')} in ${plural(stacks.length, 'stack')}, judged by ` +
      `${plural(ALL_RULES.length, 'rule')}: nothing blocks (${seconds} s)`,
  );
}

function showInsecure({ code, output, seconds }: Synthesis): void {
  title('insecure: the same service with the usual mistakes');
  const app = new App({ context: UNBUNDLED });
  addInsecureService(app);
  const found = blocking(app);
  const rules = new Set(found.map(({ ruleId }) => ruleId)).size;
  expect('cdk synth of insecure is blocked', code === 1 && output.includes('SecurityGate::'));
  expect('insecure has findings', found.length > 0);
  const changes = new Set(found.map(({ fix }) => fix)).size;
  print(
    `cdk synth: ${code === 1 ? 'blocked' : 'not blocked'}, exit code ${code}: ${plural(found.length, 'finding')} by ` +
      `${plural(rules, 'rule')}, mended by ${plural(changes, 'change')} (${seconds} s)\n`,
  );
  const topics = new Map(ALL_RULES.map((rule) => [rule.id, rule.topics]));
  const text = groupedText(
    found.map((one) => ({ ...one, topics: topics.get(one.ruleId) })),
    {
      width: Math.min(process.stdout.columns || 100, 100),
      groups: ALL ? Infinity : 10,
      places: 2,
      colour: COLOUR,
      more: MORE,
    },
  );
  print(text);
}

const MORE = 'npm run demo -- --all';
const UNBUNDLED = { 'aws:cdk:bundling-stacks': [] };

const blocking = (app: App): SecurityFinding[] =>
  SecurityGate.findingsOf(app).filter(({ status }) => status === 'blocking');

function showCost(): void {
  title(`What orders costs in a month in which nobody uses it (us-east-1, prices of ${PRICES_AS_OF})`);
  const costs = PROFILES.map((profile) => costOf(profile));
  const types = [...new Set(costs.flatMap(({ lines }) => lines.map(({ type }) => type)))];
  const row = (name: string, cells: string[]) => print(name.padEnd(36) + cells.map((one) => one.padStart(15)).join(''));
  row('', PROFILES);
  for (const type of types) {
    row(
      type,
      costs.map(({ lines }) => {
        const line = lines.find((one) => one.type === type);
        return line ? `${line.count} × = $${line.monthly.toFixed(2)}` : '–';
      }),
    );
  }
  row(
    'total',
    costs.map(({ monthly }) => `$${monthly.toFixed(2)}`),
  );
  const unknown = [...new Set(costs.flatMap((one) => one.unknown))];
  if (unknown.length > 0) print(`Price not known: ${unknown.join(', ')}`);
  expect('every price is known', unknown.length === 0);
}

function costOf(profile: string): FixedCost {
  const app = new App({ context: { ...UNBUNDLED, profile } });
  addOrders(app);
  expect(`nothing blocks orders in ${profile}`, blocking(app).length === 0);
  const cost = fixedCost(app.synth().stacks.map(({ template }) => template));
  expect(`orders costs at most $${MOST[profile]} in ${profile}`, cost.monthly <= MOST[profile]);
  return cost;
}

main().catch((error: Error) => {
  print(error.stack);
  process.exitCode = 1;
});
