import { verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const rule = (AllowedMethods: unknown, AllowedOrigins: unknown) => ({ AllowedMethods, AllowedOrigins });

test.each<[string, unknown, string[]]>([
  ['none', undefined, []],
  ['any page writes', [rule(['GET', 'PUT'], ['*'])], ['fail Bucket']],
  ['any page writes, not in lists', rule('POST', '*'), ['fail Bucket']],
  ['any page deletes, by https', [rule(['DELETE'], ['https://*'])], ['fail Bucket']],
  ['any page writes by the second rule', [rule(['GET'], ['*']), rule(['PUT'], ['*'])], ['fail Bucket']],
  ['any page reads', [rule(['GET', 'HEAD'], ['*'])], []],
  ['one page writes', [rule(['PUT', 'POST'], ['https://shop.example.com'])], []],
  ['the pages of one domain write', [rule(['PUT'], ['https://*.example.com'])], []],
  ['in one branch', [rule(['PUT'], { 'Fn::If': ['C', ['*'], ['https://a.example']] })], ['fail Bucket']],
  ['pages of the deployment', [rule(['PUT'], { Ref: 'P' })], []],
])('BUCKET-14 names web origins: %s', (_, CorsRules, expected) => {
  const Properties = CorsRules === undefined ? {} : { CorsConfiguration: { CorsRules } };
  expect(verdicts('BUCKET-14', { Bucket: { Type: 'AWS::S3::Bucket', Properties } }, P)).toEqual(expected);
});
