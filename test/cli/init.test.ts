import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as ts from 'typescript';
import * as cdk from 'aws-cdk-lib';
import * as library from '../../lib';
import { SecurityGate, SecurityGateProps } from '../../lib';
import { editEntry } from '../../cli/init/edit-entry';
import { commandLine } from '../support/command-line';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report
const fresh = () => mkdtempSync(join(tmpdir(), 'init-'));
const OPTIONS = { baseline: 'security-baseline.json', edition: '2026-11' };

describe('the edit', () => {
  const edited = (code: string): string => {
    const edit = editEntry(code, OPTIONS);
    if (edit.kind !== 'edited') throw new Error(JSON.stringify(edit));
    return edit.code;
  };
  const GATE = (app = 'app', indent = '', quote = "'", end = ';') =>
    [
      `SecurityGate.enforce(${app}, {`,
      `  baseline: ${quote}security-baseline.json${quote}, // what was there before: it passes until it is mended`,
      `  edition: ${quote}2026-11${quote}, // rules of later editions warn until this is raised`,
      `})${end}`,
    ]
      .map((line) => indent + line)
      .join('\n');
  const IMPORT = "import { SecurityGate } from 'cdk-secure-serverless';";

  test.each<[string, string, string]>([
    [
      'a namespace, as cdk init writes it',
      `#!/usr/bin/env node\nimport * as cdk from 'aws-cdk-lib/core';\nimport { S } from '../lib/s';\n\nconst app = new cdk.App();\nnew S(app, 'S', {\n  // env\n});\n`,
      `#!/usr/bin/env node\nimport * as cdk from 'aws-cdk-lib/core';\n${IMPORT}\nimport { S } from '../lib/s';\n\nconst app = new cdk.App();\n${GATE()}\nnew S(app, 'S', {\n  // env\n});\n`,
    ],
    [
      'props over several lines, with a comment behind them',
      `import { App, Tags } from 'aws-cdk-lib';\nconst app = new App({\n  context: { a: ')', b: \`\${[1, '}'].join('(')}\` }, // new App()\n}); // the app\nTags.of(app);\n`,
      `import { App, Tags } from 'aws-cdk-lib';\n${IMPORT}\nconst app = new App({\n  context: { a: ')', b: \`\${[1, '}'].join('(')}\` }, // new App()\n}); // the app\n${GATE()}\nTags.of(app);\n`,
    ],
    [
      'an import over several lines, and another name',
      `import {\n  App as CdkApp,\n  Stack,\n} from "aws-cdk-lib";\n\nexport const root: CdkApp = new CdkApp();\nnew Stack(root, "S");\n`,
      `import {\n  App as CdkApp,\n  Stack,\n} from "aws-cdk-lib";\n${IMPORT.replace(/'/g, '"')}\n\nexport const root: CdkApp = new CdkApp();\n${GATE('root', '', '"')}\nnew Stack(root, "S");\n`,
    ],
    [
      'JavaScript in a function, without semicolons',
      `const cdk = require('aws-cdk-lib')\n\nfunction main() {\n  const app = new cdk.App()\n  new cdk.Stack(app, 'S')\n}\nmain()\n`,
      `const cdk = require('aws-cdk-lib')\nconst { SecurityGate } = require('cdk-secure-serverless')\n\nfunction main() {\n  const app = new cdk.App()\n${GATE('app', '  ', "'", '')}\n  new cdk.Stack(app, 'S')\n}\nmain()\n`,
    ],
    [
      'a destructured require',
      `const { App, Stack } = require('aws-cdk-lib');\nlet app = new App();\n`,
      `const { App, Stack } = require('aws-cdk-lib');\nconst { SecurityGate } = require('cdk-secure-serverless');\nlet app = new App();\n${GATE()}\n`,
    ],
    [
      'a comment before it',
      `import { App } from 'aws-cdk-lib';\n  /* the app */ const app = new App();\n`,
      `import { App } from 'aws-cdk-lib';\n${IMPORT}\n  /* the app */ const app = new App();\n${GATE('app', '  ')}\n`,
    ],
    [
      'the end of a comment before it',
      `import { App } from 'aws-cdk-lib';\n/* the\n * app */ const app = new App();\n`,
      `import { App } from 'aws-cdk-lib';\n${IMPORT}\n/* the\n * app */ const app = new App();\n${GATE()}\n`,
    ],
    [
      'nothing behind it, not even the end of the line',
      `import { App } from 'aws-cdk-lib';\nconst app = new App();`,
      `import { App } from 'aws-cdk-lib';\n${IMPORT}\nconst app = new App();\n${GATE()}`,
    ],
    [
      'texts and comments that look like code',
      `import { App } from 'aws-cdk-lib';\n// const app = new App();\n/* const app = new App(); */\nconst text = 'new App()' + /new App\\(\\)[/"']/.source;\nconst app = new App();\n`,
      `import { App } from 'aws-cdk-lib';\n${IMPORT}\n// const app = new App();\n/* const app = new App(); */\nconst text = 'new App()' + /new App\\(\\)[/"']/.source;\nconst app = new App();\n${GATE()}\n`,
    ],
  ])('%s', (_, before, after) => {
    expect(edited(before)).toBe(after);
    const { diagnostics } = ts.transpileModule(after, {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.CommonJS },
    });
    expect(diagnostics).toEqual([]);
    expect(editEntry(after, OPTIONS)).toEqual({ kind: 'present' });
  });

  test('line ends of Windows stay', () => {
    const code = edited(`import { App } from 'aws-cdk-lib';\r\nconst app = new App();\r\n`);
    expect(code.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    expect(code.split('\r\n')).toHaveLength(8);
  });

  const IMPORTED = `import { App, Stack } from 'aws-cdk-lib';\n`;
  test.each<[string, string, RegExp]>([
    ['no App', IMPORTED, /makes no new App/],
    ['an App of somebody else', `import { App } from './mine';\nconst app = new App();\n`, /no import of App/],
    ['a class of its own name', `import { Stack } from 'aws-cdk-lib';\nconst app = new App();\n`, /no import of App/],
    ['only a type', `import type { App } from 'aws-cdk-lib';\nconst app = new App();\n`, /no import of App/],
    ['two Apps', `${IMPORTED}const a = new App();\nconst b = new App();\n`, /several Apps/],
    ['an App without a name', `${IMPORTED}new Stack(new App(), 'S');\n`, /not kept in a variable/],
    ['an App that is passed on', `${IMPORTED}main(new App());\n`, /not kept in a variable/],
    ['an App among others', `${IMPORTED}const one = 1, app = new App();\n`, /not kept in a variable/],
    ['an assignment', `${IMPORTED}let app: App;\napp = new App();\n`, /not kept in a variable/],
    ['more in the line', `${IMPORTED}const app = new App(); new Stack(app, 'S');\n`, /more code/],
    ['a call on it', `${IMPORTED}const app = new App().node;\n`, /more code/],
    ['a call in the next line', `${IMPORTED}const app = new App()\n  .node\n`, /goes on/],
    ['all in one line', `import { App } from 'aws-cdk-lib'; const app = new App();\n`, /more code|not kept/],
    ['a text that does not end', `${IMPORTED}const app = new App();\nconst text = 'x\n`, /cannot be told apart/],
    ['braces that do not end', `${IMPORTED}const app = new App({;\n`, /cannot be told apart/],
  ])('nothing is changed when it is not sure: %s', (_, code, why) => {
    expect(editEntry(code, OPTIONS)).toEqual({ kind: 'unsure', why: expect.stringMatching(why) });
  });
});

