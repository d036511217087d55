import { readFileSync } from 'fs';
import { join } from 'path';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SecurityGate, SecurityGateProps, Waivers } from '../../lib';
import { secured } from '../../lib/core/gate-state';

// CDK prints what it finds
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
const WAIVER = { ruleId: 'BUCKET-01', reason: 'public test data, owned by the web team' };
const enforced = (props: SecurityGateProps = {}): App => {
  const root = new App({ context: { 'aws:cdk:enable-path-metadata': true } });
  SecurityGate.enforce(root, props);
  return root;
};
const said = (root: App): string[] =>
  SecurityGate.findingsOf(root)
    .filter(({ ruleId }) => ['BUCKET-01', 'GATE-06', 'GATE-09'].includes(ruleId))
    .map(({ ruleId, status, path }) => `${status} ${ruleId} ${path}`);

test('a logical id that reads like the path of another construct does not get its waiver', () => {
  const root = enforced();
  const stack = new Stack(root, 'S');
  new CfnBucket(stack, 'Open');
  new CfnBucket(stack, 'Other').overrideLogicalId('Elsewhere');
  new CfnBucket(stack, 'Evil').overrideLogicalId('Other');
  Waivers.of(stack).add({ ...WAIVER, path: 'Other' });
  expect(said(root)).toEqual(['blocking BUCKET-01 S/Open', 'waived BUCKET-01 S/Other', 'blocking BUCKET-01 S/Evil']);
});

test('a path in the metadata of another resource does not bring its waiver along', () => {
  const root = enforced();
  const stack = new Stack(root, 'S');
  const evil = new CfnBucket(stack, 'Evil');
  const good = new CfnBucket(stack, 'Good', {
    publicAccessBlockConfiguration: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
  });
  Waivers.of(good).add(WAIVER);
  good.addMetadata('aws:cdk:path', 'S/Evil');
  evil.addMetadata('aws:cdk:path', 'S/Good');
  expect(said(root)).toEqual(['blocking BUCKET-01 S/Evil', 'warning GATE-09 S/Good']);
});

test('an overridden logical id still leads to its construct', () => {
  const root = enforced();
  const bucket = new CfnBucket(new Stack(root, 'S'), 'A');
  bucket.overrideLogicalId('Other');
  Waivers.of(bucket).add(WAIVER);
  expect(said(root)).toEqual(['waived BUCKET-01 S/A']);
});

test('a waiver covers no stack that hides below a construct', () => {
  const root = enforced();
  const wrapper = new Construct(root, 'W');
  new CfnBucket(new Stack(wrapper, 'Resource'), 'A');
  expect(() => Waivers.of(wrapper).add(WAIVER)).toThrow(/GATE-06: expected a waiver to cover one construct/);

  const own = new Construct(new Stack(root, 'S'), 'C');
  new CfnBucket(own, 'Resource');
  Waivers.of(own).add(WAIVER);
  new CfnBucket(new NestedStack(own, 'N'), 'Late');
  expect(said(root)).toEqual([
    'blocking BUCKET-01 W/Resource/A',
    'waived BUCKET-01 S/C/Resource',
    'blocking BUCKET-01 S/C/N/Late',
  ]);
});

test('a waiver that was renewed counts, whichever comes first', () => {
  const root = enforced();
  const bucket = new CfnBucket(new Stack(root, 'S'), 'A');
  Waivers.of(bucket).add({ ...WAIVER, expires: '2020-01-01' });
  Waivers.of(bucket).add({ ...WAIVER, expires: '2199-01-01' });
  expect(said(root)[0]).toBe('waived BUCKET-01 S/A');
});

test.each(['2020-01', '2026-10', '2027-13', '2027-00'])(
  'no edition before the first, or beside the calendar: %s',
  (edition) => {
    expect(() => enforced({ edition })).toThrow(/GATE-10: expected edition/);
  },
);

test('a managed policy that the role of our own lists is judged without enforce', () => {
  const root = new App();
  const stack = new Stack(root, 'S');
  class Ours extends Construct {
    public readonly role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  }
  const ours = new Ours(stack, 'Ours');
  secured(ours);
  const statements = [new PolicyStatement({ actions: ['s3:*'], resources: ['*'] })];
  ours.role.addManagedPolicy(new ManagedPolicy(stack, 'Theirs', { statements }));
  expect(() => root.synth()).toThrow();
  const report = readFileSync(join(root.outdir, 'validation-report.json'), 'utf8');
  const violations: any[] = JSON.parse(report).pluginReports.flatMap((one: any) => one.violations);
  const wide = violations.filter(({ ruleName }) => ruleName === 'ROLE-01');
  expect(wide.flatMap((one) => one.violatingConstructs.map((at: any) => at.constructPath))).toEqual([
    'S/Theirs/Resource',
  ]);
});
