import { awscdk, javascript, JsonFile, typescript } from 'projen';

const name = 'cdk-secure-serverless';
/** The version of aws-cdk-lib that we build and test with. The peer range starts lower, at `cdkVersion`. */
const developmentCdk = '2.276.0';
/** Suites that deploy, pack or spawn the real CLI: they run in `test:slow`, never in `test`. */
const slowSuites = ['emulated', 'packaged', 'cli-real'];

const project = new awscdk.AwsCdkConstructLibrary({
  name,
  description:
    'Secure-by-default serverless constructs for the AWS CDK, and a gate that judges every synthesized template',
  keywords: ['aws', 'cdk', 'serverless', 'security', 'lambda', 'least-privilege', 'compliance'],
  projenrcTs: true,
  projenrcTsOptions: { projenCodeDir: '.projen' }, // its tsconfig.json in .projen/, not in a top-level projenrc/
  runner: typescript.TypeScriptRunner.tsx(),
  license: 'Apache-2.0',
  author: 'cdk-secure-serverless contributors',
  authorAddress: 'cdk-secure-serverless@users.noreply.github.com',
  repositoryUrl: 'https://github.com/cdk-secure-serverless/cdk-secure-serverless.git',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  allowScripts: ['esbuild'], // npm 11.16+: all other install scripts stay off
  minNodeVersion: '20.20.0',

  // The TypeScript lies in lib/, its JS and .d.ts are emitted beside it, as in aws-cdk itself.
  srcdir: 'lib',
  libdir: 'lib',
  tsconfig: { compilerOptions: { types: ['node'] } },
  tsconfigDev: {
    include: ['cli', 'runtime', 'examples', 'bench', 'scripts'].map((folder) => `../${folder}/**/*.ts`),
    exclude: ['../**/cdk.out'],
    // Examples and tests import the library by its own name. Not in the root tsconfig.json:
    // jsii's strict rules list `paths` as fine, yet refuse the `pathsBasePath` TypeScript adds to it.
    compilerOptions: { types: ['jest', 'node'], paths: { [name]: ['../lib/index.ts'] } },
  },

  cdkVersion: '2.271.0', // the floor of the peer range
  constructsVersion: '10.5.1', // the least that cdk-nag 3 takes
  peerDeps: ['cdk-nag@^3.0.2'],
  bundledDeps: ['yaml@^2'], // OpenAPI documents, with the line of every mistake
  bin: { [name]: 'bin/cdk-secure-serverless.js', 'cdk-secure': 'bin/cdk-secure-serverless.js' },
  // We develop on a later aws-cdk-lib than the floor, so the development versions are written below, by hand.
  peerDependencyOptions: { pinnedDevDependency: false },
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0', // not `latest` (7): jsii 6.0 is on ~6.0, ts-jest takes <7, typescript-eslint <6.1
  devDeps: [
    `aws-cdk-lib@${developmentCdk}`,
    'cdk-nag@3.0.2',
    'aws-cdk@2.1148.1', // not `latest`: 3.0.0 is an old CLI published by accident, it reads no assembly of 2.276.0
    'esbuild@^0.28.0',
    'eslint@^10',
    'typescript-eslint@^8',
    'fast-check@^4',
    'commander@^14', // bundled into bin/ by esbuild; 15 needs Node 22
    'aws-jwt-verify@^5', // bundled into lib/assets/jwt-authorizer
    '@types/sarif@^2',
    'ajv@^8',
    'ajv-formats@^3',
    '@aws-sdk/client-dynamodb@^3',
    '@aws-sdk/client-s3@^3',
    '@aws-sdk/client-sqs@^3',
    '@aws-sdk/lib-dynamodb@^3',
    '@types/aws-lambda@^8',
  ],

  eslint: false, // projen's own is still .eslintrc on ESLint 9; ours is eslint.config.mjs
  prettier: true,
  prettierOptions: { settings: { singleQuote: true, printWidth: 120, trailingComma: javascript.TrailingComma.ALL } },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false,
      maxWorkers: 2,
      setupFiles: ['<rootDir>/test/setup.ts'],
      globalSetup: '<rootDir>/test/temporary-folder.ts',
      globalTeardown: '<rootDir>/test/remove-temporary-folder.ts',
      // without this order, a test run after a compile reads the JS beside the TS
      moduleFileExtensions: ['ts', 'js', 'json', 'node'],
      moduleNameMapper: { [`^${name}$`]: '<rootDir>/lib' },
      testPathIgnorePatterns: ['/node_modules/', 'cdk\\.out', `<rootDir>/test/(${slowSuites.join('|')})/`],
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdk\\.out/'],
    },
  },

  publishToPypi: { distName: name, module: 'cdk_secure_serverless' },
  publishToMaven: {
    javaPackage: 'io.github.cdksecureserverless',
    mavenGroupId: 'io.github.cdksecureserverless',
    mavenArtifactId: name,
  },
  publishToNuget: { dotNetNamespace: 'CdkSecureServerless', packageId: 'CdkSecureServerless' },
  publishToGo: { moduleName: `github.com/${name}/${name}-go` },

  github: false, // .github/ is written by hand
  release: false, // its commit-and-tag-version@13 needs Node 22
  depsUpgrade: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  gitignore: [
    'cdk.out',
    '__pycache__',
    '.venv',
    '.jsii.tabl.json',
    'tsconfig.tsbuildinfo',
    '/lib/**/*.js',
    '/lib/**/*.d.ts',
    '/bin/',
    // projen ignores every folder of this name; these two are ours
    '!/lib/logs/',
    '!/test/logs/',
  ],
  npmIgnoreOptions: {
    // The order counts: projen adds `!/lib/` after these, which brings no single file back.
    ignorePatterns: [
      '*.ts',
      '!*.d.ts',
      'tsconfig.json',
      '__pycache__',
      '.venv',
      'cdk.out',
      '/.ci/',
      '/.github/',
      '/bench/',
      '/cli/',
      '/docs/',
      '/examples/',
      '/rosetta/',
      '/runtime/',
      '/scripts/',
      '/test/',
      '/CODE_OF_CONDUCT.md',
      '/CONTRIBUTING.md',
      '/cdk.json',
      '/eslint.config.mjs',
      '/jest.slow.config.js',
      '/.npmrc',
      '/.prettierignore',
      '/.prettierrc.json',
    ],
  },
});
project.addPackageIgnore('!.jsii.tabl.json');
project.addDevDeps('constructs@10.5.1'); // not in the list above: AwsCdkConstructLibrary takes it out again
project.package.addVersion('0.1.0');

