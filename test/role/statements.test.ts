import { CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnPolicy, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { blocking, newStack, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const TABLE = 'arn:aws:dynamodb:us-east-1:111111111111:table/orders';

const policy = (...statements: unknown[]): Raw => ({
  P: {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'p', Roles: ['r'], PolicyDocument: { Statement: statements } },
  },
});
const allow = (more: Raw): Raw => ({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE, ...more });
const lambdaTrust = {
  Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
};
const role = (properties: Raw = {}): Raw => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: lambdaTrust, ...properties },
});

describe('ROLE-01: every allowed action is named in full', () => {
  test.each<[string, string[], Raw]>([
    ['passes: one action', [], policy(allow({}))],
    ['passes: a list', [], policy(allow({ Action: ['dynamodb:GetItem', 'dynamodb:Query'] }))],
    ['passes: Deny of everything', [], policy({ Effect: 'Deny', Action: '*', Resource: '*' })],
    ['fails: everything', ['fail P'], policy(allow({ Action: '*' }))],
    ['fails: a service', ['fail P'], policy(allow({ Action: 'dynamodb:*' }))],
    ['fails: a prefix', ['fail P'], policy(allow({ Action: ['dynamodb:Query', 's3:Get*'] }))],
    ['fails: a question mark', ['fail P'], policy(allow({ Action: 's3:GetObjec?' }))],
    ['fails: no action at all', ['fail P'], policy({ Effect: 'Allow', Resource: '*' })],
    ['unknown: an effect in other letters', ['unknown P'], policy(allow({ Effect: 'allow', Action: '*' }))],
    [
      'unknown: an effect that only the deployment knows',
      ['unknown P'],
      policy(allow({ Effect: { Ref: 'X' }, Action: '*' })),
    ],
    [
      'fails: inline in a role',
      ['fail R'],
      {
        R: role({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [allow({ Action: 's3:*' })] } }] }),
      },
    ],
    [
      'fails: one inline policy without its list',
      ['fail R'],
      {
        R: role({ Policies: { PolicyName: 'p', PolicyDocument: { Statement: allow({ Action: 's3:*' }) } } }),
      },
    ],
    [
      'fails: a document as JSON text',
      ['fail P'],
      {
        P: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: JSON.stringify({ Statement: [allow({ Action: '*' })] }) },
        },
      },
    ],
    [
      'fails: a policy of a user',
      ['fail P'],
      {
        P: {
          Type: 'AWS::IAM::UserPolicy',
          Properties: { UserName: 'u', PolicyDocument: { Statement: [allow({ Action: '*' })] } },
        },
      },
    ],
    ['fails: in one branch', ['fail P'], policy({ 'Fn::If': ['Dev', allow({ Action: '*' }), allow({})] })],
    ['unknown: a parameter', ['unknown P'], policy(allow({ Action: { Ref: 'Action' } }))],
    ['unknown: a statement that is no statement', ['unknown P'], policy('Allow everything')],
    [
      'unknown: a document from elsewhere',
      ['unknown P'],
      {
        P: { Type: 'AWS::IAM::RolePolicy', Properties: { PolicyDocument: { 'Fn::Transform': {} } } },
      },
    ],
  ])('%s', (_, expected, resources) => {
    const rest = {
      Conditions: { Dev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } },
      Parameters: { Action: { Type: 'String' } },
    };
    expect(verdicts('ROLE-01', resources, rest)).toEqual(expected);
  });
});

