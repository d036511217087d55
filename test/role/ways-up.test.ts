import { judged, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const OWN = '111111111111';
const ARN = `arn:aws:iam::${OWN}`;
const allow = (Action: unknown, Resource: unknown = '*', more: Raw = {}): Raw => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const when = (operator: string, key: string, value: unknown): Raw => ({ Condition: { [operator]: { [key]: value } } });
const document = (...Statement: Raw[]): Raw => ({ Version: '2012-10-17', Statement });
const trust = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const role = (properties: Raw = {}): Raw => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust, ...properties },
});
const policy = (statements: Raw[], properties: Raw = { Roles: [{ Ref: 'R' }] }): Raw => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'p', PolicyDocument: document(...statements), ...properties },
});
const of = (...statements: Raw[]): Raw => ({ R: role(), P: policy(statements) });
const said = (resources: Raw): string[] => verdicts('ROLE-04', resources, {}, { account: OWN });

describe('ROLE-04: one action is enough', () => {
  test.each<[string, Raw]>([
    ['replaces a boundary', allow('iam:PutRolePermissionsBoundary', `${ARN}:role/worker`)],
    ['attaches to a group', allow('iam:AttachGroupPolicy', `${ARN}:group/g`)],
    ['sets the default version', allow('iam:SetDefaultPolicyVersion', `${ARN}:policy/p`)],
    ['makes a password for somebody', allow('iam:CreateLoginProfile', `${ARN}:user/ann`)],
    ['makes keys of anybody', allow('iam:CreateAccessKey', `${ARN}:user/*`)],
    ['makes credentials of services', allow('iam:CreateServiceSpecificCredential', `${ARN}:user/ann`)],
    ['exchanges the provider of identities', allow('iam:UpdateSAMLProvider', `${ARN}:saml-provider/sso`)],
    ['writes a permission set', allow('sso:PutInlinePolicyToPermissionSet', 'arn:aws:sso:::instance/i')],
    ['assigns a permission set', allow('sso:CreateAccountAssignment', 'arn:aws:sso:::instance/i')],
    ['becomes root of members', allow('sts:AssumeRoot', 'arn:aws:iam::*:root')],
    [
      'rewrites a function policy',
      allow('lambda:PutResourcePolicy', 'arn:aws:lambda:us-east-1:111111111111:function:f'),
    ],
    ['opens a bucket', allow('s3:PutBucketPublicAccessBlock', 'arn:aws:s3:::data')],
    ['rewrites a registry policy', allow('ecr:PutRegistryPolicy')],
    [
      'rewrites a file system policy',
      allow(
        'elasticfilesystem:PutFileSystemPolicy',
        'arn:aws:elasticfilesystem:us-east-1:111111111111:file-system/fs-1',
      ),
    ],
    ['opens a cluster', allow('eks:AssociateAccessPolicy', 'arn:aws:eks:us-east-1:111111111111:cluster/c')],
    ['shares any snapshot', allow('ec2:ModifySnapshotAttribute', 'arn:aws:ec2:*::snapshot/*')],
    ['shares any database', allow('rds:ModifyDBSnapshotAttribute')],
    ['runs an automation', allow('ssm:StartAutomationExecution')],
    ['enters any container', allow('ecs:ExecuteCommand')],
    [
      'enters any machine',
      allow('ec2-instance-connect:SendSSHPublicKey', 'arn:aws:ec2:us-east-1:111111111111:instance/*'),
    ],
    ['rewrites any user data', allow('ec2:ModifyInstanceAttribute')],
    ['updates any stack', allow('cloudformation:UpdateStack')],
    [
      'executes any change set',
      allow('cloudformation:ExecuteChangeSet', 'arn:aws:cloudformation:us-east-1:111111111111:stack/*'),
    ],
    ['rewrites any job', allow('glue:UpdateJob')],
    ['opens any notebook', allow('sagemaker:CreatePresignedNotebookInstanceUrl')],
  ])('fails: %s', (_, statement) => expect(said(of(statement))).toEqual(['fail R']));

  test.each<[string, Raw]>([
    [
      'changes the own password',
      allow(['iam:UpdateLoginProfile', 'iam:CreateAccessKey'], `${ARN}:user/\${aws:username}`),
    ],
    [
      'updates one stack',
      allow('cloudformation:UpdateStack', 'arn:aws:cloudformation:us-east-1:111111111111:stack/orders/*'),
    ],
    [
      'commands on tagged machines',
      allow('ssm:SendCommand', '*', when('StringEquals', 'ssm:resourceTag/app', 'orders')),
    ],
    ['enters one machine', allow('ssm:StartSession', 'arn:aws:ec2:us-east-1:111111111111:instance/i-1')],
    [
      'attaches one policy',
      allow('iam:AttachRolePolicy', '*', when('ArnEquals', 'iam:PolicyARN', `${ARN}:policy/read`)),
    ],
    ['delivers logs', allow(['logs:PutResourcePolicy', 'logs:CreateLogDelivery'])],
    ['starts builds', allow('codebuild:StartBuild')],
    ['assumes one role', allow('sts:AssumeRole', `${ARN}:role/deploy`)],
    ['invokes functions', allow('lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:111111111111:function:f')],
    ['makes service-linked roles', allow('iam:CreateServiceLinkedRole', `${ARN}:role/aws-service-role/x`)],
  ])('passes: %s', (_, statement) => expect(said(of(statement))).toEqual([]));
});

