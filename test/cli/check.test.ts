import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ALL_RULES } from '../../lib/catalog';
import { run } from '../../cli/main';
import { commandLine } from '../support/command-line';

const FIXTURES = join(__dirname, 'fixtures');
const temporary = mkdtempSync(join(tmpdir(), 'check-'));
const check = (...argv: string[]) => commandLine(FIXTURES, 'check', ...argv);
const findings = async (...argv: string[]): Promise<any[]> =>
  JSON.parse((await check(...argv, '--format', 'json')).stdout).findings;
const idsOf = (all: readonly any[]): string[] => all.map(({ ruleId }) => ruleId);

describe('exit codes', () => {
  test('0: nothing blocks', async () => {
    const { code, stdout, stderr } = await check('secure.yaml');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '0 blocking, 0 warnings, 0 waived; 2 resources in 1 template\n',
      stderr: '',
    });
  });
  test('1: something blocks', async () => expect((await check('insecure.yaml')).code).toBe(1));
  test('1: a warning, when warnings are to fail', async () => {
    writeFileSync(join(temporary, 'warns.yaml'), 'Resources: {F: {Type: "AWS::S3::Bucket"}}');
    const all = await findings(join(temporary, 'warns.yaml'));
    expect(all.some(({ status }) => status === 'warning')).toBe(true);
    const known = all.filter(({ status }) => status === 'blocking');
    const entries = known.map(({ ruleId, path, got }) => ({ ruleId, path, got: got?.split(', ') }));
    const baseline = join(temporary, 'all-blocking.json');
    writeFileSync(baseline, JSON.stringify({ findings: entries }));
    const withBaseline = ['check', join(temporary, 'warns.yaml'), '--baseline', baseline];
    expect((await commandLine(FIXTURES, ...withBaseline)).code).toBe(0);
    expect((await commandLine(FIXTURES, ...withBaseline, '--fail-on', 'warning')).code).toBe(1);
  });
  test('0: whatever is found, when nothing is to fail', async () => {
    expect((await check('insecure.yaml', '--fail-on', 'never')).code).toBe(0);
  });
  test('2: what is given cannot be read, whatever else is found', async () => {
    const { code, stdout, stderr } = await check('insecure.yaml', 'missing.yaml');
    expect(code).toBe(2);
    expect(stderr).toBe('error: missing.yaml: no such file or directory\n');
    expect(stdout).toMatch(/^Blocking: /);
  });
  test.each([
    [['check']],
    [['check', 'secure.yaml', '--format', 'pdf']],
    [['check', 'secure.yaml', '--unknown']],
    [['check', 'secure.yaml', '--edition', '2020-01']],
    [['check', 'secure.yaml', '--edition', 'soon']],
    [['check', 'secure.yaml', '--as-of', '2026-02-31']],
    [['check', 'secure.yaml', '--baseline', 'missing.json']],
    [['check', 'secure.yaml', '--baseline', 'insecure.yaml']],
    [['check', 'secure.yaml', '--output', 'no/such/folder/report.txt']],
    [['chek', 'secure.yaml']],
    [['explain', 'BUCKET-99']],
    [[]],
  ])('2: wrong use, in one line: %j', async (argv) => {
    const { code, stderr } = await commandLine(FIXTURES, ...argv);
    expect(code).toBe(2);
    expect(stderr).toMatch(argv.length > 0 ? /^error: [^\n]+\n(\([^)\n]+\)\n)*$/ : /^Usage: /);
  });
  test('3: a rule crashed: it is named, without a stack trace', async () => {
    const rule = ALL_RULES.find(({ id }) => id === 'QUEUE-02')!;
    const crash = jest.spyOn(rule as Required<typeof rule>, 'check').mockImplementation(() => {
      throw new TypeError('no such thing');
    });
    const { code, stderr, stdout } = await check('insecure.yaml');
    crash.mockRestore();
    expect(code).toBe(3);
    expect(stderr).toBe(
      'internal error: rule QUEUE-02 crashed on insecure.yaml/Inbox: no such thing; please report it\n',
    );
    expect(stdout).toContain('BUCKET-01'); // the other rules have judged
  });
  test('3: anything else of ours that breaks, in one line; with DEBUG, where', async () => {
    const io = (env: Record<string, string>, err: string[]) => ({
      stdout: () => {
        throw new Error('the screen\nis broken');
      },
      stderr: (text: string) => void err.push(text),
      isTTY: false,
      cwd: FIXTURES,
      env,
    });
    const [plain, debugged]: string[][] = [[], []];
    expect(await run(['check', 'secure.yaml'], io({}, plain))).toBe(3);
    expect(plain).toEqual(['internal error: the screen is broken; please report it with the command line\n']);
    expect(await run(['check', 'secure.yaml'], io({ DEBUG: '1' }, debugged))).toBe(3);
    expect(debugged.join('')).toMatch(/\n {4}at /);
  });
  test('they are documented', async () => {
    const { code, stdout } = await commandLine(FIXTURES, '--help');
    expect(code).toBe(0);
    for (const line of ['0  nothing blocks', '1  findings at', '2  wrong use', '3  internal error']) {
      expect(stdout).toContain(line);
    }
  });
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect(await commandLine(FIXTURES, '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect((await commandLine(FIXTURES, '-V')).stdout).toBe(`${version}\n`);
});

