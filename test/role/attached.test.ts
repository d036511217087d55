import { verdicts } from '../support/judging';

type Raw = Record<string, any>;
const OWN = '111111111111';
const trusts = (Principal: unknown, Condition?: Raw, Action = 'sts:AssumeRole'): Raw => ({
  AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal, Action, ...(Condition && { Condition }) } },
});
const service = (name: string, Condition?: Raw): Raw => trusts({ Service: name }, Condition);
const said = (ruleId: string, Type: string, Properties: Raw): string[] =>
  verdicts(ruleId, { One: { Type, Properties } }, {}, { account: OWN }).map((one) => one.split(' ')[0]);

describe('ROLE-07: no identity may do everything of a service', () => {
  const ec2 = service('ec2.amazonaws.com');
  const aws = (name: string): string[] => [`arn:aws:iam::aws:policy/${name}`];
  test.each<[string, string, Raw, string[]]>([
    ['a role', 'AWS::IAM::Role', { ...ec2, ManagedPolicyArns: aws('AmazonS3FullAccess') }, ['fail']],
    [
      'a role in any partition',
      'AWS::IAM::Role',
      { ...ec2, ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonDynamoDBFullAccess' }] },
      ['fail'],
    ],
    [
      'as CDK writes it',
      'AWS::IAM::Role',
      {
        ...ec2,
        ManagedPolicyArns: [
          { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSQSFullAccess']] },
        ],
      },
      ['fail'],
    ],
    [
      'the second of two',
      'AWS::IAM::Role',
      { ...ec2, ManagedPolicyArns: [...aws('AmazonSSMManagedInstanceCore'), ...aws('AmazonEC2FullAccess')] },
      ['fail'],
    ],
    ['a version', 'AWS::IAM::Role', { ...ec2, ManagedPolicyArns: aws('AmazonDynamoDBFullAccess_v2') }, ['fail']],
    [
      'with an underscore',
      'AWS::IAM::Role',
      { ...ec2, ManagedPolicyArns: aws('AWSCodePipeline_FullAccess') },
      ['fail'],
    ],
    ['a power user', 'AWS::IAM::Group', { ManagedPolicyArns: aws('AWSKeyManagementServicePowerUser') }, ['fail']],
    [
      'an administrator of a kind',
      'AWS::IAM::Group',
      { ManagedPolicyArns: aws('job-function/DatabaseAdministrator') },
      ['fail'],
    ],
    ['a user', 'AWS::IAM::User', { ManagedPolicyArns: aws('AmazonSESFullAccess') }, ['fail']],
    ['a permission set', 'AWS::SSO::PermissionSet', { ManagedPolicies: aws('AmazonS3FullAccess') }, ['fail']],
    ['a scalar', 'AWS::IAM::User', { ManagedPolicyArns: aws('AmazonS3FullAccess')[0] }, ['fail']],
    ['readers', 'AWS::IAM::Role', { ...ec2, ManagedPolicyArns: aws('AmazonS3ReadOnlyAccess') }, []],
    ['the agent of a machine', 'AWS::IAM::Role', { ...ec2, ManagedPolicyArns: aws('CloudWatchAgentServerPolicy') }, []],
    [
      'a policy for a service',
      'AWS::IAM::Role',
      { ...ec2, ManagedPolicyArns: aws('service-role/AmazonECSTaskExecutionRolePolicy') },
      [],
    ],
    [
      'an own policy of that name',
      'AWS::IAM::Role',
      { ...ec2, ManagedPolicyArns: [`arn:aws:iam::${OWN}:policy/OrdersFullAccess`] },
      [],
    ],
    ['no policy', 'AWS::IAM::Role', ec2, []],
    ['administrators: another rule', 'AWS::IAM::Group', { ManagedPolicyArns: aws('AdministratorAccess') }, []],
    [
      'functions: another rule',
      'AWS::IAM::Role',
      { ...service('lambda.amazonaws.com'), ManagedPolicyArns: aws('AmazonS3FullAccess') },
      [],
    ],
  ])('%s', (_, type, properties, expected) => expect(said('ROLE-07', type, properties)).toEqual(expected));

  test('what the other rules say instead', () => {
    const administrators = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] };
    expect(said('ROLE-04', 'AWS::IAM::Group', administrators)).toEqual(['fail']);
    const functions = {
      ...service('lambda.amazonaws.com'),
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'],
    };
    expect(said('ROLE-06', 'AWS::IAM::Role', functions)).toEqual(['fail']);
  });
});

