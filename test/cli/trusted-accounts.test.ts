import { appendFileSync, mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { OrganizationRule, ResourceView, RuleJudgement, SecureQueue, SecurityGate } from '../../lib';
import { commandLine } from '../support/command-line';

const folder = mkdtempSync(join(tmpdir(), 'trusted-'));
const OWN = '111122223333';
const PARTNER = '444455556666';

class Anything extends OrganizationRule {
  constructor() {
    super({ id: 'ACME-01', types: ['*'], title: 'anything goes', fix: 'do nothing' });
  }
  public check(_: ResourceView): RuleJudgement {
    return RuleJudgement.pass();
  }
}

beforeAll(() => {
  const app = new App({ outdir: join(folder, 'out') });
  SecurityGate.enforce(app, { trustedAccounts: [PARTNER], rules: [new Anything()] });
  const queue = new SecureQueue(new Stack(app, 'S', { env: { account: OWN, region: 'eu-west-1' } }), 'Q');
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new AccountPrincipal(PARTNER)],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
    }),
  );
  app.synth();
});

const check = (...argv: string[]) => commandLine(folder, 'check', ...argv);
const template = join('out', 'S.template.json');

test('the command line trusts whom the gate was told to trust, and says so', async () => {
  const { code, stderr } = await check('out', '--require-gate');
  expect(stderr).toMatch(/by \d+ rules, 1 of your own, version \S+, every edition, trusting 444455556666/);
  expect(code).toBe(0);
});
test('not when nothing that was said there may count', async () => {
  const { stdout, code } = await check('out', '--no-waivers');
  expect(stdout).toContain('POLICY-02');
  expect(code).toBe(1);
});
test('a template on its own needs the option', async () => {
  expect((await check(template)).stdout).toContain('POLICY-02');
  expect((await check(template, '--trust-account', OWN, PARTNER)).stdout).not.toContain('POLICY-02');
  expect((await check(template, '--trust-account', OWN, '777788889999')).stdout).toContain('POLICY-02');
});
test('what is no account is refused', async () =>
  expect(await check(template, '--trust-account', 'partner')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("expected --trust-account to be twelve digits, got 'partner'"),
  }));
test('a template that changed trusts nobody', async () => {
  appendFileSync(join(folder, template), '\n');
  expect((await check('out')).stdout).toContain('POLICY-02');
});
