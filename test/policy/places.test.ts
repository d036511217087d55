import { verdicts } from '../support/judging';

const OWN = '111111111111';
const PUBLIC = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'x:Get', Resource: '*' }] };
const judged = (ruleId: string, Type: string, Properties: object) =>
  verdicts(ruleId, { One: { Type, Properties } }, { Parameters: { P: { Type: 'String' } } }, { account: OWN }).map(
    (one) => one.split(' ')[0],
  );

describe('where each type keeps its policy', () => {
  test.each<[string, object]>([
    ['AWS::S3::BucketPolicy', { PolicyDocument: PUBLIC }],
    ['AWS::S3::AccessPoint', { Policy: PUBLIC }],
    ['AWS::S3::MultiRegionAccessPointPolicy', { Policy: PUBLIC }],
    ['AWS::S3Express::AccessPoint', { Policy: PUBLIC }],
    ['AWS::S3Express::BucketPolicy', { PolicyDocument: PUBLIC }],
    ['AWS::S3ObjectLambda::AccessPointPolicy', { PolicyDocument: PUBLIC }],
    ['AWS::S3Tables::TableBucketPolicy', { ResourcePolicy: PUBLIC }],
    ['AWS::S3Tables::TablePolicy', { ResourcePolicy: PUBLIC }],
    ['AWS::S3Vectors::VectorBucketPolicy', { Policy: PUBLIC }],
    ['AWS::SQS::QueuePolicy', { PolicyDocument: PUBLIC }],
    ['AWS::SQS::QueueInlinePolicy', { PolicyDocument: PUBLIC }],
    ['AWS::SNS::TopicPolicy', { PolicyDocument: PUBLIC }],
    ['AWS::SNS::TopicInlinePolicy', { PolicyDocument: PUBLIC }],
    ['AWS::SecretsManager::ResourcePolicy', { ResourcePolicy: PUBLIC }],
    ['AWS::Lambda::ResourcePolicy', { PolicyDocument: PUBLIC }],
    ['AWS::Lambda::Permission', { Principal: '*', Action: 'lambda:InvokeFunction' }],
    ['AWS::Lambda::LayerVersionPermission', { Principal: '*', Action: 'lambda:GetLayerVersion' }],
    ['AWS::Events::EventBus', { Policy: PUBLIC }],
    ['AWS::Events::EventBusPolicy', { Statement: PUBLIC.Statement[0] }],
    ['AWS::Events::EventBusPolicy', { Principal: '*', Action: 'events:PutEvents' }],
    ['AWS::EventSchemas::RegistryPolicy', { Policy: PUBLIC }],
    ['AWS::Kinesis::ResourcePolicy', { ResourcePolicy: PUBLIC }],
    ['AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: PUBLIC } }],
    ['AWS::DynamoDB::Table', { StreamSpecification: { ResourcePolicy: { PolicyDocument: PUBLIC } } }],
    ['AWS::DynamoDB::GlobalTable', { Replicas: [{}, { ResourcePolicy: { PolicyDocument: PUBLIC } }] }],
    [
      'AWS::DynamoDB::GlobalTable',
      { Replicas: [{ ReplicaStreamSpecification: { ResourcePolicy: { PolicyDocument: PUBLIC } } }] },
    ],
    [
      'AWS::DynamoDB::GlobalTable',
      { Replicas: [{ Ref: 'AWS::NoValue' }, { ResourcePolicy: { PolicyDocument: PUBLIC } }] },
    ],
    ['AWS::Logs::Destination', { DestinationPolicy: JSON.stringify(PUBLIC) }],
    ['AWS::Logs::LogGroup', { ResourcePolicyDocument: PUBLIC }],
    ['AWS::Logs::ResourcePolicy', { PolicyDocument: JSON.stringify(PUBLIC) }],
    ['AWS::ECR::Repository', { RepositoryPolicyText: PUBLIC }],
    ['AWS::Backup::BackupVault', { AccessPolicy: PUBLIC }],
    ['AWS::SSM::ResourcePolicy', { Policy: PUBLIC }],
  ])('%s', (type, properties) => {
    expect(judged('POLICY-01', type, properties)).toEqual(['fail']);
  });

  test.each([
    ['a parameter', { Ref: 'P' }],
    ['a text that is no JSON', 'nonsense'],
    ['a list', [PUBLIC]],
    ['statements in other letters', { statement: PUBLIC.Statement }],
    ['a statement that is a text', { Statement: ['nonsense'] }],
  ])('a document that cannot be read: %s', (_, PolicyDocument) => {
    expect(judged('POLICY-01', 'AWS::SNS::TopicPolicy', { PolicyDocument })).toEqual(['unknown']);
  });

  test('no policy', () => {
    expect(judged('POLICY-01', 'AWS::DynamoDB::Table', {})).toEqual([]);
    expect(judged('POLICY-01', 'AWS::DynamoDB::GlobalTable', { Replicas: { Ref: 'P' } })).toEqual(['unknown']);
  });
});

describe('the fields of a Lambda permission', () => {
  const s3 = { Principal: 's3.amazonaws.com', Action: 'lambda:InvokeFunction' };
  const arn = { SourceArn: 'arn:aws:s3:::b' };
  const rule = `arn:aws:events:us-east-1:${OWN}:rule/r`;
  test.each<[string, string, object, string[]]>([
    ['POLICY-01', 'a public function URL', { Principal: '*', FunctionUrlAuthType: 'NONE' }, ['fail']],
    ['POLICY-01', 'a URL for every AWS account', { Principal: '*', FunctionUrlAuthType: 'AWS_IAM' }, ['fail']],
    ['POLICY-01', 'through the URL only', { Principal: '*', InvokedViaFunctionUrl: true }, ['fail']],
    ['POLICY-01', 'anybody who names any resource', { Principal: '*', SourceArn: '*' }, ['fail']],
    ['POLICY-01', 'a parameter', { Principal: { Ref: 'P' } }, ['unknown']],
    ['POLICY-01', 'the organisation', { Principal: '*', PrincipalOrgID: 'o-abc' }, []],
    ['POLICY-01', 'an own source', { Principal: '*', SourceArn: rule }, []],
    ['POLICY-02', 'the organisation', { Principal: '*', PrincipalOrgID: 'o-abc' }, ['fail']],
    ['POLICY-02', 'another account', { Principal: '222222222222' }, ['fail']],
    ['POLICY-02', 'a number', { Principal: 222222222222 }, ['fail']],
    ['POLICY-02', 'a role of another account', { Principal: 'arn:aws:iam::222222222222:role/r' }, ['fail']],
    ['POLICY-02', 'a service for another account', { ...s3, SourceAccount: '222222222222' }, ['fail']],
    ['POLICY-02', 'the own account', { Principal: { Ref: 'AWS::AccountId' } }, []],
    ['POLICY-02', 'an own source', { Principal: '*', SourceArn: rule }, []],
    ['POLICY-03', 'a service without a source', { Principal: 'events.amazonaws.com' }, ['fail']],
    [
      'POLICY-03',
      'one with the suffix of its partition',
      { Principal: { 'Fn::Sub': 'events.${AWS::URLSuffix}' } },
      ['fail'],
    ],
    ['POLICY-03', 'a regional one', { Principal: { 'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com' } }, ['fail']],
    [
      'POLICY-03',
      'an API of any account',
      { Principal: 'apigateway.amazonaws.com', SourceArn: 'arn:aws:execute-api:*:*:*' },
      ['fail'],
    ],
    ['POLICY-03', 'a bucket without its account', { ...s3, ...arn }, ['fail']],
    ['POLICY-03', 'any bucket of the account', { ...s3, SourceAccount: OWN }, ['fail']],
    ['POLICY-03', 'a bucket and its account', { ...s3, ...arn, SourceAccount: OWN }, []],
    ['POLICY-03', 'a rule', { Principal: 'events.amazonaws.com', SourceArn: rule }, []],
    [
      'POLICY-03',
      'an Alexa skill',
      { Principal: 'alexa-appkit.amazon.com', EventSourceToken: 'amzn1.ask.skill.x' },
      [],
    ],
    ['POLICY-03', 'an account', { Principal: OWN }, []],
    ['POLICY-05', 'every action', { Principal: OWN, Action: 'lambda:*' }, ['fail']],
    ['POLICY-05', 'one action', { Principal: OWN }, []],
  ])('%s: %s', (ruleId, _, properties, expected) => {
    const all = { FunctionName: 'f', Action: 'lambda:InvokeFunction', ...properties };
    expect(judged(ruleId, 'AWS::Lambda::Permission', all)).toEqual(expected);
  });
});

describe('other fields', () => {
  const invoke = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  const ofApi = (...Statement: object[]) => ({ Policy: { Statement } });
  const API = 'AWS::ApiGateway::RestApi';
  test.each<[string, string, object, string[]]>([
    [API, 'POLICY-02', ofApi({ ...invoke, Principal: { AWS: '222222222222' } }), ['fail']],
    [API, 'POLICY-02', ofApi({ ...invoke, Principal: '*' }), []],
    [API, 'POLICY-04', ofApi({ ...invoke, Principal: undefined, NotPrincipal: { AWS: OWN } }), ['fail']],
    [API, 'POLICY-05', ofApi({ ...invoke, Principal: { AWS: OWN }, Action: 'execute-api:*' }), ['fail']],
    [API, 'POLICY-05', ofApi({ ...invoke, Principal: { AWS: OWN } }), []],
    ['AWS::Lambda::LayerVersionPermission', 'POLICY-01', { Principal: '*', OrganizationId: 'o-abc' }, []],
    ['AWS::Lambda::LayerVersionPermission', 'POLICY-02', { Principal: '*', OrganizationId: 'o-abc' }, ['fail']],
    [
      'AWS::Events::EventBusPolicy',
      'POLICY-01',
      { Principal: '*', Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-abc' } },
      [],
    ],
    [
      'AWS::Events::EventBusPolicy',
      'POLICY-02',
      { Principal: '*', Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-abc' } },
      ['fail'],
    ],
    ['AWS::Events::EventBusPolicy', 'POLICY-02', { Principal: OWN, Action: 'events:PutEvents' }, []],
    [
      'AWS::ECR::Repository',
      'POLICY-03',
      {
        RepositoryPolicyText: {
          Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'ecr:BatchGetImage' },
        },
      },
      [],
    ],
  ])('%s: %s %#', (type, ruleId, properties, expected) => {
    expect(judged(ruleId, type, properties)).toEqual(expected);
  });
});

describe('the policy of a REST API stands in a property, or in its definition', () => {
  const TYPE = 'AWS::ApiGateway::RestApi';
  const by = (account: string, Action = 'execute-api:Invoke') => ({
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action, Resource: 'execute-api:/*' },
    ],
  });
  const OTHER = '222222222222';
  const body = (policy: unknown) => ({ openapi: '3.0.1', paths: {}, 'x-amazon-apigateway-policy': policy });
  test.each<[string, string, object, string[]]>([
    ['another account', 'POLICY-02', { Body: body(by(OTHER)) }, ['fail']],
    ['another account, as text', 'POLICY-02', { Body: JSON.stringify(body(by(OTHER))) }, ['fail']],
    ['every action', 'POLICY-05', { Body: body(by(OWN, '*')) }, ['fail']],
    ['a policy from a parameter', 'POLICY-02', { Body: body({ Ref: 'P' }) }, ['unknown']],
    [
      'a definition that a transform gives',
      'POLICY-02',
      { Body: { 'Fn::Transform': { Name: 'AWS::Include' } } },
      ['unknown'],
    ],
    ['a definition that is no JSON', 'POLICY-02', { Body: 'openapi: 3.0.1' }, ['unknown']],
    ['the property, which counts', 'POLICY-02', { Policy: by(OTHER), Body: body(by(OWN)) }, ['fail']],
    ['the definition beside a property', 'POLICY-02', { Policy: by(OWN), Body: body(by(OTHER)) }, []],
    ['the own account', 'POLICY-02', { Body: body(by(OWN)) }, []],
    ['a definition without', 'POLICY-02', { Body: { openapi: '3.0.1', paths: {} } }, []],
    ['a definition elsewhere', 'POLICY-02', { BodyS3Location: { Bucket: 'b', Key: 'k' } }, []],
    ['neither', 'POLICY-02', {}, []],
  ])('%s: %s', (_, ruleId, properties, expected) => expect(judged(ruleId, TYPE, properties)).toEqual(expected));
});
