import { verdicts } from '../support/judging';

type Raw = Record<string, any>;
const OWN = '111111111111';
const FOREIGN = '222222222222';
const LAMBDA = { Principal: { Service: 'lambda.amazonaws.com' } };

const role = (...statements: Raw[]): Raw => ({
  R: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: statements.map((one) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })),
      },
    },
  },
});
const trusts = (AWS: unknown, Condition?: Raw): Raw => role({ Principal: { AWS }, ...(Condition && { Condition }) });
const web = (Federated: unknown, Condition?: Raw): Raw =>
  role({ Principal: { Federated }, Action: 'sts:AssumeRoleWithWebIdentity', ...(Condition && { Condition }) });
const GITHUB = `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com`;
const gh = (sub?: string) => ({
  StringLike: {
    'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
    ...(sub && { 'token.actions.githubusercontent.com:sub': sub }),
  },
});

describe('ROLE-05: the trust policy names somebody', () => {
  test.each<[string, string[], Raw]>([
    ['passes: a service', [], role(LAMBDA)],
    ['passes: services', [], role({ Principal: { Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] } })],
    [
      'passes: a service with a pseudo parameter',
      [],
      role({ Principal: { Service: { 'Fn::Sub': 'states.${AWS::Region}.amazonaws.com' } } }),
    ],
    ['passes: a role of the account', [], trusts(`arn:aws:iam::${OWN}:role/deployer`)],
    ['passes: a role of the app', [], { ...trusts({ 'Fn::GetAtt': ['S', 'Arn'] }), S: role(LAMBDA).R }],
    [
      'passes: the own account, for a role that Lambda does not take',
      [],
      trusts({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' }),
    ],
    [
      'passes: a Deny of everybody',
      [],
      role(LAMBDA, { Effect: 'Deny', Principal: '*', Condition: { Bool: { x: 'true' } } }),
    ],
    [
      'fails: the own account beside Lambda',
      ['fail R'],
      role(LAMBDA, { Principal: { AWS: `arn:aws:iam::${OWN}:root` } }),
    ],
    [
      'fails: the own account by number, in one statement with Lambda',
      ['fail R'],
      role({ Principal: { Service: 'lambda.amazonaws.com', AWS: OWN } }),
    ],
    ['fails: anybody', ['fail R'], role({ Principal: '*' })],
    ['fails: any identity', ['fail R'], trusts('*')],
    [
      'fails: any identity of an organisation',
      ['fail R'],
      trusts('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
    ],
    ['fails: any role', ['fail R'], trusts(`arn:aws:iam::${OWN}:role/*`)],
    ['fails: everybody but', ['fail R'], role({ NotPrincipal: { AWS: OWN } })],
    ['fails: nobody named', ['fail R'], role({})],
    ['fails: a user', ['fail R'], trusts(`arn:aws:iam::${OWN}:user/alice`)],
    ['fails: a foreign account', ['fail R'], trusts(`arn:aws:iam::${FOREIGN}:root`)],
    ['fails: a foreign account by number', ['fail R'], trusts(FOREIGN)],
    ['fails: a foreign role', ['fail R'], trusts(`arn:aws:iam::${FOREIGN}:role/theirs`)],
    [
      'passes: a foreign account with an external id',
      [],
      trusts(FOREIGN, { StringEquals: { 'sts:ExternalId': 'x-1' } }),
    ],
    [
      'passes: a foreign account of the organisation',
      [],
      trusts(FOREIGN, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
    ],
    [
      'fails: a foreign account that is only said twice',
      ['fail R'],
      trusts(FOREIGN, { StringEquals: { 'aws:PrincipalAccount': FOREIGN } }),
    ],
    ['fails: repositories of whoever has a name that begins so', ['fail R'], web(GITHUB, gh('repo:acme*'))],
    [
      'fails: every repository, through a provider of the app',
      ['fail R'],
      { ...web({ Ref: 'Oidc' }, gh()), Oidc: { Type: 'AWS::IAM::OIDCProvider' } },
    ],
    [
      'passes: one repository, through a provider of the app',
      [],
      { ...web({ Ref: 'Oidc' }, gh('repo:acme/orders:*')), Oidc: { Type: 'AWS::IAM::OIDCProvider' } },
    ],
    [
      'fails: an external id that may be missing',
      ['fail R'],
      trusts(FOREIGN, { StringEqualsIfExists: { 'sts:ExternalId': 'x-1' } }),
    ],
    ['fails: any external id', ['fail R'], trusts(FOREIGN, { StringLike: { 'sts:ExternalId': '*' } })],
    ['fails: one of two accounts', ['fail R'], trusts([`arn:aws:iam::${OWN}:role/a`, FOREIGN])],
    ['fails: more than assuming', ['fail R'], role({ ...LAMBDA, Action: 'sts:*' })],
    ['fails: every action but one', ['fail R'], role({ ...LAMBDA, Action: undefined, NotAction: 'sts:TagSession' })],
    ['passes: with session tags', [], role({ ...LAMBDA, Action: ['sts:AssumeRole', 'sts:TagSession'] })],
    ['fails: GitHub, any repository', ['fail R'], web(GITHUB, gh())],
    ['fails: GitHub, every repository of everybody', ['fail R'], web(GITHUB, gh('repo:*'))],
    ['passes: GitHub, one repository', [], web(GITHUB, gh('repo:mine/app:ref:refs/heads/main'))],
    ['fails: Cognito without a pool', ['fail R'], web('cognito-identity.amazonaws.com')],
    [
      'passes: Cognito with its pool',
      [],
      web('cognito-identity.amazonaws.com', { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'pool' } }),
    ],
    [
      'passes: SAML with its audience',
      [],
      web(`arn:aws:iam::${OWN}:saml-provider/x`, {
        StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' },
      }),
    ],
    ['fails: no trust policy', ['fail R'], { R: { Type: 'AWS::IAM::Role', Properties: {} } }],
    ['unknown: a parameter', ['unknown R'], trusts({ Ref: 'Who' })],
    [
      'passes: a parameter, bound',
      [],
      trusts({ 'Fn::Sub': 'arn:aws:iam::${Who}:root' }, { StringEquals: { 'sts:ExternalId': 'x-1' } }),
    ],
    [
      'unknown: a document from elsewhere',
      ['unknown R'],
      { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Ref: 'Who' } } } },
    ],
    ['fails: in one branch', ['fail R'], trusts({ 'Fn::If': ['Dev', '*', `arn:aws:iam::${OWN}:role/a`] })],
  ])('%s', (_, expected, resources) => {
    const rest = {
      Parameters: { Who: { Type: 'String' } },
      Conditions: { Dev: { 'Fn::Equals': [{ Ref: 'Who' }, 'x'] } },
    };
    expect(verdicts('ROLE-05', resources, rest, { account: OWN, region: 'us-east-1' })).toEqual(expected);
  });
});

