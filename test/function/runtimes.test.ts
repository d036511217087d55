import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { RUNTIMES_AS_OF, supportOf } from '../../lib/function/runtimes';
import { verdicts } from '../support/judging';

const F = (properties: Record<string, unknown>) => ({ F: { Type: 'AWS::Lambda::Function', Properties: properties } });
const on = (runtime: unknown, day = '2026-11-22') =>
  verdicts('FUNCTION-06', F({ Runtime: runtime }), { Parameters: { Any: { Type: 'String' } } }, { day });

describe('FUNCTION-06: AWS supports its runtime', () => {
  test.each([
    'nodejs22.x',
    'nodejs24.x',
    'python3.12',
    'python3.15',
    'java21',
    'dotnet10',
    'ruby3.4',
    'provided.al2023',
    'java17.al2023',
  ])('passes: %s', (runtime) => expect(on(runtime)).toEqual([]));

  test.each([
    'nodejs',
    'nodejs16.x',
    'nodejs18.x',
    'nodejs20.x',
    'python2.7',
    'python3.9',
    'go1.x',
    'java8',
    'dotnet6',
    'ruby2.7',
    'provided',
    'provided.al2',
  ])('fails: %s', (runtime) => expect(on(runtime)).toEqual(['fail F']));

  test.each<[string, string[], string]>([
    ['the day before 60 days before creation ends', [], '2027-04-01'],
    ['60 days before creation ends', ['fail F'], '2027-04-02'],
    ['the day of the deprecation', ['fail F'], '2027-04-30'],
    ['years later', ['fail F'], '2031-01-01'],
  ])('nodejs22.x, %s', (_, expected, day) => expect(on('nodejs22.x', day)).toEqual(expected));

  test('without an announced day, creation ends 30 days after the deprecation', () => {
    expect(on('ruby3.3', '2027-02-28')).toEqual([]);
    expect(on('ruby3.3', '2027-03-01')).toEqual(['fail F']);
  });

  test.each<[string, string[], unknown]>([
    ['a runtime that is newer than the table passes', [], 'nodejs30.x'],
    ['a newer Python passes', [], 'python3.16'],
    ['a newer image of Amazon Linux passes', [], 'provided.al2026'],
    ['one between two that are known fails', ['fail F'], 'nodejs23.x'],
    ['a language that Lambda has not fails', ['fail F'], 'cobol85'],
    ['a name that objects have fails', ['fail F'], 'constructor'],
    ['an empty name fails', ['fail F'], ''],
    ['a parameter is unknown', ['unknown F'], { Ref: 'Any' }],
  ])('%s', (_, expected, runtime) => expect(on(runtime)).toEqual(expected));

  test('an image brings its own', () => {
    expect(verdicts('FUNCTION-06', F({ PackageType: 'Image' }))).toEqual([]);
    expect(verdicts('FUNCTION-06', F({ Code: { ImageUri: 'x' } }))).toEqual([]);
    expect(verdicts('FUNCTION-06', F({}))).toEqual(['fail F']);
  });

  test('without a clock the day of the table counts, so that the verdict never changes by itself', () => {
    expect(RUNTIMES_AS_OF).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(verdicts('FUNCTION-06', F({ Runtime: 'nodejs22.x' }))).toEqual([]);
    expect(verdicts('FUNCTION-06', F({ Runtime: 'nodejs20.x' }))).toEqual(['fail F']);
  });

  test('every runtime that CDK knows is in the table', () => {
    const unknown = Runtime.ALL.filter(
      ({ name }) => name !== 'FROM_IMAGE' && supportOf(name, '2015-01-01') !== undefined,
    );
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });
});
