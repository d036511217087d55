import { readFileSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { SecurityGate } from '../../lib';
import { ALL_RULES } from '../../lib/catalog';
import { Assembly } from '../../lib/core/assembly';
import { unjudgedText, unjudgedTypes } from '../../lib/core/unjudged';
import { commandLine } from '../support/command-line';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report
const of = (Resources: object) =>
  unjudgedTypes(new Assembly([{ file: 't.json', stack: 't', body: { Resources } }]), ALL_RULES);
const JOB = { Type: 'AWS::Batch::JobQueue' };

test('types that no rule judges are counted, the most first', () => {
  const types = of({ A: { Type: 'AWS::Batch::ComputeEnvironment' }, B: JOB, C: JOB, D: { Type: 'AWS::S3::Bucket' } });
  expect([...types]).toEqual([
    ['AWS::Batch::JobQueue', 2],
    ['AWS::Batch::ComputeEnvironment', 1],
  ]);
  expect(unjudgedText(types)).toBe(
    '3 resources of types no rule judges: AWS::Batch::JobQueue × 2, AWS::Batch::ComputeEnvironment × 1',
  );
});

test('what is judged with its subject is not among them', () => {
  const filter = { Type: 'AWS::Logs::MetricFilter', Properties: { LogGroupName: { Ref: 'Logs' } } };
  expect([...of({ Logs: { Type: 'AWS::Logs::LogGroup' }, Filter: filter })]).toEqual([]);
  const alone = { ...filter, Properties: { LogGroupName: 'elsewhere' } };
  expect([...of({ Filter: alone }).keys()]).toEqual(['AWS::Logs::MetricFilter']);
});

test('five types are named', () => {
  const many = new Map(Array.from({ length: 7 }, (_, at) => [`AWS::X::Y${at}`, 1]));
  expect(unjudgedText(many)).toMatch(/^7 resources of .*: (AWS::X::Y\d × 1(, )?){5} and 2 more types$/);
  expect(unjudgedText(new Map())).toBeUndefined();
});

test('the command line says it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unjudged-'));
  const hostile = 'AWS::X::\u001b[31m<b>';
  writeFileSync(join(folder, 't.json'), JSON.stringify({ Resources: { A: JOB, B: { Type: hostile } } }));
  const said = async (format: string) => (await commandLine(folder, 'check', 't.json', '--format', format)).stdout;
  expect(await said('text')).toContain('2 resources of types no rule judges: AWS::Batch::JobQueue × 1');
  expect(await said('markdown')).toMatch(/2 resources of types no rule judges: AWS::Batch::JobQueue × 1/);
  for (const format of ['text', 'markdown']) expect(await said(format)).not.toContain('\u001b');
  expect(await said('markdown')).not.toContain('<b>');
  expect(JSON.parse(await said('json')).notJudged).toEqual({ 'AWS::Batch::JobQueue': 1, [hostile]: 1 });
});

test('the gate says it in its report', () => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'gate-')) });
  SecurityGate.enforce(app);
  const stack = new Stack(app, 'S');
  new CfnResource(stack, 'Job', { type: 'AWS::Batch::JobQueue' });
  new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue' });
  expect(() => app.synth()).toThrow();
  const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  const { metadata } = pluginReports.find((one: any) => one.pluginName === 'SecurityGate');
  expect(JSON.stringify(metadata ?? pluginReports)).toContain(
    '1 resource of types no rule judges: AWS::Batch::JobQueue × 1',
  );
});