/** A directory with an app: `files` by path. */
function project(files: Record<string, string>): string {
  const folder = fresh();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
const cdkJson = (app: string, more = {}) => JSON.stringify({ app, ...more });
const PLAIN = `import { App } from 'aws-cdk-lib';\nconst app = new App();\n`;
const ENFORCING = `import { SecurityGate } from 'cdk-secure-serverless';\nexport const harden = (app) => SecurityGate.enforce(app);\n`;
const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');

/** An app as somebody has it before: plain constructs, a nested stack, a Stage, an override. */
function oldApp(outdir: string, gate?: SecurityGateProps): App {
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
  if (gate) SecurityGate.enforce(app, gate);
  for (const stack of [new Stack(app, 'Top'), new Stack(new Stage(app, 'Prod'), 'S')]) {
    const bucket = new Bucket(stack, 'Uploads');
    const code = Code.fromInline('exports.handler = async () => 1;');
    const fn = new Function(stack, 'Fn', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code });
    bucket.grantReadWrite(fn);
    fn.addToRolePolicy(new PolicyStatement({ actions: ['sqs:*'], resources: ['*'] }));
    new Queue(new NestedStack(stack, 'Nested'), 'Inbox');
  }
  return app;
}

describe('in a project', () => {
  test.each([
    ['npx ts-node --prefer-ts-exts bin/app.ts', 'bin/app.ts'],
    ['npx tsx ./bin/app.ts', 'bin/app.ts'],
    ['node --import tsx src/main.mts', 'src/main.mts'],
    ['npm run build && node bin/app.js', 'bin/app.ts'],
    ['node dist/bin/app.js', 'bin/app.ts'],
    ['npx ts-node bin/app', 'bin/app.ts'],
    ['node index.js', 'index.js'],
  ])('the entry of %s', async (command, entry) => {
    const folder = project({ 'cdk.json': cdkJson(command), [entry]: PLAIN });
    const { code, stdout } = await commandLine(folder, 'init');
    expect(stdout).toContain(`added to ${entry}:`);
    expect(read(folder, entry)).toContain("SecurityGate.enforce(app, {\n  baseline: 'security-baseline.json'");
    expect(code).toBe(0);
  });

  test('without a synthesized app, it says how to write the baseline', async () => {
    const folder = project({ 'cdk.json': cdkJson('npx tsx app.ts'), 'app.ts': PLAIN });
    const { stdout } = await commandLine(folder, 'init');
    expect(stdout).toContain('npx cdk synth -c cdk-secure-serverless:writeBaseline=true');
    expect(existsSync(join(folder, 'security-baseline.json'))).toBe(false);
  });

  test('a dry run changes nothing, and says the same', async () => {
    const folder = project({ 'cdk.json': cdkJson('npx tsx app.ts'), 'app.ts': PLAIN });
    oldApp(join(folder, 'cdk.out')).synth();
    const { stdout } = await commandLine(folder, 'init', '--dry-run');
    expect(read(folder, 'app.ts')).toBe(PLAIN);
    expect(existsSync(join(folder, 'security-baseline.json'))).toBe(false);
    const said = /would write (.*)/.exec(stdout)![1];
    expect(stdout).toContain("import { SecurityGate } from 'cdk-secure-serverless';");
    expect((await commandLine(folder, 'init')).stdout).toContain(`wrote ${said}`);
  });

  test('a second run changes nothing', async () => {
    const folder = project({ 'cdk.json': cdkJson('npx tsx app.ts'), 'app.ts': PLAIN });
    oldApp(join(folder, 'cdk.out')).synth();
    await commandLine(folder, 'init');
    const before = [read(folder, 'app.ts'), read(folder, 'security-baseline.json')];
    const { stdout } = await commandLine(folder, 'init');
    expect(stdout).toContain('app.ts has SecurityGate already: nothing to add');
    expect(stdout).toContain('security-baseline.json is there already: it stays as it is');
    expect([read(folder, 'app.ts'), read(folder, 'security-baseline.json')]).toEqual(before);
  });

  test('a gate in another file is found', async () => {
    const importing = `import { harden } from './lib/index.js';\n${PLAIN}harden(app);\n`;
    const files = { 'lib/index.ts': "export * from './harden';\n", 'lib/harden.ts': ENFORCING };
    const folder = project({ 'cdk.json': cdkJson('npx tsx app.ts'), 'app.ts': importing, ...files });
    expect((await commandLine(folder, 'init')).stdout).toContain('lib/harden.ts has SecurityGate already');
    expect(read(folder, 'app.ts')).toBe(importing);
  });

  test.each([
    ['a test', 'test/gate.test.ts', PLAIN],
    ['a file that nobody imports', 'lib/scratch.ts', PLAIN],
    ['an import in a comment', 'lib/scratch.ts', `// import './lib/scratch';\n${PLAIN}`],
    ['a package', 'node_modules/other/index.ts', `import './node_modules/other';\n${PLAIN}`],
    ['a comment', 'lib/scratch.ts', `${PLAIN}// SecurityGate.enforce(app);\n`],
  ])('a gate in %s is none', async (_, path, text) => {
    const folder = project({ 'cdk.json': cdkJson('npx tsx app.ts'), 'app.ts': text, [path]: ENFORCING });
    expect((await commandLine(folder, 'init')).stdout).toContain('added to app.ts');
  });

  test('in another language, a gate in a test is none', async () => {
    const text = 'SecurityGate.enforce(app)\n';
    const folder = project({ 'cdk.json': cdkJson('python3 app.py'), 'app.py': '', 'tests/test_app.py': text });
    expect((await commandLine(folder, 'init')).stdout).toContain('nothing was changed');
    writeFileSync(join(folder, 'stack.py'), text);
    expect((await commandLine(folder, 'init')).stdout).toContain('stack.py has SecurityGate already');
  });

  test('what is installed already is not asked for', async () => {
    const manifest = JSON.stringify({ devDependencies: { 'cdk-secure-serverless': '^0.1.0' } });
    const files = { 'cdk.json': cdkJson('npx tsx app.ts'), 'app.ts': PLAIN, 'package.json': manifest };
    const folder = project(files);
    expect((await commandLine(folder, 'init', '--dry-run')).stdout).toContain('1. npm install cdk-secure-serverless');
    mkdirSync(join(folder, 'node_modules/cdk-secure-serverless'), { recursive: true });
    expect((await commandLine(folder, 'init', '--dry-run')).stdout).not.toContain('npm install');
  });

  test.each([
    [
      'python3 app.py',
      'SecurityGate.enforce(app, baseline="security-baseline.json", edition="2026-11")',
      'pip install',
    ],
    ['mvn -e -q compile exec:java', 'SecurityGateProps.builder().baseline("security-baseline.json")', 'dependencies'],
    ['dotnet run --project src/App.csproj', 'SecurityGate.Enforce(app, new SecurityGateProps {', 'dotnet add package'],
    ['go mod download && go run app.go', 'SecurityGate_Enforce(app, &cdksecureserverless', 'go get'],
  ])('for %s it prints what to add', async (command, line, install) => {
    const folder = project({ 'cdk.json': cdkJson(command), 'app.py': 'app = App()\n' });
    const { stdout, code } = await commandLine(folder, 'init', '--edition', '2026-11');
    expect(stdout).toContain('nothing was changed, since the app is not written in TypeScript');
    expect(stdout).toContain(line);
    expect(stdout).toContain(install);
    expect(code).toBe(2);
  });

  test.each([
    ['no cdk.json', {}, /expected a cdk\.json here, got none/],
    ['a broken one', { 'cdk.json': '{' }, /expected cdk\.json to be JSON/],
    ['one without an app', { 'cdk.json': '{}' }, /to name the command of the app/],
  ])('%s is one clear line', async (_, files, message) => {
    const { code, stderr } = await commandLine(project(files as Record<string, string>), 'init');
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  test('a file that is not sure stays as it is, with the lines to add', async () => {
    const text = `import { App, Stack } from 'aws-cdk-lib';\nnew Stack(new App(), 'S');\n`;
    const folder = project({ 'cdk.json': cdkJson('npx tsx app.ts'), 'app.ts': text });
    const { stdout, code } = await commandLine(folder, 'init');
    expect(code).toBe(2);
    expect(stdout).toContain('nothing was changed, since in app.ts its App is not kept in a variable of its own');
    expect(stdout).toContain("import { SecurityGate } from 'cdk-secure-serverless';");
    expect(read(folder, 'app.ts')).toBe(text);
  });
});

test('the baseline it writes from a CDK output is the one the gate reads: all of it, and nothing is left over', async () => {
  const folder = project({ 'cdk.json': cdkJson('npx tsx app.ts', { output: 'out' }), 'app.ts': PLAIN });
  oldApp(join(folder, 'out')).synth();
  await commandLine(folder, 'init');
  const baseline = join(folder, 'security-baseline.json');
  const { findings, warnings } = JSON.parse(readFileSync(baseline, 'utf8'));
  expect(findings.length).toBeGreaterThan(12);
  expect(findings.map(({ path }: { path: string }) => path)).toEqual(
    expect.arrayContaining(['Top/Uploads/Resource', 'Prod/S/Nested/Inbox/Resource']),
  );

  const found = SecurityGate.findingsOf(oldApp(fresh(), { baseline, edition: '2026-11' }));
  expect(found.filter(({ status }) => status === 'blocking').map(({ message, path }) => `${path} ${message}`)).toEqual(
    [],
  );
  expect(found.filter(({ ruleId }) => ruleId.startsWith('GATE'))).toEqual([]);
  expect(found.filter(({ status }) => status === 'baselined')).toHaveLength(findings.length + warnings.length);
  expect(found.filter(({ status }) => status === 'warning')).toEqual([]);

  const inApp = join(fresh(), 'b.json');
  SecurityGate.writeBaseline(oldApp(fresh()), inApp);
  expect(readFileSync(baseline, 'utf8')).toBe(readFileSync(inApp, 'utf8'));
});

test('what it inserts runs as it is', () => {
  const edit = editEntry(`import { App } from 'aws-cdk-lib';\nexport const app = new App();\n`, {
    baseline: join(fresh(), 'none.json').split('\\').join('/'),
    edition: '2026-11',
  });
  const code = (edit as { code: string }).code;
  const js = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } }).outputText;
  const libraries: Record<string, unknown> = { 'aws-cdk-lib': cdk, 'cdk-secure-serverless': library };
  const run = () => new global.Function('require', 'exports', js)((name: string) => libraries[name], {});
  expect(run).toThrow(/GATE-08: expected baseline '.*none\.json' to be a readable JSON file/);
});
