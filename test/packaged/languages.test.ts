import { existsSync, mkdirSync, readdirSync } from 'fs';
import { join } from 'path';
import { attempt, CDK, ROOT, run, scratch, tarball } from './scratch';

/** The suite fails in CI when a tool is missing, and says so elsewhere. */
function needs(tool: string, argv: string[]): boolean {
  if (attempt(tool, argv, ROOT).code === 0) return true;
  if (process.env.CI === 'true') throw new Error(`${tool} is missing`);
  process.stderr.write(`skipped: ${tool} is not installed\n`);
  return false;
}

test('code generation for Python, Java, .NET and Go', () => {
  tarball();
  run('npx', ['projen', 'package:langs'], ROOT);
  const made = (path: string) => existsSync(join(ROOT, 'dist', 'langs', path));
  expect(
    ['python/setup.py', 'java/pom.xml', 'dotnet', 'go/cdksecureserverless/go.mod'].filter((path) => !made(path)),
  ).toEqual([]);
});

const PYTHON_APP = `
import os
import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from cdk_secure_serverless import OrganizationRule, RuleJudgement, SecureBucket, SecureFunction, SecurityGate, Waiver

class CostCentre(OrganizationRule):
    def __init__(self):
        super().__init__(id="ACME-01", types=["AWS::S3::Bucket"], title="the tag cost-centre is set", fix="tag the stack")
    def check(self, resource):
        if resource.tag("cost-centre") or resource.value("VersioningConfiguration.Status") != "Enabled":
            return RuleJudgement.pass_()
        return RuleJudgement.fail("no tag cost-centre", "Properties.Tags")

app = cdk.App()
SecurityGate.enforce(app, rules=[CostCentre()])
stack = cdk.Stack(app, "Shop")
if not os.environ.get("UNTAGGED"):
    cdk.Tags.of(stack).add("cost-centre", "4711")
bucket = SecureBucket(stack, "Uploads")
SecureBucket(stack, "Scratch", versioned=False, waivers=[Waiver(rule_id="BUCKET-05", reason="scratch data that nobody misses")])
fn = SecureFunction(stack, "Worker", runtime=lambda_.Runtime.PYTHON_3_13, handler="index.handler",
    code=lambda_.Code.from_inline("def handler(event, context):\\n  return 1\\n"), environment={"BUCKET": bucket.bucket_name})
if os.environ.get("WEAKEN"):
    bucket.node.default_child.add_property_override("PublicAccessBlockConfiguration.BlockPublicAcls", False)
app.synth()
`;

test('a Python app on the built wheel synthesizes, and is blocked when weakened', () => {
  if (!needs('python3', ['--version'])) return;
  tarball();
  run('npx', ['projen', 'package:python'], ROOT);
  const wheels = join(ROOT, 'dist', 'python');
  const wheel = join(
    wheels,
    readdirSync(wheels).find((file) => file.endsWith('.whl'))!,
  );
  const folder = scratch({ 'app.py': PYTHON_APP, 'cdk.json': '{"notices":false,"versionReporting":false}' });
  // kept between runs, since installing aws-cdk-lib is most of the time
  const venv = join(ROOT, 'node_modules', '.cache', 'packaged-venv');
  mkdirSync(join(venv, '..'), { recursive: true });
  run('python3', ['-m', 'venv', venv], folder);
  const pip = join(venv, 'bin', 'pip');
  run(pip, ['install', '--quiet', '--disable-pip-version-check', wheel], folder);
  run(pip, ['install', '--quiet', '--disable-pip-version-check', '--force-reinstall', '--no-deps', wheel], folder);
  const synth = (env = {}) =>
    attempt(CDK, ['synth', '-q', '--app', `${join(venv, 'bin', 'python')} app.py`, '--output', 'out'], folder, env);
  expect(synth()).toMatchObject({ code: 0 });
  const weakened = synth({ WEAKEN: '1' });
  expect(weakened.text).toMatch(/BUCKET-01/);
  expect(weakened.code).toBe(1);
  const untagged = synth({ UNTAGGED: '1' });
  expect(untagged.text).toMatch(/ACME-01/);
  expect(untagged.text).toMatch(/expected the tag cost-centre is set, got no tag cost-centre/);
  expect(untagged.code).toBe(1);
});
