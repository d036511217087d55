import { SecretValue, Stack } from 'aws-cdk-lib';
import { InstanceClass, InstanceSize, InstanceType, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  AuroraPostgresEngineVersion,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  DatabaseInstance,
  DatabaseInstanceEngine,
  ClusterInstance,
} from 'aws-cdk-lib/aws-rds';
import { Authorization, Connection } from 'aws-cdk-lib/aws-events';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { SecurityGate } from '../../lib/gate/security-gate';
import { judged, newStack, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const PASSWORD = 'correct-horse-battery';
const REST = {
  Parameters: {
    Hidden: { Type: 'String', NoEcho: true },
    HiddenAsText: { Type: 'String', NoEcho: 'true' },
    Shown: { Type: 'String' },
    Default: { Type: 'String', NoEcho: true, Default: PASSWORD },
    Empty: { Type: 'String', NoEcho: true, Default: '' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>' },
  },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'Shown' }, 'x'] } },
};
const said = (Type: string, Properties: Raw): string[] =>
  verdicts('SECRET-09', { One: { Type, Properties }, Secret: { Type: 'AWS::SecretsManager::Secret' } }, REST).map(
    (one) => one.split(' ')[0],
  );

describe('SECRET-09: where a credential comes from', () => {
  const database = (MasterUserPassword: unknown) => ({ MasterUsername: 'admin', MasterUserPassword });
  test.each<[string, unknown, string[]]>([
    ['written out', PASSWORD, ['fail']],
    ['a number', 12345678, ['fail']],
    ['put together', { 'Fn::Join': ['', ['correct', 'horse']] }, ['fail']],
    ['with a placeholder of its own', { 'Fn::Sub': ['${A}-horse', { A: 'correct' }] }, ['fail']],
    ['a parameter for all to see', { Ref: 'Shown' }, ['fail']],
    ['a parameter with a default', { Ref: 'Default' }, ['fail']],
    ['a parameter of Parameter Store', { Ref: 'Stored' }, ['fail']],
    ['a reference to what is not secure', '{{resolve:ssm:/db/password:1}}', ['fail']],
    ['in one branch', { 'Fn::If': ['C', PASSWORD, '{{resolve:secretsmanager:db}}'] }, ['fail']],
    ['in a mapping', { 'Fn::FindInMap': ['M', 'a', 'b'] }, ['fail']],
    ['a hidden parameter', { Ref: 'Hidden' }, []],
    ['a hidden parameter, as text', { Ref: 'HiddenAsText' }, []],
    ['a hidden parameter, empty by default', { Ref: 'Empty' }, []],
    ['a secret', '{{resolve:secretsmanager:db:SecretString:password}}', []],
    ['a secret of the stack', { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password}}' }, []],
    ['a secure parameter', '{{resolve:ssm-secure:/db/password:1}}', []],
    ['nothing', { Ref: 'AWS::NoValue' }, []],
    ['an empty text', '', []],
    ['an import', { 'Fn::ImportValue': 'password' }, []],
  ])('%s', (_, value, expected) => {
    const rest = { ...REST, Mappings: { M: { a: { b: PASSWORD } } } };
    const resources = {
      One: { Type: 'AWS::RDS::DBInstance', Properties: database(value) },
      Secret: { Type: 'AWS::SecretsManager::Secret' },
    };
    expect(verdicts('SECRET-09', resources, rest).map((one) => one.split(' ')[0])).toEqual(expected);
  });

  test('it never says the value', () => {
    const [finding] = judged({ One: { Type: 'AWS::RDS::DBInstance', Properties: database(PASSWORD) } }).filter(
      ({ ruleId }) => ruleId === 'SECRET-09',
    );
    expect(JSON.stringify(finding)).not.toContain(PASSWORD);
    expect(finding).toMatchObject({ got: 'MasterUserPassword written out', at: 'Properties.MasterUserPassword' });
  });
});