// The lock file names no registry: everyone installs from the one they have configured; the integrity hashes stay.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// unrs-resolver 1.13.0 is published without most of its optional bindings: `npm ci` refuses such a lock
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// npm 11.16+ warns of every install script that is neither allowed nor denied
project.package.file.addOverride('allowScripts', { esbuild: true, '@parcel/watcher': false, 'unrs-resolver': false });

// projen's default list also looks into lib/ and .projen/
project.package.file.addOverride('jest.testMatch', ['<rootDir>/test/**/*.test.ts']);

// the nearest tsconfig.json for examples: editors, tsx and `cdk synth` read it
new javascript.TypescriptConfig(project, {
  fileName: 'examples/tsconfig.json',
  extends: javascript.TypescriptConfigExtends.fromTypescriptConfigs([project.tsconfigDev]),
  include: ['**/*.ts'],
  compilerOptions: { rootDir: '..' },
});

// jsii would have us develop on the floor of the peer range
project.compileTask.reset('jsii --silence-warnings=reserved-word --silence-warnings=metadata/missing-dev-dependency');

// test: jest alone, in seconds
const jest = project.testTask.steps.find((s) => s.execArgs?.[0] === 'jest')!;
project.testTask.reset();
project.testTask.execArgs(jest.execArgs!, { receiveArgs: true });

project.addTask('test:slow', {
  description: `Run the slow suites: ${slowSuites.map((suite) => `test/${suite}`).join(', ')}`,
  steps: [{ execArgs: ['jest', '--config', 'jest.slow.config.js', '--ci'], receiveArgs: true }],
});

