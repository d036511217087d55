import { CustomResource, RemovalPolicy } from 'aws-cdk-lib';
import { BuildSpec, Project } from 'aws-cdk-lib/aws-codebuild';
import { AmazonLinuxCpuType, Instance, InstanceType, MachineImage, UserData, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage, FargateTaskDefinition, LogDrivers, Secret as Injected } from 'aws-cdk-lib/aws-ecs';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { SecurityGate } from '../../lib/gate/security-gate';
import { newStack, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const PASSWORD = 'correct-horse-battery';
const KEY = 'AKIA' + 'IOSFODNN7EXAMPLQ';
const RANDOM = 'x9Qw7LkPz3Tn5VbR8mYc2';
const REST = {
  Parameters: { Hidden: { Type: 'String', NoEcho: true }, P: { Type: 'String' } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
const said = (ruleId: string, Type: string, Properties: Raw): string[] =>
  verdicts(
    ruleId,
    {
      One: { Type, Properties },
      Secret: { Type: 'AWS::SecretsManager::Secret' },
      Key: { Type: 'AWS::IAM::AccessKey' },
    },
    REST,
  )
    .filter((one) => one.endsWith(' One'))
    .map((one) => one.split(' ')[0]);

describe('SECRET-10: where each type keeps open texts', () => {
  const pair = (value: unknown, name = 'DB_PASSWORD') => [
    { Name: 'STAGE', Value: 'prod' },
    { Name: name, Value: value },
  ];
  const VALUES: [string, (value: unknown) => Raw][] = [
    [
      'AWS::ECS::TaskDefinition',
      (one) => ({ ContainerDefinitions: [{ Name: 'a' }, { Name: 'b', Environment: pair(one) }] }),
    ],
    ['AWS::ApiGateway::Stage', (one) => ({ Variables: { dbPassword: one } })],
    ['AWS::ApiGateway::Deployment', (one) => ({ StageDescription: { Variables: { dbPassword: one } } })],
    [
      'AWS::AppRunner::Service',
      (one) => ({
        SourceConfiguration: { ImageRepository: { ImageConfiguration: { RuntimeEnvironmentVariables: pair(one) } } },
      }),
    ],
    ['AWS::Amplify::App', (one) => ({ EnvironmentVariables: pair(one) })],
    ['AWS::Amplify::Branch', (one) => ({ EnvironmentVariables: pair(one) })],
    ['AWS::Batch::JobDefinition', (one) => ({ ContainerProperties: { Environment: pair(one) } })],
    ['AWS::CodeBuild::Project', (one) => ({ Environment: { EnvironmentVariables: pair(one) } })],
    [
      'AWS::ElasticBeanstalk::Environment',
      (one) => ({ OptionSettings: [{ Namespace: 'a', OptionName: 'DB_PASSWORD', Value: one }] }),
    ],
    ['AWS::Glue::Job', (one) => ({ DefaultArguments: { '--db-password': one } })],
    ['AWS::SageMaker::Model', (one) => ({ PrimaryContainer: { Environment: { DB_PASSWORD: one } } })],
    ['AWS::SageMaker::Model', (one) => ({ Containers: [{ Environment: { DB_PASSWORD: one } }] })],
    ['AWS::Synthetics::Canary', (one) => ({ RunConfig: { EnvironmentVariables: { DB_PASSWORD: one } } })],
  ];
  test.each(VALUES)('%s %#', (type, properties) => {
    expect(said('SECRET-10', type, properties(PASSWORD))).toEqual(['fail']);
    expect(said('SECRET-10', type, properties({ Ref: 'Hidden' }))).toEqual(['fail']);
    expect(said('SECRET-10', type, properties('{{resolve:secretsmanager:s:SecretString:p}}'))).toEqual(['fail']);
    expect(said('SECRET-10', type, properties({ 'Fn::If': ['C', { Ref: 'P' }, PASSWORD] }))).toEqual(['fail']);
    expect(said('SECRET-10', type, properties({ 'Fn::GetAtt': ['Key', 'SecretAccessKey'] }))).toEqual(['fail']);
    expect(said('SECRET-10', type, properties({ 'Fn::GetAtt': ['Secret', 'Id'] }))).toEqual([]);
    expect(said('SECRET-10', type, properties({ Ref: 'Secret' }))).toEqual([]);
    expect(said('SECRET-10', type, properties({ Ref: 'P' }))).toEqual([]);
    expect(said('SECRET-10', type, {})).toEqual([]);
  });

  test.each<[string, Raw, string[]]>([
    ['a token', { Environment: pair(RANDOM, 'API_TOKEN') }, ['fail']],
    ['a key of AWS in any variable', { Environment: pair(KEY, 'THING') }, ['fail']],
    ['a connection string', { Environment: pair('postgres://admin:hunter22@db/orders', 'DB') }, ['fail']],
    ['a command', { Command: ['start', `--password=${PASSWORD}`] }, ['fail']],
    ['a token of the log driver', { LogConfiguration: { Options: { 'splunk-token': RANDOM } } }, ['fail']],
    [
      'a secret that is injected',
      { Secrets: [{ Name: 'DB_PASSWORD', ValueFrom: 'arn:aws:secretsmanager:us-east-1:1:secret:s' }] },
      [],
    ],
    ['where a secret is', { Environment: pair('arn:aws:secretsmanager:us-east-1:1:secret:s', 'DB_PASSWORD_ARN') }, []],
    ['settings', { Environment: pair('256', 'MAX_TOKENS') }, []],
    ['a name', { Environment: pair('orders/production/database', 'SECRET_NAME') }, []],
  ])('a container with %s', (_, container, expected) =>
    expect(said('SECRET-10', 'AWS::ECS::TaskDefinition', { ContainerDefinitions: [container] })).toEqual(expected),
  );

  test('variables of CodeBuild that name where the value is', () => {
    const variable = (Type: string) => ({
      Environment: { EnvironmentVariables: [{ Name: 'DB_PASSWORD', Type, Value: 'orders:password' }] },
    });
    expect(said('SECRET-10', 'AWS::CodeBuild::Project', variable('SECRETS_MANAGER'))).toEqual([]);
    expect(said('SECRET-10', 'AWS::CodeBuild::Project', variable('PARAMETER_STORE'))).toEqual([]);
    expect(said('SECRET-10', 'AWS::CodeBuild::Project', variable('PLAINTEXT'))).toEqual(['fail']);
  });

  test('a build specification says where its secrets are', () => {
    const built = (text: unknown) => said('SECRET-10', 'AWS::CodeBuild::Project', { Source: { BuildSpec: text } });
    const references = {
      'parameter-store': { DB_PASSWORD: 'db-password' },
      'secrets-manager': { PASSWORD: 'orders:pw' },
    };
    expect(built(JSON.stringify({ version: 0.2, env: references }))).toEqual([]);
    expect(built(JSON.stringify({ env: { ...references, variables: { DB_PASSWORD: PASSWORD } } }))).toEqual(['fail']);
    const yaml = (value: string) =>
      `version: 0.2\nenv:\n  parameter-store:\n    DB_PASSWORD: db-password\n  variables:\n    DB_PASSWORD: ${value}\nphases: {}\n`;
    expect(built(yaml('$OTHER'))).toEqual([]);
    expect(built(yaml(PASSWORD))).toEqual(['fail']);
  });

  test('what a nested stack or a distribution is given', () => {
    const nested = (DbPassword: unknown) =>
      said('SECRET-10', 'AWS::CloudFormation::Stack', { Parameters: { DbPassword } });
    expect(nested(PASSWORD)).toEqual(['fail']);
    expect(nested('{{resolve:secretsmanager:s}}')).toEqual([]);
    expect(nested({ Ref: 'Hidden' })).toEqual([]);
    const header = (HeaderValue: string) =>
      said('SECRET-10', 'AWS::CloudFront::Distribution', {
        DistributionConfig: { Origins: [{ OriginCustomHeaders: [{ HeaderName: 'X-Origin-Secret', HeaderValue }] }] },
      });
    expect(header(RANDOM)).toEqual(['fail']);
    expect(header('{{resolve:secretsmanager:s}}')).toEqual([]);
    expect(header('yes')).toEqual([]);
  });
});

describe('SECRET-10: user data', () => {
  const DATA: [string, (text: unknown) => Raw][] = [
    ['AWS::EC2::Instance', (text) => ({ UserData: text })],
    ['AWS::EC2::LaunchTemplate', (text) => ({ LaunchTemplateData: { UserData: text } })],
    ['AWS::AutoScaling::LaunchConfiguration', (text) => ({ UserData: text })],
  ];
  const ROWS: [string, unknown, string[]][] = [
    ['an assignment', { 'Fn::Base64': `#!/bin/bash\nDB_PASSWORD=${PASSWORD}\n` }, ['fail']],
    ['an export in quotes', { 'Fn::Base64': `export DB_PASSWORD="${PASSWORD}"` }, ['fail']],
    ['an option', { 'Fn::Base64': `mysql --user admin --password ${PASSWORD}` }, ['fail']],
    ['an option with an equal sign', { 'Fn::Base64': `mysqladmin --password='${PASSWORD}'` }, ['fail']],
    ['a line of YAML', { 'Fn::Base64': `#cloud-config\n  password: ${PASSWORD}\n` }, ['fail']],
    ['a key of AWS', { 'Fn::Base64': `aws configure set aws_access_key_id ${KEY}` }, ['fail']],
    ['a token', { 'Fn::Base64': `export API_TOKEN=${RANDOM}` }, ['fail']],
    ['a URL with a password', { 'Fn::Base64': 'git clone https://ann:hunter22@example.com/app.git' }, ['fail']],
    [
      'in a text with references',
      { 'Fn::Base64': { 'Fn::Sub': `#!/bin/bash\nREGION=\${AWS::Region}\nDB_PASSWORD=${PASSWORD}\n` } },
      ['fail'],
    ],
    [
      'in a joined text',
      { 'Fn::Base64': { 'Fn::Join': ['\n', ['#!/bin/bash', `DB_PASSWORD=${PASSWORD}`, { Ref: 'P' }]] } },
      ['fail'],
    ],
    ['encoded by hand', Buffer.from(`#!/bin/bash\nDB_PASSWORD=${PASSWORD}\n`).toString('base64'), ['fail']],
    ['a hidden parameter', { 'Fn::Base64': { 'Fn::Sub': 'DB_PASSWORD=${Hidden}' } }, ['fail']],
    ['a secret that is written out', { 'Fn::Base64': 'DB_PASSWORD={{resolve:secretsmanager:s}}' }, ['fail']],
    [
      'in one branch',
      { 'Fn::If': ['C', { 'Fn::Base64': 'yum update' }, { 'Fn::Base64': `DB_PASSWORD=${PASSWORD}` }] },
      ['fail'],
    ],
    [
      'read at run time',
      { 'Fn::Base64': 'DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id s --query SecretString)' },
      [],
    ],
    ['in quotes, read at run time', { 'Fn::Base64': 'export DB_PASSWORD="$(aws ssm get-parameter --name /db)"' }, []],
    ['another variable', { 'Fn::Base64': 'export PGPASSWORD="$DB_PASSWORD"' }, []],
    ['the name of a secret', { 'Fn::Base64': { 'Fn::Sub': 'SECRET_ARN=${Secret}\nyum install -y httpd' } }, []],
    ['an option that asks', { 'Fn::Base64': 'mysql --password -u admin' }, []],
    ['an option about a file', { 'Fn::Base64': 'docker login --username AWS --password-stdin' }, []],
    [
      'a password in a file of JSON',
      { 'Fn::Base64': `echo '{ "user": "a", "password": "${PASSWORD}" }' > /etc/app.json` },
      ['fail'],
    ],
    ['a connection string', { 'Fn::Base64': `DB="Server=db;Password=${PASSWORD};"` }, ['fail']],
    [
      'a variable called password, read at run time',
      { 'Fn::Base64': 'PASSWORD="$(aws secretsmanager get-secret-value --secret-id s)"' },
      [],
    ],
    ['settings', { 'Fn::Base64': '#!/bin/bash\nyum update -y\nexport STAGE=prod\necho done' }, []],
    ['a parameter', { Ref: 'P' }, []],
  ];
  describe.each(DATA)('%s', (type, properties) => {
    test.each(ROWS)('%s', (_, text, expected) => expect(said('SECRET-10', type, properties(text))).toEqual(expected));
  });
});

describe('SECRET-10: code in the template', () => {
  test.each<[string, string, string[]]>([
    ['a password', `PASSWORD = "${PASSWORD}"\ndef handler(e, c): pass`, ['fail']],
    ['a password of an object', `const db = { host: 'h', password: '${PASSWORD}' };`, ['fail']],
    ['a token', `const apiToken = '${RANDOM}';`, ['fail']],
    ['a key of AWS', `client('s3', aws_access_key_id='${KEY}')`, ['fail']],
    ['from the environment', 'const password = process.env.DB_PASSWORD;', []],
    ['from the event', "password = event['password']", []],
    ['from a secret', "const password = JSON.parse(secret.SecretString)['password'];", []],
    ['a type', "const schema = { password: 'string', token: 'required' };", []],
    ['nothing of the kind', 'exports.handler = async () => undefined;', []],
  ])('%s', (_, ZipFile, expected) =>
    expect(said('SECRET-10', 'AWS::Lambda::Function', { Code: { ZipFile } })).toEqual(expected),
  );
});

describe('SECRET-11: beside the resources', () => {
  const template = (rest: Raw, resources: Raw = {}) => verdicts('SECRET-11', resources, rest);
  const init = (Metadata: Raw) => template({}, { One: { Type: 'AWS::EC2::Instance', Metadata } });
  const FILE = (content: unknown) => ({
    'AWS::CloudFormation::Init': { config: { files: { '/etc/app.conf': { content } } } },
  });
  const custom = (Properties: Raw, Type = 'Custom::Seed') => template(REST, { One: { Type, Properties } });
  const FAIL = ['fail '];

  test.each<[string, string[], string[]]>([
    ['a mapping', template({ Mappings: { Env: { prod: { DbPassword: PASSWORD } } } }), FAIL],
    ['a key in a mapping', template({ Mappings: { Env: { prod: { Thing: KEY } } } }), FAIL],
    ['metadata of the template', template({ Metadata: { Setup: { password: PASSWORD } } }), FAIL],
    ['a file of cfn-init', init(FILE(`[db]\npassword=${PASSWORD}\n`)), FAIL],
    [
      'a file of cfn-init with references',
      init(FILE({ 'Fn::Sub': `host=\${AWS::Region}\nDB_PASSWORD=${PASSWORD}` })),
      FAIL,
    ],
    [
      'a command of cfn-init',
      init({
        'AWS::CloudFormation::Init': { config: { commands: { a: { command: `mysql --password=${PASSWORD}` } } } },
      }),
      FAIL,
    ],
    [
      'authentication of cfn-init',
      init({ 'AWS::CloudFormation::Authentication': { a: { type: 'basic', password: PASSWORD } } }),
      FAIL,
    ],
    ['a custom resource', custom({ ServiceToken: 'arn', AdminPassword: PASSWORD }), FAIL],
    [
      'deep in a custom resource',
      custom({ Users: [{ name: 'ann', password: PASSWORD }] }, 'AWS::CloudFormation::CustomResource'),
      FAIL,
    ],
    [
      'a JSON text of a custom resource',
      custom({ Create: JSON.stringify({ parameters: { password: PASSWORD } }) }),
      FAIL,
    ],
    ['another type', template({}, { One: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'password' } } }), []],
    [
      'names in a mapping',
      template({ Mappings: { Env: { prod: { SecretName: 'orders/database', Retention: 30 } } } }),
      [],
    ],
    [
      'labels of parameters',
      template({
        Metadata: {
          'AWS::CloudFormation::Interface': { ParameterLabels: { DbPassword: { default: 'The password' } } },
        },
      }),
      [],
    ],
    ['a file of cfn-init without secrets', init(FILE('[main]\nstack=orders\nregion=eu-west-1\n')), []],
    ['a file that is filled in', init(FILE('password={{ password }}')), []],
    ['a custom resource with an ARN', custom({ ServiceToken: 'arn', SecretArn: { Ref: 'S' } }), []],
    ['a custom resource with a hidden parameter', custom({ Password: { Ref: 'Hidden' } }), []],
    [
      'a custom resource with a reference, which is not resolved',
      custom({ Password: '{{resolve:secretsmanager:s}}' }),
      [],
    ],
    [
      'what CDK writes',
      template(
        { Metadata: { 'aws:cdk:x': KEY } },
        {
          One: {
            Type: 'AWS::SNS::Topic',
            Metadata: { 'aws:cdk:path': 'Stack/Password/Resource', 'aws:asset:path': 'asset.1234567890abcdef' },
          },
        },
      ),
      [],
    ],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});

test('no alarm over what CDK writes', () => {
  const stack = newStack();
  const vpc = new Vpc(stack, 'Vpc');
  const secret = new Secret(stack, 'Secret');
  const bucket = new Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
  new BucketDeployment(stack, 'Deployment', { destinationBucket: bucket, sources: [Source.data('a', 'b')] });
  new AwsCustomResource(stack, 'Call', {
    onCreate: { service: 'S3', action: 'listBuckets', physicalResourceId: PhysicalResourceId.of('a') },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: ['arn:aws:s3:::b'] }),
  });
  new CustomResource(stack, 'Custom', {
    serviceToken: 'arn:aws:lambda:us-east-1:111111111111:function:f',
    properties: { secretArn: secret.secretArn },
  });
  const userData = UserData.forLinux();
  userData.addCommands('yum update -y', `export SECRET_ARN=${secret.secretArn}`);
  new Instance(stack, 'Instance', {
    vpc,
    userData,
    instanceType: new InstanceType('t4g.micro'),
    machineImage: MachineImage.latestAmazonLinux2023({ cpuType: AmazonLinuxCpuType.ARM_64 }),
  });
  new FargateTaskDefinition(stack, 'Task').addContainer('Main', {
    image: ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx'),
    environment: { STAGE: 'prod', SECRET_ARN: secret.secretArn },
    secrets: { DB_PASSWORD: Injected.fromSecretsManager(secret) },
    logging: LogDrivers.awsLogs({ streamPrefix: 'main' }),
  });
  new Project(stack, 'Project', {
    buildSpec: BuildSpec.fromObject({
      version: '0.2',
      env: { 'secrets-manager': { TOKEN: 'orders:token' } },
      phases: { build: { commands: ['npm test'] } },
    }),
    environmentVariables: { STAGE: { value: 'prod' } },
  });
  new Function(stack, 'Fn', {
    code: Code.fromInline("exports.handler = async () => 'ok';"),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_22_X,
  });
  const found = SecurityGate.findingsOf(stack).filter(({ ruleId }) => /^SECRET-(09|10|11)$/.test(ruleId));
  expect(found.map(({ ruleId, path, got }) => `${ruleId} ${path} ${got}`)).toEqual([]);
});