describe('SECRET-09: where each type keeps it', () => {
  const oidc = (ClientSecret: unknown) => [{ Type: 'authenticate-oidc', AuthenticateOidcConfig: { ClientSecret } }];
  const ROWS: [string, (value: unknown) => Raw][] = [
    ['AWS::RDS::DBCluster', (MasterUserPassword) => ({ MasterUserPassword })],
    ['AWS::RDS::DBInstance', (TdeCredentialPassword) => ({ TdeCredentialPassword })],
    ['AWS::DocDB::DBCluster', (MasterUserPassword) => ({ MasterUserPassword })],
    ['AWS::DocDBElastic::Cluster', (AdminUserPassword) => ({ AdminUserPassword })],
    ['AWS::Redshift::Cluster', (MasterUserPassword) => ({ MasterUserPassword })],
    ['AWS::RedshiftServerless::Namespace', (AdminUserPassword) => ({ AdminUserPassword })],
    ['AWS::Lightsail::Database', (MasterUserPassword) => ({ MasterUserPassword })],
    ['AWS::Timestream::InfluxDBInstance', (Password) => ({ Password })],
    ['AWS::ElastiCache::ReplicationGroup', (AuthToken) => ({ AuthToken })],
    ['AWS::ElastiCache::User', (one) => ({ Passwords: [one] })],
    ['AWS::ElastiCache::User', (one) => ({ AuthenticationMode: { Type: 'password', Passwords: [one] } })],
    ['AWS::MemoryDB::User', (one) => ({ AuthenticationMode: { Passwords: [one] } })],
    ['AWS::AmazonMQ::Broker', (Password) => ({ Users: [{ Username: 'a', Password }] })],
    ['AWS::DMS::Endpoint', (Password) => ({ Password })],
    ['AWS::DMS::Endpoint', (SaslPassword) => ({ KafkaSettings: { SaslPassword } })],
    ['AWS::DirectoryService::SimpleAD', (Password) => ({ Password })],
    ['AWS::DirectoryService::MicrosoftAD', (Password) => ({ Password })],
    [
      'AWS::OpenSearchService::Domain',
      (MasterUserPassword) => ({ AdvancedSecurityOptions: { MasterUserOptions: { MasterUserPassword } } }),
    ],
    [
      'AWS::Elasticsearch::Domain',
      (MasterUserPassword) => ({ AdvancedSecurityOptions: { MasterUserOptions: { MasterUserPassword } } }),
    ],
    [
      'AWS::FSx::FileSystem',
      (Password) => ({ WindowsConfiguration: { SelfManagedActiveDirectoryConfiguration: { Password } } }),
    ],
    ['AWS::EMR::Cluster', (KdcAdminPassword) => ({ KerberosAttributes: { KdcAdminPassword } })],
    ['AWS::Events::Connection', (ApiKeyValue) => ({ AuthParameters: { ApiKeyAuthParameters: { ApiKeyValue } } })],
    ['AWS::Events::Connection', (Password) => ({ AuthParameters: { BasicAuthParameters: { Password } } })],
    [
      'AWS::Events::Connection',
      (ClientSecret) => ({ AuthParameters: { OAuthParameters: { ClientParameters: { ClientSecret } } } }),
    ],
    ['AWS::ApiGateway::ApiKey', (Value) => ({ Value })],
    [
      'AWS::Cognito::UserPoolIdentityProvider',
      (secret) => ({ ProviderDetails: { client_id: 'a', client_secret: secret } }),
    ],
    ['AWS::Cognito::UserPoolIdentityProvider', (key) => ({ ProviderDetails: { private_key: key } })],
    ['AWS::CodeBuild::SourceCredential', (Token) => ({ Token })],
    ['AWS::CodePipeline::Webhook', (SecretToken) => ({ AuthenticationConfiguration: { SecretToken } })],
    ['AWS::CodePipeline::Pipeline', (OAuthToken) => ({ Stages: [{ Actions: [{ Configuration: { OAuthToken } }] }] })],
    ['AWS::Amplify::App', (AccessToken) => ({ AccessToken })],
    ['AWS::Amplify::Branch', (Password) => ({ BasicAuthConfig: { Password } })],
    ['AWS::ElasticLoadBalancingV2::Listener', (secret) => ({ DefaultActions: oidc(secret) })],
    ['AWS::ElasticLoadBalancingV2::ListenerRule', (secret) => ({ Actions: oidc(secret) })],
    ['AWS::EC2::VPNConnection', (PreSharedKey) => ({ VpnTunnelOptionsSpecifications: [{}, { PreSharedKey }] })],
    ['AWS::KinesisFirehose::DeliveryStream', (Password) => ({ RedshiftDestinationConfiguration: { Password } })],
    ['AWS::KinesisFirehose::DeliveryStream', (HECToken) => ({ SplunkDestinationConfiguration: { HECToken } })],
    ['AWS::Glue::Connection', (PASSWORD_) => ({ ConnectionInput: { ConnectionProperties: { PASSWORD: PASSWORD_ } } })],
    [
      'AWS::AppFlow::ConnectorProfile',
      (ClientSecret) => ({ ConnectorProfileConfig: { ConnectorProfileCredentials: { Slack: { ClientSecret } } } }),
    ],
    ['AWS::QuickSight::DataSource', (Password) => ({ Credentials: { CredentialPair: { Password } } })],
    [
      'AWS::BedrockAgentCore::OAuth2CredentialProvider',
      (ClientSecret) => ({ Oauth2ProviderConfigInput: { GithubOauth2ProviderConfig: { ClientSecret } } }),
    ],
    ['AWS::IAM::User', (Password) => ({ LoginProfile: { Password } })],
    ['AWS::IAM::ServerCertificate', (PrivateKey) => ({ PrivateKey })],
    ['AWS::Transfer::Certificate', (PrivateKey) => ({ PrivateKey })],
    ['AWS::SES::EmailIdentity', (DomainSigningPrivateKey) => ({ DkimSigningAttributes: { DomainSigningPrivateKey } })],
    ['Alexa::ASK::Skill', (ClientSecret) => ({ AuthenticationConfiguration: { ClientSecret } })],
  ];
  test.each(ROWS)('%s %#', (type, properties) => {
    expect(said(type, properties(PASSWORD))).toEqual(['fail']);
    expect(said(type, properties({ Ref: 'Shown' }))).toEqual(['fail']);
    expect(said(type, properties({ Ref: 'Hidden' }))).toEqual([]);
    expect(said(type, properties('{{resolve:secretsmanager:s:SecretString:p}}'))).toEqual([]);
    expect(said(type, {})).toEqual([]);
  });

  test('what only tells where one is kept', () => {
    const at = {
      SecretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:s',
      ClientSecretSource: 'MANAGED',
      OAuthTokenUrl: 'https://a',
    };
    expect(said('AWS::QuickSight::DataSource', { Credentials: at })).toEqual([]);
    expect(said('AWS::BedrockAgentCore::OAuth2CredentialProvider', { Oauth2ProviderConfigInput: at })).toEqual([]);
  });
});