describe('ROLE-08: services take roles for this account', () => {
  const own = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
  test.each<[string, Raw, string[]]>([
    ['Bedrock', service('bedrock.amazonaws.com'), ['fail']],
    ['flow logs', service('vpc-flow-logs.amazonaws.com'), ['fail']],
    ['Logs of a region', service('logs.eu-west-1.amazonaws.com'), ['fail']],
    ['among others', trusts({ Service: ['ec2.amazonaws.com', 'bedrock.amazonaws.com'] }), ['fail']],
    ['any source', service('bedrock.amazonaws.com', { ArnLike: { 'aws:SourceArn': '*' } }), ['fail']],
    [
      'a source if there is one',
      service('bedrock.amazonaws.com', { StringEqualsIfExists: { 'aws:SourceAccount': OWN } }),
      ['fail'],
    ],
    ['for the account', service('bedrock.amazonaws.com', own), []],
    [
      'for a source',
      service('vpc-flow-logs.amazonaws.com', {
        ArnLike: { 'aws:SourceArn': `arn:aws:ec2:us-east-1:${OWN}:vpc-flow-log/*` },
      }),
      [],
    ],
    ['for the organization', service('bedrock.amazonaws.com', { StringEquals: { 'aws:SourceOrgID': 'o-1' } }), []],
    ...['lambda', 'ec2', 'ecs-tasks', 'states', 'apigateway', 'codebuild'].map((name): [string, Raw, string[]] => [
      `${name} needs none`,
      service(`${name}.amazonaws.com`),
      [],
    ]),
    ['a role', trusts({ AWS: `arn:aws:iam::${OWN}:role/a` }), []],
  ])('%s', (_, properties, expected) => expect(said('ROLE-08', 'AWS::IAM::Role', properties)).toEqual(expected));
});

describe('ROLE-09: roles of identity pools are for users who signed in', () => {
  const pool = { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'pool' } };
  const amr = (value: unknown, operator = 'ForAnyValue:StringLike') => ({
    ...pool,
    [operator]: { 'cognito-identity.amazonaws.com:amr': value },
  });
  const web = (Condition: Raw, Federated: unknown = 'cognito-identity.amazonaws.com') =>
    trusts({ Federated }, Condition, 'sts:AssumeRoleWithWebIdentity');
  test.each<[string, Raw, string[]]>([
    ['the pool only', web(pool), ['fail']],
    ['guests', web(amr('unauthenticated')), ['fail']],
    ['guests and users', web(amr(['authenticated', 'unauthenticated'])), ['fail']],
    ['whatever', web(amr('*')), ['fail']],
    ['for all of none', web(amr('authenticated', 'ForAllValues:StringLike')), ['fail']],
    ['users', web(amr('authenticated')), []],
    ['users of a pool', web(amr('cognito-idp.us-east-1.amazonaws.com/us-east-1_a:*')), []],
    ['another provider', web({ StringEquals: { 'accounts.google.com:aud': 'app' } }, 'accounts.google.com'), []],
    ['a service', service('lambda.amazonaws.com'), []],
  ])('%s', (_, properties, expected) => expect(said('ROLE-09', 'AWS::IAM::Role', properties)).toEqual(expected));
});

describe('ROLE-05: providers that give everybody the same audience', () => {
  const web = (issuer: string, sub?: unknown) =>
    trusts(
      { Federated: `arn:aws:iam::${OWN}:oidc-provider/${issuer}` },
      { StringLike: { [`${issuer}:aud`]: 'sts.amazonaws.com', ...(sub !== undefined && { [`${issuer}:sub`]: sub }) } },
      'sts:AssumeRoleWithWebIdentity',
    );
  const EKS = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
  test.each<[string, Raw, string[]]>([
    ['GitHub, nobody named', web('token.actions.githubusercontent.com'), ['fail']],
    ['GitHub, everybody', web('token.actions.githubusercontent.com', '*'), ['fail']],
    ['GitHub, every repository', web('token.actions.githubusercontent.com', 'repo:*'), ['fail']],
    [
      'GitHub, one of two is everybody',
      web('token.actions.githubusercontent.com', ['repo:acme/app:*', 'repo:*']),
      ['fail'],
    ],
    ['GitHub, an organization', web('token.actions.githubusercontent.com', 'repo:acme/*'), []],
    ['Terraform, nobody named', web('app.terraform.io'), ['fail']],
    ['Terraform, every organization', web('app.terraform.io', 'organization:*:project:p:*'), ['fail']],
    ['Terraform, organizations that begin so', web('app.terraform.io', 'organization:acme*'), ['fail']],
    ['Terraform, one organization', web('app.terraform.io', 'organization:acme:project:*:workspace:*:run_phase:*'), []],
    ['GitLab, one group', web('gitlab.com', 'project_path:acme/*:ref_type:branch:ref:main'), []],
    ['GitLab, every group', web('gitlab.com', 'project_path:*'), ['fail']],
    ['EKS, every pod', web(EKS), ['fail']],
    ['EKS, one service account', web(EKS, 'system:serviceaccount:orders:api'), []],
    ['EKS, the service accounts of a namespace', web(EKS, 'system:serviceaccount:orders:*'), []],
    ['an own provider, by its audience', web('login.example.com'), []],
  ])('%s', (_, properties, expected) => expect(said('ROLE-05', 'AWS::IAM::Role', properties)).toEqual(expected));
});
