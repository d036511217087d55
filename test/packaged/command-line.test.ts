import { spawnSync } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ALL_RULES } from '../../lib/catalog';
import { TEMPLATE } from '../../lib/core/rule';
import { bundleCli } from '../../scripts/bundle-cli';
import { commandLine } from '../support/command-line';

/** A folder with nothing but the bundle: what `npx` downloads works where no CDK is installed. */
const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
const bundle = join(folder, 'cdk-secure-serverless.js');
beforeAll(async () => {
  await bundleCli(bundle);
  cpSync(join(__dirname, '../cli/fixtures'), join(folder, 'fixtures'), { recursive: true });
}, 60_000);

const run = (...argv: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...argv], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env.PATH },
  });
  return { code: status, stdout, stderr };
};

/** One of everything that a rule looks at, bare and with a few values, so that every rule runs. */
function oneOfEverything(): string {
  const types = [...new Set(ALL_RULES.flatMap(({ types: own }) => own))].filter((type) => type !== TEMPLATE);
  const resources = types.flatMap((Type, index) => {
    const wanted = ALL_RULES.filter(({ types: own }) => own.includes(Type)).map(
      ({ secure }) => secure?.cfn?.({ profile: 'production' }) ?? {},
    );
    return [
      [`Bare${index}`, { Type }],
      [`Secure${index}`, { Type, Properties: Object.assign({}, ...wanted) }],
      [
        `Open${index}`,
        {
          Type,
          Properties: {
            PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
          },
        },
      ],
    ];
  });
  const file = join(folder, 'everything.json');
  writeFileSync(file, JSON.stringify({ Resources: Object.fromEntries(resources) }));
  return 'everything.json';
}

test('judges as the library does, without the AWS CDK', async () => {
  for (const path of ['fixtures', oneOfEverything()]) {
    const bundled = run('check', path, '--format', 'json', '--as-of', '2026-11-22');
    const inProcess = await commandLine(folder, 'check', path, '--format', 'json', '--as-of', '2026-11-22');
    expect(JSON.parse(bundled.stdout).crashes).toEqual([]);
    expect(bundled).toEqual(inProcess);
  }
});

test.each(ALL_RULES.map(({ id }) => id).filter((id) => /01$/.test(id)))('explains %s', async (id) => {
  expect(run('explain', id)).toEqual(await commandLine(folder, 'explain', id));
});

test('knows the facts about regions', async () => {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::127311923021:root' },
    Action: 's3:PutObject',
    Resource: '*',
  };
  const resource = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: 'logs', PolicyDocument: { Statement: [statement] } },
  };
  writeFileSync(join(folder, 'logs.json'), JSON.stringify({ Resources: { Policy: resource } }));
  const { stdout } = run('check', 'logs.json', '--format', 'json');
  expect(stdout).toBe((await commandLine(folder, 'check', 'logs.json', '--format', 'json')).stdout);
});

test('has its shebang, its version and the licences of what is in it', () => {
  const code = readFileSync(bundle, 'utf8');
  expect(code).toMatch(/^#!\/usr\/bin\/env node\n/);
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect(run('--version').stdout).toBe(`${version}\n`);
  for (const name of ['commander', 'yaml'])
    expect(code).toMatch(new RegExp(`\\n${name} \\d+\\.\\d+\\.\\d+ \\((MIT|ISC)\\)\\n`));
  expect(code).not.toMatch(/require\("(?!node:|fs|path|os|crypto|url|events|child_process|process|buffer|util)[^."]/);
});

test('a reader that stops is no error', () => {
  const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${bundle}" explain | head -1; exit 0`], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
