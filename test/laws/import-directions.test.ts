import { dirname, posix } from 'path';
import { folders, sources, text } from './library-files';

/**
 * Who may import whom, by folder of lib/ (or file, for those at its top). The architecture is changed here first.
 * Everybody may import its own folder. Rules may import less: RULES_MAY_IMPORT.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  account: ['core'],
  key: ['core'],
  logs: ['core', 'key'],
  role: ['core'],
  policy: ['core'],
  preflight: ['core'],
  alarm: ['core', 'key'],
  queue: ['alarm', 'core', 'key', 'policy'],
  topic: ['core', 'key', 'policy', 'queue'],
  bucket: ['core', 'key'],
  bus: ['core', 'key', 'logs', 'queue'],
  workflow: ['core', 'key', 'logs'],
  source: ['bus', 'core', 'key', 'queue', 'topic'],
  stream: ['core', 'key', 'logs', 'policy'],
  pipe: ['core', 'key', 'logs', 'queue'],
  connection: ['core'],
  function: ['alarm', 'connection', 'core', 'key', 'logs', 'queue', 'source'],
  store: ['core'],
  table: ['core', 'key'],
  spend: ['core', 'key'],
  edge: ['core', 'logs'],
  website: ['bucket', 'core', 'edge', 'key'],
  endpoint: ['core'],
  baseline: ['core', 'function'],
  api: ['alarm', 'core', 'edge', 'function', 'key', 'logs'],
  graphql: ['connection', 'core', 'edge', 'logs'],
  'http-api': ['api', 'core', 'logs'],
  identity: ['core', 'logs'],
  sam: ['core'],
  network: ['core', 'logs'],
  cache: ['core', 'key'],
  secret: ['core', 'key'],
  'web-function': ['core'],
  'cdk-singletons': ['core'],
  gate: ['core'],
  report: ['core'],
};
/** Who stands above the folders. */
const CATALOG = 'catalog';
const INDEX = 'index';

/** What a rule may import besides core and its own folder: tables that others keep. */
const RULES_MAY_IMPORT = ['key'];

interface Import {
  readonly file: string;
  readonly from: string;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*'([^']+)'|(?:import|require)\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g;
const importsOf = (file: string): Import[] =>
  [...text(file).matchAll(IMPORT)].map(([, a, b, c]) => ({ file, from: a ?? b ?? c }));

/** `lib/bucket/rules/x.ts` and `../../core/rule` → `lib/core/rule`. */
const target = ({ file, from }: Import): string => posix.join(dirname(file), from);
/** `lib/core/rule` → `core`; `lib/catalog` → `catalog`. */
const unitOf = (path: string): string => path.split('/')[1].replace(/\.ts$/, '');

const all = sources('lib').flatMap(importsOf);
const inside = all.filter((one) => one.from.startsWith('.') && target(one).startsWith('lib/'));
const show = (one: Import): string => `${one.file} imports ${one.from}`;

test('the parser sees the imports', () => {
  expect(all.length).toBeGreaterThan(50);
  const seen = (code: string) => [...code.matchAll(IMPORT)].map(([, a, b, c]) => a ?? b ?? c);
  expect(
    seen(
      "import './a';\nimport { B } from './b';\nimport type { C,\n D } from './c';\nexport { E } from './d';\nconst f = require('./e');\nimport('./f');",
    ),
  ).toEqual(['./a', './b', './c', './d', './e', './f']);
});

test('every folder and file of lib/ has a row', () => {
  const units = [...new Set(sources('lib').map(unitOf))];
  expect(units.filter((unit) => !(unit in MAY_IMPORT) && unit !== CATALOG && unit !== INDEX)).toEqual([]);
  expect(Object.keys(MAY_IMPORT).filter((unit) => !units.includes(unit))).toEqual([]);
});

test('folders import only what the table allows', () => {
  const wrong = inside.filter((one) => {
    const [from, to] = [unitOf(one.file), unitOf(target(one))];
    if (from === to || from === INDEX) return false;
    if (from === CATALOG) return to === INDEX || to === 'gate' || to === 'report';
    return !MAY_IMPORT[from]?.includes(to);
  });
  expect(wrong.map(show)).toEqual([]);
});

test('nobody imports the catalog but the index', () => {
  const wrong = inside.filter((one) => unitOf(target(one)) === CATALOG && ![CATALOG, INDEX].includes(unitOf(one.file)));
  expect(wrong.map(show)).toEqual([]);
});

