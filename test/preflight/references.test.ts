import { CfnOutput, CfnResource, NestedStack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Assembly } from '../../lib/core/assembly';
import { judge } from '../../lib/core/judge';
import { referencesExist } from '../../lib/preflight/rules/references-exist';
import { blocking, judged, newStack } from '../support/judging';

const A = (properties: object = {}, rest: object = {}) => ({ Type: 'A::B::C', Properties: properties, ...rest });
const said = (resources: Record<string, unknown>, rest: Record<string, unknown> = {}): string =>
  judged(resources, rest).find(({ ruleId }) => ruleId === 'PREFLIGHT-06')?.got ?? '';
const ref = (name: string) => ({ Ref: name });

test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
  ['Ref', { X: A({ P: ref('Gone') }) }, {}, 'Gone in X.Properties.P'],
  ['GetAtt', { X: A({ P: { 'Fn::GetAtt': ['Gone', 'Arn'] } }) }, {}, 'Gone in X.Properties.P'],
  ['GetAtt as text', { X: A({ P: { 'Fn::GetAtt': 'Gone.Arn' } }) }, {}, 'Gone in X.Properties.P'],
  ['Sub', { X: A({ P: { 'Fn::Sub': '${Gone}' } }) }, {}, 'Gone in X.Properties.P'],
  ['Sub of an attribute', { X: A({ P: { 'Fn::Sub': '${Gone.Arn}' } }) }, {}, 'Gone in X.Properties.P'],
  ['DependsOn', { X: A({}, { DependsOn: ['Gone'] }) }, {}, 'Gone in X.DependsOn'],
  [
    'DependsOn a parameter',
    { X: A({}, { DependsOn: 'P' }) },
    { Parameters: { P: { Type: 'String' } } },
    'P in X.DependsOn',
  ],
  [
    'in one branch',
    { X: A({ P: { 'Fn::If': ['C', 1, ref('Gone')] } }) },
    { Conditions: { C: {} } },
    'Gone in X.Properties.P',
  ],
  ['several', { X: A({ P: [ref('Gone'), ref('Lost')] }) }, {}, 'Gone in X.Properties.P and 1 more'],
  ['a misspelt pseudo parameter', { X: A({ P: ref('AWS::AccountID') }) }, {}, 'AWS::AccountID in X.Properties.P'],
  ['an output', { X: A() }, { Outputs: { O: { Value: ref('Gone') } } }, 'Gone in Outputs.O'],
  [
    'an export name',
    { X: A() },
    { Outputs: { O: { Value: 'x', Export: { Name: { 'Fn::Sub': '${Gone}-x' } } } } },
    'Gone in Outputs.O',
  ],
  [
    'a resource in a condition',
    { X: A() },
    { Conditions: { C: { 'Fn::Equals': [ref('X'), 'a'] } } },
    'X in Conditions.C',
  ],
  ['the condition of a resource', { X: A({}, { Condition: 'Gone' }) }, {}, 'Gone in X.Condition'],
  [
    'the condition of an output',
    { X: A() },
    { Outputs: { O: { Value: 'x', Condition: 'Gone' } } },
    'Gone in Outputs.O.Condition',
  ],
  [
    'passes: resources, parameters, pseudo parameters',
    {
      X: A({ P: [ref('Y'), ref('P'), ref('AWS::NoValue'), { 'Fn::Sub': '${AWS::Region}-${P}-${Y.Arn}-${!Z}' }] }),
      Y: A(),
    },
    { Parameters: { P: { Type: 'String' } } },
    '',
  ],
  ['passes: Sub variables', { X: A({ P: { 'Fn::Sub': ['${a}${b.c}', { a: 'x', b: 'y' }] } }) }, {}, ''],
  ["passes: metadata is nobody's business", { X: A({}, { Metadata: ref('Gone') }) }, {}, ''],
  ['passes: a macro may add it', { X: A({ P: ref('Gone') }) }, { Transform: 'AWS::Serverless-2016-10-31' }, ''],
  ['passes: a loop may add it', { X: A({ P: ref('Gone') }), 'Fn::ForEach::L': ['i', ['a'], {}] }, {}, ''],
  ['passes: no sections', {}, {}, ''],
])('PREFLIGHT-06 %s', (_, resources, rest, expected) => expect(said(resources, rest)).toBe(expected));

test('an output that the nested template does not have', () => {
  const parent = (output: string) => ({
    Resources: { N: { Type: 'AWS::CloudFormation::Stack' }, X: A({ P: { 'Fn::GetAtt': ['N', `Outputs.${output}`] } }) },
  });
  const nested = { Resources: { Y: A() }, Outputs: { Here: { Value: ref('Y') } } };
  const of = (output: string, body: any = nested) =>
    judge(
      new Assembly([
        { file: 'a', stack: 'S', body: parent(output) },
        { file: 'b', stack: 'S/N', body, nestedIn: { stack: 'S', logicalId: 'N' } },
      ]),
      [referencesExist],
    ).findings.map(({ got }) => got);
  expect(of('Here')).toEqual([]);
  expect(of('Gone')).toEqual(['N.Outputs.Gone in X.Properties.P']);
  expect(of('Gone', { ...nested, Transform: 'X' })).toEqual([]);
});

describe('real stacks', () => {
  test("a resource taken out behind CDK's back", () => {
    const stack = newStack();
    const queue = new Queue(stack, 'Queue');
    new CfnResource(stack, 'Uses', { type: 'A::B::C', properties: { Arn: queue.queueArn } });
    (queue.node.defaultChild as CfnResource).overrideLogicalId('Renamed');
    new CfnResource(stack, 'Names', {
      type: 'A::B::C',
      properties: { Arn: { 'Fn::GetAtt': ['Queue4A7E3555', 'Arn'] } },
    });
    expect(blocking(stack).filter((one) => one.startsWith('PREFLIGHT'))).toEqual(['PREFLIGHT-06 Stack']);
  });

  test('nested stacks, outputs and references between stacks are no false alarm', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    const inner = new Bucket(nested, 'Inner');
    new CfnOutput(stack, 'Name', { value: inner.bucketName });
    new CfnResource(nested, 'Back', { type: 'A::B::C', properties: { Arn: new Queue(stack, 'Outer').queueArn } });
    expect(blocking(stack).filter((one) => one.startsWith('PREFLIGHT'))).toEqual([]);
  });
});
