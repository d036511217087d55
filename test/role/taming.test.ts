import { judged, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const OWN = '111111111111';
const POLICIES = `arn:aws:iam::${OWN}:policy`;
const R: Raw = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
    },
  },
};
const template = (...Statement: Raw[]): Raw => ({
  R,
  M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [] } } },
  P: {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'p', Roles: [{ Ref: 'R' }], PolicyDocument: { Statement } },
  },
});
const said = (id: string, ...statements: Raw[]): string[] =>
  verdicts(id, template(...statements), { Parameters: { Bound: { Type: 'String' } } }, { account: OWN });
const when = (Action: string, operator: string, key: string, value: unknown, Effect = 'Allow'): Raw => ({
  Effect,
  Action,
  Resource: '*',
  Condition: { [operator]: { [key]: value } },
});
const BOUNDARY = 'iam:PermissionsBoundary';
const FOR_AWS = 'kms:GrantIsForAWSResource';
const TAG = 'ssm:resourceTag/app';

/** Operator · key · value. */
type Row = [string, string, unknown];
const ACTIONS: Record<string, string> = {
  [BOUNDARY]: 'iam:PutRolePolicy',
  'iam:PolicyARN': 'iam:AttachRolePolicy',
  [FOR_AWS]: 'kms:CreateGrant',
  [TAG]: 'ssm:SendCommand',
};

describe('ROLE-04: a condition takes a power away only for named values', () => {
  test.each<Row>([
    ['StringEquals', BOUNDARY, `${POLICIES}/bound`],
    ['StringEquals', BOUNDARY, { Ref: 'M' }],
    ['StringEquals', BOUNDARY, { Ref: 'Bound' }],
    ['ArnLike', BOUNDARY, 'arn:aws:iam::*:policy/bound-*'],
    ['ArnEquals', 'iam:PolicyARN', [`${POLICIES}/read`, 'arn:aws:iam::aws:policy/ReadOnlyAccess']],
    ['ForAnyValue:StringLike', 'iam:PolicyARN', `${POLICIES}/app/*`],
    ['Bool', FOR_AWS, 'true'],
    ['Bool', FOR_AWS, true],
    ['StringEquals', FOR_AWS, 'true'],
    ['StringLike', TAG, 'orders*'],
  ])('passes: %s %s %j', (operator, key, value) =>
    expect(said('ROLE-04', when(ACTIONS[key], operator, key, value))).toEqual([]),
  );

  test.each<Row>([
    ['StringLike', BOUNDARY, '*'],
    ['StringLike', BOUNDARY, 'arn*'],
    ['StringLike', BOUNDARY, 'arn:aws:iam::*:policy/*'],
    ['StringLike', BOUNDARY, [`${POLICIES}/bound`, `${POLICIES}/*-*`]],
    ['StringEquals', BOUNDARY, []],
    ['StringEquals', BOUNDARY, 'arn:aws:iam::aws:policy/AdministratorAccess'],
    ['StringNotEquals', BOUNDARY, `${POLICIES}/bound`],
    ['StringEqualsIfExists', BOUNDARY, `${POLICIES}/bound`],
    ['ForAllValues:StringEquals', BOUNDARY, `${POLICIES}/bound`],
    ['Null', BOUNDARY, 'true'],
    ['Null', BOUNDARY, 'false'],
    ['ArnLike', 'iam:PolicyARN', 'arn:aws:iam::aws:policy/*'],
    ['ArnNotEquals', 'iam:PolicyARN', `${POLICIES}/read`],
    ['Bool', FOR_AWS, 'false'],
    ['Bool', FOR_AWS, ['true', 'false']],
    ['BoolIfExists', FOR_AWS, 'true'],
    ['StringLike', FOR_AWS, '*'],
    ['Null', FOR_AWS, 'false'],
    ['StringLike', TAG, '*'],
    ['StringLike', TAG, '?*'],
    ['StringNotEquals', TAG, 'orders'],
  ])('fails: %s %s %j', (operator, key, value) =>
    expect(said('ROLE-04', when(ACTIONS[key], operator, key, value))).toEqual(['fail R']),
  );
});

describe('ROLE-04: a Deny stands in for a boundary only when it names one', () => {
  const open = { Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: '*' };
  test.each<[string, string, unknown, string[]]>([
    ['StringNotEquals', BOUNDARY, `${POLICIES}/bound`, []],
    ['ArnNotLike', BOUNDARY, `${POLICIES}/bound-*`, []],
    ['StringNotEquals', BOUNDARY, { Ref: 'M' }, []],
    ['StringNotLike', BOUNDARY, '*', ['fail R']],
    ['StringNotLike', BOUNDARY, 'arn:aws:iam::*:policy/*', ['fail R']],
    ['ArnNotLike', BOUNDARY, [`${POLICIES}/bound`, '*'], ['fail R']],
    ['StringNotEquals', BOUNDARY, 'arn:aws:iam::aws:policy/AdministratorAccess', ['fail R']],
    ['StringEquals', BOUNDARY, `${POLICIES}/bound`, ['fail R']],
    ['ForAllValues:StringNotEquals', BOUNDARY, `${POLICIES}/bound`, ['fail R']],
    ['Null', BOUNDARY, 'true', ['fail R']],
    ['StringNotEquals', 'aws:PrincipalTag/x', 'y', ['fail R']],
  ])('%s %s %j', (operator, key, value, expected) =>
    expect(said('ROLE-04', open, when('iam:*', operator, key, value, 'Deny'))).toEqual(expected),
  );
});

describe('ROLE-04: a wildcard inside a name names no role', () => {
  const on = (Action: string, name: string): Raw => ({
    Effect: 'Allow',
    Action,
    Resource: `arn:aws:iam::${OWN}:role/${name}`,
  });
  const run = { Effect: 'Allow', Action: 'lambda:CreateFunction', Resource: 'x' };
  test.each([
    ['*-*', ['fail R']],
    ['?*', ['fail R']],
    ['*a*', ['fail R']],
    ['app-*', []],
    ['app/*', []],
  ])('%s', (name, expected) => {
    expect(said('ROLE-04', on('sts:AssumeRole', name))).toEqual(expected);
    expect(said('ROLE-04', on('iam:PassRole', name), run)).toEqual(expected);
  });
});

test('ROLE-02: a tag that may have any value narrows nothing', () => {
  const weight = (value: string) =>
    judged(template(when('ssm:SendCommand', 'StringLike', TAG, value)), {}, { account: OWN }).find(
      ({ ruleId }) => ruleId === 'ROLE-02',
    )?.weight;
  expect(weight('*')).toBe('blocking');
  expect(weight('orders')).toBe('warning');
});
