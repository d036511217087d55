import { join } from 'path';
import { commandLine, piping } from '../support/command-line';

const FIXTURES = join(__dirname, 'fixtures');
const YAML =
  'Resources:\n  Open:\n    Type: AWS::SQS::Queue\n    Properties: { QueueName: !Sub "${AWS::StackName}-q" }\n';
const JSON_TEXT = JSON.stringify({ Resources: { Open: { Type: 'AWS::SQS::Queue' } } }, undefined, 1);

test.each([
  ['YAML', YAML],
  ['JSON', JSON_TEXT],
  ['JSON behind a byte order mark', `\ufeff${JSON_TEXT}`],
])('%s is judged', async (_, text) => {
  const { code, stdout, stderr } = await piping(text, FIXTURES, 'check', '-', '--format', 'json');
  const { findings, summary } = JSON.parse(stdout);
  expect(findings.find((one: any) => one.ruleId === 'QUEUE-02')).toMatchObject({ file: 'stdin', path: 'stdin/Open' });
  expect(summary).toMatchObject({ resources: 1, templates: 1 });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
});

test('beside files', async () => {
  const { stdout } = await piping(YAML, FIXTURES, 'check', 'secure.yaml', '-', '--format', 'json');
  expect(JSON.parse(stdout).summary).toMatchObject({ resources: 3, templates: 2 });
});

test.each([
  ['nothing', '', 'error: stdin: the file is empty\n'],
  ['no template', '{"a":1}', 'error: stdin: expected a CloudFormation template, got no Resources but a\n'],
  ['half a template', '{"Resources":', /^error: stdin:1:\d+: expected /],
  ['no text', Buffer.from([0xff, 0xfe, 0x00]), 'error: stdin: not a text in UTF-8\n'],
])('%s is one line, and exit code 2', async (_, text, line) => {
  const { code, stderr } = await piping(text, FIXTURES, 'check', '-');
  if (typeof line === 'string') expect(stderr).toBe(line);
  else expect(stderr).toMatch(line);
  expect(code).toBe(2);
});

test('without a standard input too', async () => {
  const { code, stderr } = await commandLine(FIXTURES, 'check', '-');
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: stdin: nothing to read from\n' });
});
