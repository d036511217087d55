import { Assembly } from '../../lib/core/assembly';
import { statementDigests } from '../../lib/core/statement-digests';

const A = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'a' };
const B = { ...A, Action: 's3:PutObject' };
const AT = 'Properties.PolicyDocument.Statement.';

/** The digests of the places, in a bucket policy with these statements. */
function digests(Statement: unknown, ...places: string[]): string[] {
  const P = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b', PolicyDocument: { Statement } } };
  const assembly = new Assembly([{ file: 'a.json', stack: 'S', body: { Resources: { P } } }]);
  return statementDigests(assembly.templates[0].resources.get('P')!, places);
}

test('the same statement has the same digest, wherever it stands in the list', () => {
  expect(digests([A, B], `${AT}0`)).toEqual(digests([B, A], `${AT}1`));
  expect(digests([A], `${AT}0.Principal`)).toEqual(digests([A], `${AT}0`));
  expect(digests([A, B], `${AT}0`, `${AT}1`)).toEqual([...digests([A], `${AT}0`), ...digests([B], `${AT}0`)].sort());
});

test.each(Object.keys(A))('another %s is another statement', (key) => {
  expect(digests([{ ...A, [key]: 'other' }], `${AT}0`)).not.toEqual(digests([A], `${AT}0`));
});

test('a condition is part of it', () => {
  expect(digests([{ ...A, Condition: { Bool: { 'aws:SecureTransport': true } } }], `${AT}0`)).not.toEqual(
    digests([A], `${AT}0`),
  );
});

test('one statement need not stand in a list', () => {
  expect(digests(A, `${AT}0`)).toHaveLength(1);
  expect(digests(A, `${AT}0`)).not.toEqual(digests(B, `${AT}0`));
});

test('where conditions move the statements, the whole list stands for each', () => {
  const moved = (last: object) => [{ 'Fn::If': ['C', A, { Ref: 'AWS::NoValue' }] }, last];
  expect(digests(moved(A), `${AT}0`)).toEqual(digests(moved(A), `${AT}1`));
  expect(digests(moved(A), `${AT}0`)).not.toEqual(digests(moved(B), `${AT}0`));
  expect(digests({ 'Fn::If': ['C', [A], [B]] }, `${AT}0`)).not.toEqual(
    digests({ 'Fn::If': ['C', [A], [A]] }, `${AT}0`),
  );
});

test.each(['Properties.Bucket', 'Properties', 'Properties.KeyPolicy.Statement.0', ''])(
  '%p is no statement here',
  (place) => {
    expect(digests([A], place)).toEqual([]);
  },
);
