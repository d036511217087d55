import { copyFileSync, mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { buildSync } from 'esbuild';

/** Code that runs in Lambda, bundled into lib/assets/ and committed: who uses the library needs no bundler. */
const ROOT = join(__dirname, '..');
const ASSETS = join(ROOT, 'lib', 'assets');

const AUTHORIZER = 'jwt-authorizer';
const LIBRARY = 'aws-jwt-verify';

/** The text of a bundle; a function of the sources alone. */
export function bundled(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['node'],
    mainFields: ['module', 'main'],
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
    tsconfigRaw: {},
    // small enough to start fast, plain enough to be read in a review
    minifySyntax: true,
    banner: { js: `// Bundled from runtime/ by scripts/bundle-runtime.ts, with ${LIBRARY} (see LICENSE-${LIBRARY}).` },
  });
  return outputFiles[0].text;
}

export const authorizerBundle = (): string => bundled('runtime/authorizer/index.ts');

/** Where the licence of the library inside comes from and goes to. */
export const LICENSES = [
  { from: join(ROOT, 'node_modules', LIBRARY, 'LICENSE'), to: join(ASSETS, AUTHORIZER, `LICENSE-${LIBRARY}`) },
];
export const AUTHORIZER_FILE = join(ASSETS, AUTHORIZER, 'index.mjs');

/** Small enough to stand in a template, where Lambda takes it for CommonJS; the AWS SDK is part of the runtime. */
export function accountBundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: ['runtime/api-gateway-account/index.ts'],
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    charset: 'utf8',
    external: ['@aws-sdk/*'],
    minifyWhitespace: true,
    write: false,
    logLevel: 'warning',
    tsconfigRaw: {},
  });
  return outputFiles[0].text;
}
export const ACCOUNT_FILE = join(ASSETS, 'api-gateway-account', 'index.cjs');

if (require.main === module) {
  mkdirSync(dirname(AUTHORIZER_FILE), { recursive: true });
  writeFileSync(AUTHORIZER_FILE, authorizerBundle());
  for (const { from, to } of LICENSES) copyFileSync(from, to);
  mkdirSync(dirname(ACCOUNT_FILE), { recursive: true });
  writeFileSync(ACCOUNT_FILE, accountBundle());
}