describe('what counts', () => {
  test('weaknesses of a raw template', async () => {
    expect(idsOf(await findings('insecure.yaml'))).toEqual(
      expect.arrayContaining(['BUCKET-01', 'BUCKET-03', 'QUEUE-02', 'FUNCTION-06', 'FUNCTION-11']),
    );
  });
  test('the profile relaxes assurance alone', async () => {
    const [production, development] = [
      await findings('insecure.yaml'),
      await findings('insecure.yaml', '--profile', 'development'),
    ];
    const relaxed = development.filter(({ status }) => status === 'relaxed');
    expect(relaxed.length).toBeGreaterThan(2);
    const assurance = ALL_RULES.filter(({ tier }) => tier === 'assurance').map(({ id }) => id);
    expect(idsOf(relaxed).filter((id) => !assurance.includes(id))).toEqual([]);
    expect(idsOf(development)).toEqual(idsOf(production));
  });
  test('a waiver in the Metadata lets a finding pass, with its reason', async () => {
    const { code, stdout } = await check('waived.yaml', '--all', '--as-of', '2026-11-22');
    expect(code).toBe(0);
    expect(stdout).toContain('QUEUE-02 waived.yaml/Inbox: The partner can only send over plain HTTP until 2027.');
    expect(stdout).toContain('0 blocking, 0 warnings, 1 waived');
  });
  test('until it ends', async () => {
    const { code, stdout } = await check('waived.yaml', '--as-of', '2027-07-01');
    expect(code).toBe(1);
    expect(stdout).toContain('GATE-06: the waiver of QUEUE-02 expired on 2027-06-30');
  });
  test('a baseline lets the same weakness pass, and no new one; the file stays as it is', async () => {
    const file = join(temporary, 'baseline.json');
    const text = JSON.stringify({
      findings: [
        { ruleId: 'QUEUE-02', path: 'insecure.yaml/Inbox', got: ['no policy'] },
        { ruleId: 'BUCKET-01', path: 'insecure.yaml/Data', got: ['something else'] },
        { ruleId: 'BUCKET-05', path: 'gone.yaml/Data' },
      ],
    });
    writeFileSync(file, text);
    const { stderr, stdout } = await check('insecure.yaml', '--baseline', file, '--format', 'json');
    const status = (ruleId: string) =>
      JSON.parse(stdout).findings.find((one: any) => one.ruleId === ruleId && one.path.startsWith('insecure')).status;
    expect(status('QUEUE-02')).toBe('baselined');
    expect(status('BUCKET-01')).toBe('blocking');
    expect(JSON.parse(stdout).baselineMended).toEqual([{ ruleId: 'BUCKET-05', path: 'gone.yaml/Data' }]);
    expect(stderr).toContain("1 of the baseline's findings are mended");
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
  test('templates are judged each on its own, but a nested stack with its parent', async () => {
    const versioning = (all: any[]) => all.find(({ ruleId }) => ruleId === 'BUCKET-05')?.verdict;
    expect(versioning(await findings('nested'))).toBeUndefined(); // the parent says Enabled
    expect(versioning(await findings('nested/child.yaml'))).toBe('unknown');
  });
});

describe('SAM', () => {
  test('what SAM writes is judged, at the places that are in the template', async () => {
    const { code, stdout, stderr } = await check('sam.yaml', '--format', 'json');
    const all: any[] = JSON.parse(stdout).findings;
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(idsOf(all)).toEqual(expect.arrayContaining(['API-01', 'QUEUE-02', 'ROLE-06', 'TABLE-02']));
    expect(idsOf(all)).not.toContain('PREFLIGHT-11');
    expect([...new Set(all.map(({ logicalId }) => logicalId))].sort()).toEqual(['Api', 'Handler', 'Inbox', 'Table']);
  });
  test('what is not known of SAM blocks, and says what', async () => {
    writeFileSync(join(temporary, 'later.yaml'), 'Resources: {W: {Type: "AWS::Serverless::WebSocketApi"}}');
    const all = await findings(join(temporary, 'later.yaml'));
    expect(all.find(({ ruleId }) => ruleId === 'PREFLIGHT-11').message).toContain(
      'W of type AWS::Serverless::WebSocketApi',
    );
  });
});

test('a raw template is told what to write in it, with the line and without code that is not there', async () => {
  const { stdout } = await check('insecure.yaml', '--all');
  expect(stdout).toContain('insecure.yaml/Inbox (line 7): no policy');
  expect(stdout).toContain('set VersioningConfiguration: {"Status":"Enabled"}');
  expect(stdout).not.toMatch(/SecurityGate\.|Waivers\.of/);
  expect(stdout).toMatch(/To disagree: cdk-secure-serverless waive \S+ 'insecure\.yaml\/\w+'\./);
});

test('--output writes the report, and says so in one line', async () => {
  const file = join(temporary, 'report.json');
  const { stdout, code } = await check('secure.yaml', '--format', 'json', '--output', file);
  expect(code).toBe(0);
  expect(stdout).toBe(`0 blocking, 0 warnings, 0 waived; 2 resources in 1 template; written to ${file}\n`);
  expect(existsSync(file)).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8')).summary.templates).toBe(1);
});

describe('on a terminal', () => {
  const onTerminal = async (env: Record<string, string>, ...argv: string[]) => {
    const [out, err]: string[][] = [[], []];
    const io = { stdout: (text: string) => void out.push(text), stderr: (text: string) => void err.push(text) };
    await run(['check', ...argv], { ...io, isTTY: true, columns: 60, cwd: FIXTURES, env });
    return { out: out.join(''), err: err.join('') };
  };
  const ESCAPE = '\u001b[';
  test('there are colours, progress and its width', async () => {
    const { out, err } = await onTerminal({}, 'insecure.yaml');
    expect(out).toContain(`${ESCAPE}1;31m`);
    expect(err).toMatch(/judging 1 template …/);

    const wide = out
      .replace(/\u001b\[[\d;]*m/g, '')
      .split('\n')
      .filter((line) => line.length > 60);
    expect(wide.filter((line) => !/^(Why|\d+ blocking)/.test(line))).toEqual([]);
  });
  test('NO_COLOR and a dumb terminal have no colours', async () => {
    expect((await onTerminal({ NO_COLOR: '1' }, 'insecure.yaml')).out).not.toContain(ESCAPE);
    expect((await onTerminal({ TERM: 'dumb' }, 'insecure.yaml')).out).not.toContain(ESCAPE);
  });
  test('neither has a file, nor anything that is no terminal', async () => {
    const file = join(temporary, 'plain.txt');
    await onTerminal({}, 'insecure.yaml', '--output', file);
    expect(readFileSync(file, 'utf8')).not.toContain(ESCAPE);
    const { stdout, stderr } = await check('insecure.yaml');
    expect(stdout + stderr).not.toContain(ESCAPE);
  });
});

test('at most ten groups, unless all are asked for', async () => {
  const groups = (text: string) => text.split('\n').filter((line) => /^ ?\d+\. /.test(line)).length;
  const [few, all] = [(await check('insecure.yaml')).stdout, (await check('insecure.yaml', '--all')).stdout];
  expect(groups(few)).toBe(10);
  expect(few).toContain('--all shows all');
  expect(groups(all)).toBeGreaterThan(10);
  expect(all).not.toContain('--all shows');
});
