const ROOT = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const inside = (id: string) => ({ 'Fn::Join': ['', [arn(id), '/in/*']] });
const trusting = (Service: string) => document({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' });

export const storage = {
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { Tags: [{ Key: 'k', Value: { 'Fn::Base64': 'v' } }] } },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: document(
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:*',
            Resource: [arn('Bucket'), { 'Fn::Sub': '${Bucket.Arn}/*' }],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: { 'Fn::Sub': ['${B}/*', { B: arn('Bucket') }] },
            Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } },
          },
        ),
      },
    },
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: document(
          { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' },
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Resource: '*',
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ),
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: arn('Key') } },
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'Topic' }],
        PolicyDocument: document({
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: { Ref: 'Topic' },
          Condition: { ArnLike: { 'aws:SourceArn': arn('Alarm') } },
        }),
      },
    },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: {} },
  },
  Outputs: {
    BucketArn: { Value: arn('Bucket'), Export: { Name: { 'Fn::Sub': '${AWS::StackName}:BucketArn' } } },
    KeyArn: { Value: arn('Key') },
  },
};

const importedObjects = {
  'Fn::Join': [
    '',
    [
      'arn:aws:s3:::',
      { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::ImportValue': 'Storage:BucketArn' }] }] },
      '/in/*',
    ],
  ],
};

export const compute = {
  Parameters: { Stage: { Type: 'String', Default: 'prod' } },
  Resources: {
    Worker: { Type: 'AWS::Lambda::Function', Properties: { Role: arn('WorkerRole') } },
    WorkerRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
        ManagedPolicyArns: [
          { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
        ],
        Policies: [
          {
            PolicyName: 'inline',
            PolicyDocument: document({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn('Queue') }),
          },
        ],
      },
    },
    WorkerPolicy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'WorkerRole' }],
        PolicyDocument: document(
          { Effect: 'Allow', Action: 's3:GetObject', Resource: importedObjects },
          {
            Effect: 'Allow',
            Action: ['kms:Decrypt'],
            Resource: { 'Fn::GetStackOutput': { StackName: 'Storage', Region: 'us-east-1', OutputName: 'KeyArn' } },
            Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Sub': 's3.${AWS::Region}.amazonaws.com' } } },
          },
        ),
      },
    },
    WorkerManaged: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Roles: [{ Ref: 'WorkerRole' }],
        PolicyDocument: document({ Effect: 'Allow', Action: 'dynamodb:Query', Resource: inside('Table') }),
      },
    },
    Idle: { Type: 'AWS::Lambda::Function', Properties: { Role: arn('IdleRole') } },
    IdleRole: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'), PermissionsBoundary: { Ref: 'Limit' } },
    },
    IdlePolicy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'IdleRole' }],
        PolicyDocument: document({ Effect: 'Allow', Action: ['logs:*', 'sqs:*'], Resource: '*' }),
      },
    },
    Limit: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: document({ Effect: 'Allow', Action: 'logs:*', Resource: '*' }) },
    },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: { 'Fn::Sub': 'orders-${Stage}' } } },
    Queue: { Type: 'AWS::SQS::Queue' },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: document({
          Effect: 'Allow',
          Principal: { AWS: ['222222222222', arn('IdleRole')] },
          Action: 'sqs:SendMessage',
          Resource: '*',
        }),
      },
    },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
    SecretPolicy: {
      Type: 'AWS::SecretsManager::ResourcePolicy',
      Properties: {
        SecretId: { Ref: 'Secret' },
        ResourcePolicy: document({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }),
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: arn('Worker'),
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
        SourceAccount: { Ref: 'AWS::AccountId' },
        SourceArn: { 'Fn::ImportValue': 'Storage:BucketArn' },
      },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/worker' } },
    Unset: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'AWS::NoValue' } } },
  },
};