// lint: eslint, prettier, and the types that jest and tsx only strip
const lint = project.addTask('lint', {
  description: 'ESLint, Prettier and the type check of every TypeScript file',
  steps: [
    { execArgs: ['eslint', '.'] },
    { execArgs: ['prettier', '--check', '{lib,cli,runtime,test,examples,bench,scripts}/**/*.ts', '.projenrc.ts'] },
    { execArgs: ['tsc', '-p', project.tsconfigDev.fileName] },
  ],
});
project.addTask('format', {
  description: 'Let Prettier and ESLint repair what they can',
  steps: [
    { execArgs: ['prettier', '--write', '{lib,cli,runtime,test,examples,bench,scripts}/**/*.ts', '.projenrc.ts'] },
    { execArgs: ['eslint', '--fix', '.'] },
  ],
});

// loading the library must not load cdk-nag: only who runs a pack pays for it
project.postCompileTask.execArgs(['node', 'scripts/lazy-index.js']);

// the command line and the code that runs in Lambda are bundled: neither needs anything installed
const bundle = (what: string, description: string) =>
  project.addTask(`bundle:${what}`, {
    description,
    steps: [{ execArgs: ['tsx', '--tsconfig', project.tsconfigDev.fileName, `scripts/bundle-${what}.ts`] }],
  });
project.postCompileTask.spawn(bundle('cli', 'Bundle the command line into bin/'));
bundle('runtime', 'Bundle runtime/ into lib/assets/, which is committed; a test holds it to its sources');

// rosetta: every TypeScript sample of README.md and of the doc comments must compile
project.postCompileTask.execArgs(['jsii-rosetta', 'extract', '--strict', '.'], { name: 'rosetta' });

// build packs npm only; the other languages need their own tools: `npx projen package-all`
const packageJs = project.tasks.tryFind('package:js')!;
project.packageTask.reset();
project.packageTask.spawn(packageJs);

// projen's build runs the tests as well, and allows no change to itself
project.removeTask('build');
const build = project.addTask('build', {
  description: 'Lint, compile with jsii, write API.md, compile the samples, pack for npm',
});
for (const task of [
  project.defaultTask!,
  lint,
  project.preCompileTask,
  project.compileTask,
  project.postCompileTask,
  project.packageTask,
]) {
  build.spawn(task);
}

project.addTask('package:langs', {
  description: 'Generate the code of all other languages (needs a compiled lib/, but none of their tools)',
  steps: [
    { exec: 'rm -rf dist/langs' },
    {
      execArgs: [
        'jsii-pacmak',
        '--code-only',
        '--force',
        '--outdir',
        'dist/langs',
        '-t',
        'python',
        'java',
        'dotnet',
        'go',
      ],
    },
  ],
});

project.addTask('demo', {
  description: 'Run the demo',
  steps: [{ execArgs: ['tsx', '--tsconfig', 'examples/tsconfig.json', 'examples/demo.ts'], receiveArgs: true }],
});
project.addTask('docs', {
  description: 'Write the generated documentation',
  steps: [
    { execArgs: ['tsx', '--tsconfig', project.tsconfigDev.fileName, 'scripts/generate-docs.ts'], receiveArgs: true },
  ],
});
// bundled first: tsx wraps every closure to keep its name, which would be measured too
const benchBundle = 'node_modules/.cache/bench/run.cjs';
project.addTask('bench', {
  description: 'Run the benchmarks',
  steps: [
    {
      execArgs: [
        'esbuild',
        'bench/run.ts',
        '--bundle',
        '--platform=node',
        '--packages=external',
        '--alias:cdk-secure-serverless=./lib/index.ts',
        `--outfile=${benchBundle}`,
        '--log-level=warning',
      ],
    },
    { execArgs: ['node', benchBundle], receiveArgs: true },
  ],
});

new JsonFile(project, 'cdk.json', {
  marker: false,
  obj: {
    app: 'tsx --tsconfig examples/tsconfig.json examples/orders/app.ts',
    notices: false,
    versionReporting: false,
  },
});
project.tasks.addEnvironment('CDK_DISABLE_VERSION_CHECK', '1');
project.tasks.addEnvironment('CDK_DISABLE_CLI_TELEMETRY', 'true');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

project.synth();