test('the table has no circles', () => {
  const reach = (unit: string, seen: readonly string[] = []): string[] =>
    seen.includes(unit)
      ? [[...seen, unit].join(' → ')]
      : (MAY_IMPORT[unit] ?? []).flatMap((to) => reach(to, [...seen, unit]));
  expect(Object.keys(MAY_IMPORT).flatMap((unit) => reach(unit))).toEqual([]);
});

test('rules import core, their own folder and shared tables', () => {
  const wrong = inside.filter((one) => {
    if (!/^lib\/[^/]+\/rules\//.test(one.file)) return false;
    const [from, to] = [unitOf(one.file), unitOf(target(one))];
    return to !== 'core' && to !== from && !RULES_MAY_IMPORT.includes(to);
  });
  expect(wrong.map(show)).toEqual([]);
});

test('rules do not import constructs', () => {
  const wrong = inside.filter((one) => /^lib\/[^/]+\/rules\//.test(one.file) && /\/secure-/.test(target(one)));
  expect(wrong.filter((one) => !/secure-props$/.test(one.from)).map(show)).toEqual([]);
});

test('nobody imports from the index of a folder above', () => {
  const wrong = inside.filter((one) => /^(\.|\.\.|\.\.\/\.\.)(\/index)?$/.test(one.from));
  expect(wrong.map(show)).toEqual([]);
});

test('core knows no service of AWS', () => {
  const wrong = all.filter(
    ({ file, from }) =>
      file.startsWith('lib/core/') &&
      !from.startsWith('.') &&
      !['aws-cdk-lib', 'constructs', 'crypto', 'fs', 'path'].includes(from),
  );
  expect(wrong.map(show)).toEqual([]);
});

test('the library needs aws-cdk-lib and constructs, and cdk-nag in one place', () => {
  const wrong = all.filter(({ file, from }) => {
    if (from.startsWith('.') || /^(aws-cdk-lib(\/(aws-[a-z0-9-]+|region-info))?|constructs)$/.test(from)) return false;
    if (from === 'cdk-nag') return file !== 'lib/gate/serverless-security-checks.ts';
    if (from === 'yaml') return file !== 'lib/api/open-api-source.ts'; // bundled, and loaded when a document is read
    return !['fs', 'path', 'os', 'crypto'].includes(from);
  });
  expect(wrong.map(show)).toEqual([]);
});

test('every folder with rules is in the catalog', () => {
  const withRules = folders('lib').filter((folder) => folders(`lib/${folder}`).includes('rules'));
  const listed = importsOf('lib/catalog.ts').map(({ from }) => /^\.\/([^/]+)\/rules\/index$/.exec(from)?.[1]);
  expect(listed.filter(Boolean).sort()).toEqual(withRules.sort());
});

test('rules are imported by file: where the compiled JavaScript lies beside it, a folder would lead there, to a second copy', () => {
  expect(all.filter(({ from }) => /(^|\/)rules$/.test(from)).map(show)).toEqual([]);
});

test('the table allows nothing that nobody needs', () => {
  const used = new Set(inside.map((one) => `${unitOf(one.file)} → ${unitOf(target(one))}`));
  const allowed = Object.entries(MAY_IMPORT).flatMap(([from, tos]) => tos.map((to) => `${from} → ${to}`));
  expect(allowed.filter((one) => !used.has(one))).toEqual([]);
});

describe('the command line', () => {
  const cli = sources('cli').flatMap(importsOf);
  /** Nothing of the constructs: they need the AWS CDK, which is not there. Rules need only the names of it. */
  const MAY_USE = ['core', 'catalog', 'report'];

  test('imports core, the catalog and reports, and nothing else of the library', () => {
    const wrong = cli.filter((one) => {
      if (!one.from.startsWith('.') || target(one).startsWith('cli/')) return false;
      if (target(one).startsWith('lib/')) return !MAY_USE.includes(unitOf(target(one)));
      return target(one) !== 'package.json';
    });
    expect(wrong.map(show)).toEqual([]);
    expect(cli.filter((one) => target(one).startsWith('lib/')).length).toBeGreaterThan(10);
  });

  test('needs Node, commander and yaml', () => {
    const libraries = ['commander', 'yaml', 'sarif', 'fs', 'path', 'crypto', 'url'];
    const written = '${LIBRARY}'; // in the code that `init` writes for others
    const wrong = cli.filter(({ from }) => !from.startsWith('.') && ![...libraries, written].includes(from));
    expect(wrong.map(show)).toEqual([]);
  });

  test('nobody imports it', () => {
    const wrong = all.filter((one) => one.from.startsWith('.') && target(one).startsWith('cli/'));
    expect(wrong.map(show)).toEqual([]);
  });
});