describe('ROLE-02: every allowed action names its resources', () => {
  const on = (...resources: unknown[]) => policy(allow({ Resource: resources }));
  test.each<[string, string[], Raw]>([
    ['passes: a table', [], on(TABLE)],
    ['passes: by reference', [], on({ 'Fn::GetAtt': ['T', 'Arn'] })],
    [
      'passes: the objects of a bucket',
      [],
      on('arn:aws:s3:::data/*', { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['B', 'Arn'] }, '/*']] }),
    ],
    ['passes: the streams of a log group', [], on('arn:aws:logs:us-east-1:111111111111:log-group:mine:*')],
    ['passes: the indexes of a table', [], on(`${TABLE}/index/*`)],
    ['passes: parameters below a path', [], on('arn:aws:ssm:us-east-1:111111111111:parameter/orders/*')],
    ['passes: stages of one API', [], on('arn:aws:execute-api:us-east-1:111111111111:abc123/*')],
    ['passes: an imported secret', [], on('arn:aws:secretsmanager:us-east-1:111111111111:secret:db-??????')],
    ['passes: Deny', [], policy({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' })],
    ['fails: everything', ['fail P'], on('*')],
    ['fails: everything among others', ['fail P'], on(TABLE, '*')],
    ['fails: two stars', ['fail P'], on('**')],
    ['fails: every bucket', ['fail P'], on('arn:aws:s3:::*')],
    ['fails: every object', ['fail P'], on('arn:aws:s3:::*/*')],
    ['fails: an ARN that ends early', ['fail P'], on('arn:aws:s3*')],
    ['fails: every table', ['fail P'], on('arn:aws:dynamodb:us-east-1:111111111111:table/*')],
    [
      'fails: every table, with pseudo parameters',
      ['fail P'],
      on({ 'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*' }),
    ],
    ['fails: every function', ['fail P'], on('arn:aws:lambda:us-east-1:111111111111:function:*')],
    ['fails: every function and version', ['fail P'], on('arn:aws:lambda:*:*:function:*:*')],
    ['fails: every function, without the colon', ['fail P'], on('arn:aws:lambda:us-east-1:111111111111:function*')],
    ['fails: every type that begins so', ['fail P'], on('arn:aws:dynamodb:*:*:t*')],
    ['fails: the indexes of every table', ['fail P'], on('arn:aws:dynamodb:*:*:table/*/index/*')],
    ['fails: the streams of every log group', ['fail P'], on('arn:aws:logs:*:*:log-group:*:log-stream:*')],
    ['fails: a path in every bucket', ['fail P'], on('arn:aws:s3:::*/secrets/*')],
    ['fails: whatever begins so', ['fail P'], on('arn*')],
    ['fails: with a colon', ['fail P'], on('*:*')],
    ['passes: pipelines of a name', [], on('arn:aws:codepipeline:us-east-1:111111111111:orders*')],
    ['passes: buckets of a name', [], on('arn:aws:s3:::orders-*/in/*')],
    ['passes: an index of a table', [], on(`${TABLE}/index/by-date`)],
    ['fails: every queue', ['fail P'], on('arn:aws:sqs:us-east-1:111111111111:*')],
    ['fails: every REST API', ['fail P'], on('arn:aws:apigateway:us-east-1::/restapis/*')],
    ...[
      'arn:aws:secretsmanager:us-east-1:111111111111:secret:*-??????',
      'arn:aws:secretsmanager:us-east-1:111111111111:secret:*-*',
      'arn:aws:secretsmanager:us-east-1:111111111111:secret:-*',
      'arn:aws:dynamodb:us-east-1:111111111111:table/*-*',
      'arn:aws:dynamodb:us-east-1:111111111111:table/*/index/by-date',
      'arn:aws:dynamodb:us-east-1:111111111111:table/?rders',
      'arn:aws:dynamodb:us-east-1:111111111111:*able/orders',
      'arn:aws:s3:::*-*',
      'arn:aws:s3:::*a*/*',
      'arn:aws:s3:us-east-1:111111111111:accesspoint/*/object/*',
      'arn:aws:iam::111111111111:role/*-*',
      'arn:aws:logs:us-east-1:111111111111:log-group:/*',
      'arn:aws:autoscaling:us-east-1:111111111111:autoScalingGroup:*:autoScalingGroupName/*',
      'arn:aws:d*:orders',
    ].map((one): [string, string[], Raw] => [`fails: ${one}`, ['fail P'], on(one)]),
    ...[
      'arn:aws:secretsmanager:us-east-1:111111111111:secret:prod/*-??????',
      'arn:aws:dynamodb:us-east-1:111111111111:table/orders-*',
      'arn:aws:dynamodb:us-east-1:111111111111:table/7*',
      'arn:aws:s3:::app-*/x',
      'arn:aws:s3:::bucket/*',
      'arn:aws:s3:us-east-1:111111111111:accesspoint/analytics/object/*',
      'arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/x-*:*',
      'arn:aws:autoscaling:us-east-1:111111111111:autoScalingGroup:*:autoScalingGroupName/orders',
      { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${T}/index/*' },
      { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${AWS::StackName}-*' },
      { 'Fn::Sub': 'arn:aws:s3:::${B}/*' },
    ].map((one): [string, string[], Raw] => [`passes: ${JSON.stringify(one)}`, [], on(one)]),
    ['fails: no resource', ['fail P'], policy({ Effect: 'Allow', Action: 'dynamodb:GetItem' })],
    ['fails: in one branch', ['fail P'], on({ 'Fn::If': ['Dev', '*', TABLE] })],
    ['unknown: a parameter', ['unknown P'], on({ Ref: 'Arn' })],
    ['fails: a parameter whose default is everything', ['fail P'], on({ Ref: 'Open' })],
  ])('%s', (_, expected, resources) => {
    const all = { ...resources, T: { Type: 'AWS::DynamoDB::Table' }, B: { Type: 'AWS::S3::Bucket' } };
    const rest = {
      Conditions: { Dev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } },
      Parameters: { Arn: { Type: 'String' }, Open: { Type: 'String', Default: '*' } },
    };
    expect(verdicts('ROLE-02', all, rest)).toEqual(expected);
  });

  const star = (action: string | string[], more: Raw = {}) => policy(allow({ Action: action, Resource: '*', ...more }));
  test.each<[string, string[], Raw]>([
    ['passes: traces', [], star(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'])],
    ['passes: in other letters', [], star('XRay:PutTraceSegments')],
    ['fails: traces and something else', ['fail P'], star(['xray:PutTraceSegments', 'sqs:SendMessage'])],
    ['fails: metrics of any namespace', ['fail P'], star('cloudwatch:PutMetricData')],
    [
      'passes: metrics of one namespace',
      [],
      star('cloudwatch:PutMetricData', { Condition: { StringEquals: { 'cloudwatch:namespace': 'Orders' } } }),
    ],
    [
      'fails: metrics of a namespace that may be missing',
      ['fail P'],
      star('cloudwatch:PutMetricData', { Condition: { StringEqualsIfExists: { 'cloudwatch:namespace': 'Orders' } } }),
    ],
    [
      'fails: metrics of namespace *',
      ['fail P'],
      star('cloudwatch:PutMetricData', { Condition: { StringLike: { 'cloudwatch:namespace': '*' } } }),
    ],
    ['passes: listing streams', [], star('dynamodb:ListStreams')],
    ['passes: log deliveries', [], star(['logs:CreateLogDelivery', 'logs:PutResourcePolicy'])],
    ['fails: all of a listed service', ['fail P'], star('xray:*')],
    ['unknown: a parameter on everything', ['unknown P'], star({ Ref: 'AWS::NoSuchThing' } as any)],
  ])('exceptions, %s', (_, expected, resources) => {
    const unknownAction = { Parameters: { Arn: { Type: 'String' } } };
    const text = JSON.stringify(resources).replace('{"Ref":"AWS::NoSuchThing"}', '{"Ref":"Arn"}');
    expect(verdicts('ROLE-02', JSON.parse(text), unknownAction)).toEqual(expected);
  });

  test('network interfaces: only for roles that Lambda takes', () => {
    const interfaces = { Action: ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces'], Resource: '*' };

    const { P } = policy(allow(interfaces));
    P.Properties.Roles = [{ Ref: 'R' }];
    expect(verdicts('ROLE-02', { P, R: role() })).toEqual([]);
    const tasks = {
      Statement: { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
    };
    expect(verdicts('ROLE-02', { P, R: role({ AssumeRolePolicyDocument: tasks }) })).toEqual(['fail P']);
    expect(verdicts('ROLE-02', { P: { ...P, Properties: { ...P.Properties, Roles: ['outside'] } } })).toEqual([]);
  });
});

describe('ROLE-03: what is allowed is listed', () => {
  test.each<[string, string[], Raw]>([
    ['passes: listed', [], policy(allow({}))],
    ['passes: NotAction in a Deny', [], policy({ Effect: 'Deny', NotAction: 'iam:*', NotResource: 'x' })],
    ['fails: NotAction', ['fail P'], policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: TABLE })],
    ['fails: NotResource', ['fail P'], policy({ Effect: 'Allow', Action: 'dynamodb:GetItem', NotResource: TABLE })],
  ])('%s', (_, expected, resources) => {
    expect(verdicts('ROLE-03', resources)).toEqual(expected);
  });
});

describe('with constructs', () => {
  const ids = (build: (stack: Stack) => unknown) => {
    const stack = newStack();
    build(stack);
    return blocking(stack).filter((one) => one.startsWith('ROLE-0'));
  };
  const newRole = (stack: Stack) => new Role(stack, 'R', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

  test('a broad grant of CDK fails', () => {
    const found = ids((stack) => new Bucket(stack, 'B').grantRead(newRole(stack)));
    expect(found).toEqual(['ROLE-01 Stack/R/DefaultPolicy/Resource']);
  });

  test('a policy weakened by an override fails', () => {
    const found = ids((stack) => {
      const mine = newRole(stack);
      mine.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [TABLE] }));
      const cfn = mine.node.findChild('DefaultPolicy').node.defaultChild as CfnPolicy;
      cfn.addPropertyOverride('PolicyDocument.Statement.0.Resource', '*');
    });
    expect(found).toEqual(['ROLE-02 Stack/R/DefaultPolicy/Resource']);
  });

  test('an untyped policy fails', () => {
    const found = ids((stack) => {
      const PolicyDocument = { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
      new CfnResource(stack, 'P', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument } });
    });
    expect(found).toEqual(['ROLE-01 Stack/P', 'ROLE-02 Stack/P', 'ROLE-04 Stack/P']);
  });

  test('an action from a parameter blocks', () => {
    const found = ids((stack) => {
      const action = new CfnParameter(stack, 'Action').valueAsString;
      new ManagedPolicy(stack, 'P', { statements: [new PolicyStatement({ actions: [action], resources: [TABLE] })] });
    });
    expect(found).toEqual(['ROLE-01 Stack/P/Resource']);
  });

  test('a plain function is found by its managed policy', () => {
    const found = ids((stack) => {
      const code = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('x') };
      const fn = new Function(stack, 'F', code);
      fn.role!.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AWSStepFunctionsReadOnlyAccess'));
      new Function(stack, 'Plain', code); // with what AWS keeps for Lambda's own needs, it is only advised
    });
    expect(found).toEqual(['ROLE-06 Stack/F/ServiceRole/Resource']);
  });
});