describe('ROLE-04: a role that is passed', () => {
  test.each([
    'autoscaling:CreateLaunchConfiguration',
    'ec2:RunInstances',
    'ec2:AssociateIamInstanceProfile',
    'batch:RegisterJobDefinition',
    'sagemaker:CreateTrainingJob',
    'sagemaker:CreateDomain',
    'codebuild:UpdateProject',
    'scheduler:CreateSchedule',
    'pipes:CreatePipe',
    'events:PutTargets',
    'elasticmapreduce:RunJobFlow',
    'emr-serverless:StartJobRun',
    'bedrock:CreateAgent',
    'apprunner:CreateService',
    'synthetics:CreateCanary',
    'cognito-identity:SetIdentityPoolRoles',
    'ssm:StartAutomationExecution',
    'iot:CreateTopicRule',
    'apigateway:PUT',
    'appsync:CreateDataSource',
    'eks:CreatePodIdentityAssociation',
  ])('fails: with %s', (action) => {
    const resources = { R: role(), P: policy([allow('iam:PassRole')]), Q: policy([allow(action, 'x')]) };
    expect(said(resources)).toEqual(['fail R']);
  });

  const passedTo = (value: unknown, operator = 'StringEquals') =>
    allow('iam:PassRole', '*', when(operator, 'iam:PassedToService', value));
  test.each<[string, Raw, string, string[]]>([
    ['to the service that runs', passedTo('lambda.amazonaws.com'), 'lambda:CreateFunction', ['fail R']],
    ['to a service among others', passedTo(['s3.amazonaws.com', 'ecs-tasks.amazonaws.com']), 'ecs:RunTask', ['fail R']],
    ['to any service', passedTo('*', 'StringLike'), 'lambda:CreateFunction', ['fail R']],
    [
      'to a service that is a reference',
      passedTo({ 'Fn::Sub': 'ec2.${AWS::URLSuffix}' }),
      'ec2:RunInstances',
      ['fail R'],
    ],
    ['to another service than runs', passedTo('vpc-flow-logs.amazonaws.com'), 'lambda:CreateFunction', []],
    ['to any but one', passedTo('ec2.amazonaws.com', 'StringNotEquals'), 'lambda:CreateFunction', ['fail R']],
  ])('%s', (_, pass, action, expected) => expect(said(of(pass, allow(action, 'x')))).toEqual(expected));

  test('roles that begin with a name, or one role, are named', () => {
    for (const name of ['worker', 'orders-*']) {
      expect(said(of(allow('iam:PassRole', `${ARN}:role/${name}`), allow('lambda:CreateFunction', 'x')))).toEqual([]);
    }
  });
});

describe('ROLE-04: what bounds an identity counts', () => {
  const bounded = (...boundary: Raw[]): Raw => ({
    B: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(...boundary) } },
    R: role({ PermissionsBoundary: { Ref: 'B' } }),
    P: policy([allow(['iam:PutRolePolicy', 's3:GetObject'])]),
  });
  test.each<[string, Raw[], string[]]>([
    ['a boundary without IAM', [allow(['s3:*', 'dynamodb:*'])], []],
    ['a boundary that denies IAM', [allow('*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' }], []],
    ['everything but IAM', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], []],
    [
      'a boundary that hands itself on',
      [
        allow('*'),
        {
          Effect: 'Deny',
          Action: 'iam:Put*',
          Resource: '*',
          ...when('StringNotEquals', 'iam:PermissionsBoundary', 'b'),
        },
      ],
      [],
    ],
    ['a boundary with IAM', [allow('*')], ['fail R']],
    [
      'a boundary that denies IAM sometimes',
      [allow('*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*', ...when('Bool', 'x', 'true') }],
      ['fail R'],
    ],
  ])('%s', (_, boundary, expected) => expect(said(bounded(...boundary))).toEqual(expected));

  test('a boundary names the role that an open statement passes', () => {
    const resources = {
      B: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: document(allow('iam:PassRole', `${ARN}:role/x`), allow('lambda:*')) },
      },
      R: role({ PermissionsBoundary: { Ref: 'B' } }),
      P: policy([allow(['iam:PassRole', 'lambda:CreateFunction'])]),
    };
    expect(said(resources)).toEqual([]);
  });

  test('a boundary from elsewhere does not help', () => {
    const resources = {
      R: role({ PermissionsBoundary: `${ARN}:policy/elsewhere` }),
      P: policy([allow('iam:PutRolePolicy')]),
    };
    expect(said(resources)).toEqual(['fail R']);
  });

  test('a policy that only bounds grants nothing: no rule asks it for names', () => {
    const resources = bounded(allow('*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' });
    const about = (id: string) =>
      judged(resources, {}, { account: OWN }).filter(
        ({ ruleId, logicalId }) => ruleId.startsWith('ROLE') && logicalId === id,
      );
    expect(about('B')).toEqual([]);
    const attached = { ...resources, S: role({ ManagedPolicyArns: [{ Ref: 'B' }] }) };
    expect(verdicts('ROLE-01', attached)).toContain('fail B');
    const ofUser = { ...resources, U: { Type: 'AWS::IAM::User', Properties: { ManagedPolicyArns: [{ Ref: 'B' }] } } };
    expect(verdicts('ROLE-01', ofUser)).toContain('fail B');
  });
});

