import { appendFileSync, chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { build, BuildResult, Plugin } from 'esbuild';

const ROOT = join(__dirname, '..');
export const BUNDLE = join(ROOT, 'bin', 'cdk-secure-serverless.js');

/**
 * Rules name AWS CDK's classes only inside the closures that constructs call, so the command line needs none of it. Should
 * one be used all the same, it says so instead of failing somewhere else. Enums are what they are.
 */
const NO_CDK = `
const refuse = (what) => { throw new Error('expected the command line to work without the AWS CDK, got a use of ' + what); };
const part = (what, facts) => new Proxy(function () {}, {
  get: (_, name) => Object.hasOwn(facts, name) ? facts[name] : refuse(what + '.' + String(name)),
  apply: () => refuse(what),
  construct: () => refuse(what),
});
export const unavailable = (what, members) => new Proxy(function () {}, {
  get: (target, name) => {
    if (name === 'prototype') return target.prototype; // for classes that extend it
    return typeof name === 'symbol' ? undefined : (members[name] ??= part(what + '.' + name, {}));
  },
  apply: () => refuse(what),
  construct: () => refuse(what),
});
export const withFacts = (what, facts) =>
  unavailable(what, Object.fromEntries(Object.entries(facts).map(([name, one]) => [name, part(what + '.' + name, one)])));`;

/** Stands for a module of the AWS CDK: the names that the library imports from it. */
function standIn(path: string, names: ReadonlySet<string>): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const real = require(path) as Record<string, unknown>;
  const lines = [...names].sort().map((name) => {
    const value = real[name];
    if (isEnum(value)) return `export const ${name} = ${JSON.stringify(value)};`;
    return `export const ${name} = withFacts('${name}', ${JSON.stringify(factsOf(value))});`;
  });
  return `import { withFacts } from 'no-cdk';\n${lines.join('\n')}`;
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length > 0 &&
  Object.values(value).every((one) => /^(string|number|boolean)$/.test(typeof one));
const isEnum = (value: unknown): boolean => isPlain(value);

/** Constants of a class that are nothing but data, such as `BlockedEncryptionType.SSE_C`. */
const factsOf = (value: unknown): object =>
  typeof value === 'function' ? Object.fromEntries(Object.entries(value).filter(([, one]) => isPlain(one))) : {};

/** `import { A, B as C, type D } from 'aws-cdk-lib/aws-s3'` in all of the library. */
function importedNames(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.d.ts')) continue;
    const code = readFileSync(join(ROOT, 'lib', file), 'utf8');
    for (const [, list, path] of code.matchAll(/import\s+\{([^}]*)\}\s+from\s+'([^']+)'/g)) {
      const names = list
        .split(',')
        .map((one) => one.trim().split(/\s+as\s+/)[0])
        .filter((one) => one !== '' && !one.startsWith('type '));
      found.set(path, new Set([...(found.get(path) ?? []), ...names]));
    }
  }
  return found;
}

/** What rules read of AWS CDK's facts about regions: 8 KB of the 1.4 MB. */
const regions = (): string => {
  const known = RegionInfo.regions.map(({ name, elbv2Account }) => ({ name, elbv2Account }));
  return `
const known = ${JSON.stringify(known)};
const readable = new Set(['name', 'elbv2Account', 'then', 'toJSON']);
const guard = (one) => new Proxy(one, {
  get: (target, name) => {
    if (typeof name === 'symbol' || readable.has(name)) return target[name];
    throw new Error('expected the command line to know RegionInfo.' + name + ', got a bundle without it');
  },
});
export const RegionInfo = { regions: known.map(guard) };`;
};

const withoutCdk: Plugin = {
  name: 'without-cdk',
  setup(bundler) {
    bundler.onResolve({ filter: /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/ }, ({ path }) => ({
      path,
      namespace: path === 'aws-cdk-lib/region-info' ? 'regions' : 'stand-in',
      sideEffects: false,
    }));
    bundler.onResolve({ filter: /^no-cdk$/ }, ({ path }) => ({ path, namespace: 'no-cdk' }));
    bundler.onLoad({ filter: /.*/, namespace: 'no-cdk' }, () => ({ contents: NO_CDK }));
    const names = importedNames();
    bundler.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({
      contents: standIn(path, names.get(path) ?? new Set()),
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'regions' }, () => ({ contents: regions() }));
    // of package.json only what is said aloud
    bundler.onLoad({ filter: /\/package\.json$/ }, ({ path }) => {
      if (path !== join(ROOT, 'package.json')) return undefined;
      const { name, version, repository } = JSON.parse(readFileSync(path, 'utf8'));
      return { loader: 'json', contents: JSON.stringify({ name, version, repository }) };
    });
  },
};

/** Writes the command line as one file that needs nothing but Node. */
export async function bundleCli(outfile = BUNDLE): Promise<BuildResult> {
  const result = await build({
    entryPoints: [join(ROOT, 'cli', 'bin.ts')],
    absWorkingDir: ROOT,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: false,
    legalComments: 'inline',
    metafile: true,
    logLevel: 'warning',
    plugins: [withoutCdk],
  });
  appendFileSync(outfile, `${licences(Object.keys(result.metafile.inputs))}\n`);
  chmodSync(outfile, 0o755);
  return result;
}

/** The licence of every package in the bundle, in full, as most of them ask. */
function licences(inputs: readonly string[]): string {
  const packages = new Set(inputs.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  const texts = [...packages].sort().map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'].map((one) => join(folder, one)).find(existsSync);
    if (!file) throw new Error(`expected ${name} to have a licence file, got none; look at it before bundling it`);
    return `${name} ${version} (${license})\n\n${readFileSync(file, 'utf8').trim()}`;
  });
  return `/*! Third-party software in this file:\n\n${texts.join('\n\n').replace(/\*\//g, '* /')}\n*/`;
}

if (require.main === module) {
  bundleCli().then(
    () => console.log(`bin/cdk-secure-serverless.js: ${Math.round(statSync(BUNDLE).size / 1024)} KB`),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
}
