import { judged } from '../support/judging';

/** Policies that look bound, and are not: on AWS, anybody meets their conditions. */
const P = { Parameters: { X: { Type: 'String' } } };
const sub = (text: string) => ({ 'Fn::Sub': text });
const queue = (statement: object) => ({
  Q: { Type: 'AWS::SQS::Queue' },
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Q' }],
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Q', 'Arn'] }, ...statement },
        ],
      },
    },
  },
});
const trust = (statement: object) => ({
  R: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] },
    },
  },
});
const blocking = (resources: Record<string, unknown>, account?: string): string[] => [
  ...new Set(
    judged(resources, P, { account })
      .filter(({ weight }) => weight === 'blocking')
      .map(({ ruleId }) => ruleId),
  ),
];
const OWN = '111111111111';
const any = (Condition: object) => queue({ Principal: '*', Condition });

test.each<[string, object]>([
  [
    'a role of any account, with a name of the deployment',
    { ArnLike: { 'aws:PrincipalArn': sub('arn:aws:iam::*:role/${X}') } },
  ],
  ['a wildcard before a parameter', { StringLike: { 'aws:SourceVpce': sub('*${X}') } }],
  ['a key that is equal to itself', { StringEquals: { 'aws:SourceVpce': '${aws:SourceVpce}' } }],
  ['an organisation that is equal to itself', { StringEquals: { 'aws:PrincipalOrgID': '${aws:PrincipalOrgID}' } }],
  ['private addresses, which every VPC may have', { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }],
  ['a range as wide as somebody says later', { IpAddress: { 'aws:SourceIp': sub('0.0.0.0/${X}') } }],
  ['a list that a literal stands in', { IpAddress: { 'aws:SourceIp': { 'Fn::Split': [',', sub('0.0.0.0/0,${X}')] } } }],
])('everybody with %s', (_, condition) => expect(blocking(any(condition), OWN)).toContain('POLICY-01'));

test.each<[string, object]>([
  [
    'the addresses of one VPC',
    { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
  ],
  ['the organisation of the resource', { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } }],
  ['addresses of the deployment', { IpAddress: { 'aws:SourceIp': { Ref: 'X' } } }],
])('no alarm: everybody with %s', (_, condition) => expect(blocking(any(condition), OWN)).not.toContain('POLICY-01'));

test.each<[string, unknown]>([
  ['a foreign account with a name of the deployment', sub('arn:aws:iam::999999999999:role/${X}')],
  ['a wildcard hidden in a list', { 'Fn::Split': [',', sub('*,${X}')] }],
  ['one part of such a list', { 'Fn::Select': [0, { 'Fn::Split': [',', sub('*,${X}')] }] }],
])('a principal that is %s', (_, AWS) => {
  expect(blocking(queue({ Principal: { AWS } }), OWN)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^POLICY-0[12]$/)]),
  );
  expect(blocking(trust({ Principal: { AWS } }), OWN)).toContain('ROLE-05');
});

const ROOT = 'arn:aws:iam::999999999999:root';
test.each<[string, object, string | undefined]>([
  ['its own account', { StringEquals: { 'aws:PrincipalAccount': '999999999999' } }, undefined],
  ['its own roles', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::999999999999:role/*' } }, OWN],
  ['an id that it gives out itself', { StringLike: { 'aws:userid': 'AROA123:*' } }, OWN],
  ['an external id that is equal to itself', { StringEquals: { 'sts:ExternalId': '${sts:ExternalId}' } }, OWN],
])('a role for a foreign account, bound by %s', (_, Condition, account) =>
  expect(blocking(trust({ Principal: { AWS: ROOT }, Condition }), account)).toContain('ROLE-05'),
);
test('a role for everybody of one foreign account, and of the own one', () => {
  const by = (id: string) =>
    trust({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalAccount': id } } });
  expect(blocking(by('999999999999'), OWN)).toContain('ROLE-05');
  expect(blocking(by(OWN), OWN)).not.toContain('ROLE-05');
});

test('hostile patterns come to an end', () => {
  const role = { R: trust({ Principal: { Service: 'lambda.amazonaws.com' } }).R };
  // eight such pairs once took a quarter of a minute
  expect(blocking({ ...role, P: policy(`s3:${'*?'.repeat(60)}z`) })).toContain('ROLE-01');
});
const policy = (Action: string) => ({
  Type: 'AWS::IAM::Policy',
  Properties: {
    PolicyName: 'p',
    Roles: [{ Ref: 'R' }],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: 'arn:aws:s3:::x' }] },
  },
});

test('a knot makes no name of a wildcard', () => {
  const conditions = Object.fromEntries(
    Array.from({ length: 17 }, (_, index) => [
      `C${index}`,
      index === 0
        ? { 'Fn::Equals': ['a', 'b'] }
        : { 'Fn::Or': [{ Condition: `C${index - 1}` }, { Condition: `C${index - 1}` }] },
    ]),
  );
  const resources = { ...queue({ Principal: { 'Fn::If': ['C16', '*', '*'] } }) };
  const found = judged(resources, { ...P, Conditions: conditions }).filter(({ ruleId }) => ruleId === 'POLICY-01');
  expect(found.map(({ weight }) => weight)).toEqual(['blocking']);
});