describe('ROLE-06: no policies that somebody else maintains', () => {
  const listing = (arns: unknown, trust: Raw = LAMBDA): Raw => {
    const { R } = role(trust);
    return { R: { ...R, Properties: { ...R.Properties, ManagedPolicyArns: arns } } };
  };
  const AWS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const M = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { ManagedPolicyName: 'mine', PolicyDocument: { Statement: [] } },
  };
  test.each<[string, string[], Raw]>([
    ['passes: none', [], role(LAMBDA)],
    ['passes: a policy of the app', [], { ...listing([{ Ref: 'M' }]), M }],
    ['passes: a policy of the app by name', [], { ...listing([`arn:aws:iam::${OWN}:policy/mine`]), M }],
    [
      'passes: a role that Lambda does not take',
      [],
      listing([AWS], { Principal: { Service: 'ecs-tasks.amazonaws.com' } }),
    ],
    ['fails: the basic one', ['fail R'], listing([AWS])],
    [
      'fails: as CDK writes it',
      ['fail R'],
      listing([{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/ReadOnlyAccess']] }]),
    ],
    ['fails: without its list', ['fail R'], listing(AWS)],
    ['fails: of AWS with the name of one of the app', ['fail R'], { ...listing(['arn:aws:iam::aws:policy/mine']), M }],
    ['fails: of the account, but of no template', ['fail R'], listing([`arn:aws:iam::${OWN}:policy/other`])],
    ['unknown: a parameter', ['unknown R'], listing([{ Ref: 'Who' }])],
  ])('%s', (_, expected, resources) => {
    expect(verdicts('ROLE-06', resources, { Parameters: { Who: { Type: 'String' } } }, { account: OWN })).toEqual(
      expected,
    );
  });
});