test('a database of CDK whose password is generated gives no alarm', () => {
  const stack: Stack = newStack();
  const vpc = new Vpc(stack, 'Vpc');
  const secret = new Secret(stack, 'Secret');
  new DatabaseCluster(stack, 'Cluster', {
    engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_16_4 }),
    vpc,
    writer: ClusterInstance.serverlessV2('Writer'),
  });
  new DatabaseInstance(stack, 'Instance', {
    engine: DatabaseInstanceEngine.POSTGRES,
    vpc,
    instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.MICRO),
    credentials: Credentials.fromSecret(secret),
  });
  new Connection(stack, 'Connection', { authorization: Authorization.apiKey('x-api-key', secret.secretValue) });
  const found = SecurityGate.findingsOf(stack).filter(({ ruleId }) => /^SECRET-(09|10|11)$/.test(ruleId));
  expect(found.map(({ ruleId, path, got }) => `${ruleId} ${path} ${got}`)).toEqual([]);
});

test('a password that CDK is given as plain text is found', () => {
  const stack = newStack();
  const credentials = Credentials.fromPassword('admin', SecretValue.unsafePlainText(PASSWORD));
  new DatabaseInstance(stack, 'Instance', {
    engine: DatabaseInstanceEngine.POSTGRES,
    vpc: new Vpc(stack, 'Vpc'),
    credentials,
  });
  const found = SecurityGate.findingsOf(stack).filter(({ ruleId }) => ruleId === 'SECRET-09');
  expect(found.map(({ got }) => got)).toEqual(['MasterUserPassword written out']);
});
