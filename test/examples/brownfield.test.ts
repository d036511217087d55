import { readFileSync } from 'fs';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SecurityFinding, SecurityGate } from '../../lib';
import { BASELINE, harden } from '../../examples/brownfield/hardening';
import { addInvoices } from '../../examples/brownfield/invoices';

const newApp = () => new App({ context: { 'cdk-secure-serverless:asOf': '2026-11-22' } });

function plain(): App {
  const app = newApp();
  addInvoices(app);
  return app;
}

function hardened(options?: { baseline?: string }): App {
  const app = newApp();
  harden(app, options);
  addInvoices(app);
  return app;
}

const keys = (findings: readonly SecurityFinding[], status: string): string[] =>
  findings
    .filter((one) => one.status === status)
    .map(({ ruleId, path }) => `${ruleId} ${path}`)
    .sort();

// CDK prints what it finds
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

function templateOf(app: App): { Resources: Record<string, any> } {
  SecurityGate.findingsOf(app); // synthesizes without printing
  return app.synth().stacks.find(({ stackName }) => stackName === 'Invoices')!.template;
}

/** What CloudFormation replaces a resource for: "Update requires: Replacement" in its reference. */
const CREATE_ONLY: Record<string, string[]> = {
  'AWS::Events::Rule': ['Name', 'EventBusName'],
  'AWS::IAM::Policy': [],
  'AWS::IAM::Role': ['RoleName', 'Path'],
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn', 'SelfManagedEventSource', 'StartingPosition'],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType'],
  'AWS::Lambda::Permission': [
    ...['Action', 'EventSourceToken', 'FunctionName', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl'],
    ...['Principal', 'PrincipalOrgID', 'SourceAccount', 'SourceArn'],
  ],
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
};

test('before: the gate blocks it', () => {
  expect(keys(SecurityGate.findingsOf(plain()), 'blocking').length).toBeGreaterThan(10);
});

test('after: nothing blocks, and the gate has nothing to say about waivers or baseline', () => {
  const found = SecurityGate.findingsOf(hardened());
  expect(keys(found, 'blocking')).toEqual([]);
  expect(found.filter(({ ruleId }) => ruleId.startsWith('GATE'))).toEqual([]);
});

test('what was mended from outside: public access, ownership, TLS, versions; of what is advised SSE-C, timeouts, tracing', () => {
  const [before, after] = [plain(), hardened({})].map((app) => SecurityGate.findingsOf(app));
  const gone = (status: string) => {
    const left = new Set(after.map(({ ruleId }) => ruleId));
    const ids = new Set(before.filter((one) => one.status === status).map(({ ruleId }) => ruleId));
    return [...ids].filter((id) => !left.has(id)).sort();
  };
  expect(gone('blocking')).toEqual(['BUCKET-01', 'BUCKET-03', 'BUCKET-05']);
  expect(gone('warning')).toEqual(['BUCKET-02', 'BUCKET-08', 'FUNCTION-04', 'FUNCTION-08']);
});

test('the baseline is exactly what is left', () => {
  const { findings } = JSON.parse(readFileSync(BASELINE, 'utf8'));
  const listed = findings.map(({ ruleId, path }: { ruleId: string; path: string }) => `${ruleId} ${path}`);
  expect(keys(SecurityGate.findingsOf(hardened({})), 'blocking')).toEqual(listed);
});

test('waivers cover what was decided, with the reason', () => {
  expect(keys(SecurityGate.findingsOf(hardened()), 'waived')).toEqual([
    'BUCKET-04 Invoices/Archive/Resource',
    'BUCKET-04 Invoices/Documents/Resource',
    'BUCKET-07 Invoices/Archive/Resource',
  ]);
});

test('whatever is new blocks', () => {
  const app = hardened();
  new Bucket(app.node.findChild('Invoices') as Stack, 'New');
  const found = keys(SecurityGate.findingsOf(app), 'blocking');
  expect(found).toContain('BUCKET-06 Invoices/New/Resource');
  expect(found.every((one) => one.includes(' Invoices/New/'))).toBe(true);
});

test('no resource is renamed or replaced, and none goes', () => {
  const [before, after] = [templateOf(plain()).Resources, templateOf(hardened()).Resources];
  const fixed = (resources: Record<string, any>) =>
    Object.fromEntries(
      Object.keys(before).map((id) => {
        const { Type, Properties = {} } = resources[id] ?? {};
        return [id, [Type, ...CREATE_ONLY[before[id].Type].map((property) => Properties[property])]];
      }),
    );
  expect(fixed(after)).toEqual(fixed(before));
});

test('the table of create-only properties has a row for every type', () => {
  const types = Object.values(templateOf(plain()).Resources).map(({ Type }) => Type);
  expect(types.filter((type) => !(type in CREATE_ONLY))).toEqual([]);
});