describe('ROLE-04: users, groups and permission sets', () => {
  const halves = (properties: Raw, more: Raw): Raw => ({
    P: policy([allow('iam:PassRole')], properties),
    Q: policy([allow('lambda:CreateFunction', 'x')], properties),
    ...more,
  });
  test('two policies of one user are one', () => {
    expect(said(halves({ Users: [{ Ref: 'U' }] }, { U: { Type: 'AWS::IAM::User' } }))).toEqual(['fail U']);
  });
  test('two policies of one group are one, also by name', () => {
    const G = { Type: 'AWS::IAM::Group', Properties: { GroupName: 'builders' } };
    expect(said(halves({ Groups: ['builders'] }, { G }))).toEqual(['fail G']);
  });
  test('two users are two', () => {
    const resources = {
      U: { Type: 'AWS::IAM::User' },
      V: { Type: 'AWS::IAM::User' },
      P: policy([allow('iam:PassRole')], { Users: [{ Ref: 'U' }] }),
      Q: policy([allow('lambda:CreateFunction', 'x')], { Users: [{ Ref: 'V' }] }),
    };
    expect(said(resources)).toEqual([]);
  });
  test('inline and attached, by the policies that name their user', () => {
    const resources = {
      U: {
        Type: 'AWS::IAM::User',
        Properties: { Policies: [{ PolicyName: 'i', PolicyDocument: document(allow('iam:PassRole')) }] },
      },
      P: {
        Type: 'AWS::IAM::UserPolicy',
        Properties: { UserName: { Ref: 'U' }, PolicyDocument: document(allow('ecs:RunTask')) },
      },
    };
    expect(said(resources)).toEqual(['fail U']);
  });
  test('a user that is not seen', () => {
    expect(said({ P: policy([allow('iam:PutUserPolicy')], { Users: ['somebody'] }) })).toEqual(['fail P']);
  });

  const set = (properties: Raw): Raw => ({
    S: { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 's', ...properties } },
  });
  test.each<[string, Raw, string[]]>([
    ['an inline policy as an object', { InlinePolicy: document(allow('iam:PutRolePolicy')) }, ['fail S']],
    ['an inline policy as text', { InlinePolicy: JSON.stringify(document(allow('iam:*'))) }, ['fail S']],
    ['administrators', { ManagedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }, ['fail S']],
    ['an inline policy that nobody can read', { InlinePolicy: 'nonsense' }, ['unknown S']],
    ['readers', { ManagedPolicies: ['arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'] }, []],
    ['a harmless inline policy', { InlinePolicy: document(allow('s3:GetObject', 'arn:aws:s3:::b/*')) }, []],
    ['nothing', {}, []],
  ])('a permission set: %s', (_, properties, expected) => expect(said(set(properties))).toEqual(expected));

  test('the other rules read permission sets too', () => {
    const resources = set({
      InlinePolicy: JSON.stringify(document(allow('s3:*'), { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })),
    });
    for (const id of ['ROLE-01', 'ROLE-02', 'ROLE-03']) expect(verdicts(id, resources)).toEqual(['fail S']);
  });
});

test('every way is said at once, and every statement is a place', () => {
  const [finding] = judged(of(allow('iam:PutRolePolicy'), allow('s3:GetObject', 'x'), allow('sts:AssumeRole'))).filter(
    ({ ruleId }) => ruleId === 'ROLE-04',
  );
  expect(finding.got).toBe('iam:PutRolePolicy, which writes IAM policies; sts:AssumeRole, which takes any role');
  const [wide] = judged({ R: role({ Policies: [{ PolicyName: 'i', PolicyDocument: document(allow('*')) }] }) }).filter(
    ({ ruleId }) => ruleId === 'ROLE-04',
  );
  expect(wide.got).toMatch(/; \d+ more ways$/);
});

test('a second statement with a way up is another weakness than the first one', () => {
  const inline = (...statements: Raw[]) => ({
    R: role({ Policies: [{ PolicyName: 'i', PolicyDocument: document(...statements) }] }),
  });
  const digests = (resources: Raw) => judged(resources).find(({ ruleId }) => ruleId === 'ROLE-04')?.statements?.length;
  expect(digests(inline(allow('iam:PutRolePolicy')))).toBe(1);
  expect(digests(inline(allow('iam:PutRolePolicy'), allow('sts:AssumeRole')))).toBe(2);
});
