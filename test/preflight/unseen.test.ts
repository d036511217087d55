import { judged, verdicts } from '../support/judging';

const Q = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const transform = { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/file' } };

test.each<[string, string[], Record<string, unknown>, unknown]>([
  ['passes: no transform', [], { Q: Q() }, undefined],
  ['passes: functions of the language extensions', [], { Q: Q() }, 'AWS::LanguageExtensions'],
  ['passes: SAM without its types', [], { Q: Q() }, 'AWS::Serverless-2016-10-31'],
  ['passes: rotation of secrets by AWS', [], { Q: Q() }, ['AWS::SecretsManager-2024-09-16']],
  ['passes: a text about transforms', [], { Q: Q({ QueueName: '{"Fn::Transform": {}}' }) }, undefined],
  ['unknown: a macro', ['unknown '], { Q: Q() }, 'Mine'],
  ['unknown: one macro of several', ['unknown '], { Q: Q() }, ['AWS::LanguageExtensions', 'Mine']],
  ['unknown: an include over the whole template', ['unknown '], { Q: Q() }, { Name: 'AWS::Include' }],
  ['unknown: a loop', ['unknown '], { 'Fn::ForEach::Q': ['X', ['a'], {}] }, 'AWS::LanguageExtensions'],
  ['unknown: a loop in a resource', ['unknown '], { Q: Q({ 'Fn::ForEach::P': ['X', ['a'], {}] }) }, undefined],
  ['unknown: an include among the resources', ['unknown '], { 'Fn::Transform': transform }, undefined],
  ['unknown: an include beside properties', ['unknown '], { Q: Q({ 'Fn::Transform': transform }) }, undefined],
  ['unknown: an include deep inside', ['unknown '], { Q: Q({ Tags: [{ 'Fn::Transform': transform }] }) }, undefined],
  [
    'unknown: a type of SAM that nobody here knows',
    ['unknown '],
    { F: { Type: 'AWS::Serverless::Telepathy' } },
    'AWS::Serverless-2016-10-31',
  ],
  ['unknown: a module', ['unknown '], { M: { Type: 'My::Own::Bucket::MODULE' } }, undefined],
])('PREFLIGHT-11, %s', (_, expected, resources, Transform) => {
  expect(verdicts('PREFLIGHT-11', resources, { Transform })).toEqual(expected);
});

test('PREFLIGHT-11 names everything that is not seen, each once', () => {
  const telepathy = { Type: 'AWS::Serverless::Telepathy' };
  const resources = { F: telepathy, G: telepathy, H: telepathy, M: { Type: 'My::Own::Bucket::MODULE' } };
  const all = judged(resources, { Transform: ['Mine', 'Mine', 'AWS::Serverless-2016-10-31'] });
  const [{ got = '' }] = all.filter(({ ruleId }) => ruleId === 'PREFLIGHT-11');
  expect(got.match(/the macro Mine/g)).toHaveLength(1);
  for (const id of ['F', 'G', 'H', 'M']) expect(got).toMatch(new RegExp(`\\b${id}\\b`));
  expect(got).not.toMatch(/ and \d+ more/);
});
