import { ALL_RULES } from '../../lib/catalog';
import { Assembly } from '../../lib/core/assembly';
import { judge } from '../../lib/core/judge';
import { secretIn } from '../../lib/core/secret-detector';
import { judged, verdicts } from '../support/judging';

/** Put together here, so that no scanner takes this file for a leak. */
const join = (...parts: string[]) => parts.join('');
const JWT = join('eyJ', 'hbGciOiJIUzI1NiJ9', '.eyJ', 'zdWIiOiIxMjM0NTY3', '.dBjftJeZ4CVPmB92K27uhbUJU1p1r');

describe('what is a secret', () => {
  test.each<[string, string, string]>([
    ['an AWS access key id', 'ANY', join('AKIA', 'IOSFODNN7EXAMPLE')],
    ['an AWS secret access key', 'AWS_SECRET', join('wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYEXAMPLEKEY')],
    ['a private key', 'ANY', join('-----BEGIN RSA PRIVATE', ' KEY-----\nMIIE')],
    ['a JSON Web Token', 'ANY', JWT],
    ['a URL with a password', 'DATABASE_URL', 'postgres://app:hunter2@db.example.com:5432/orders'],
    ['a URL with a password and a host of the app', 'DATABASE_URL', 'redis://:hunter2@⟨0#Cache.Endpoint⟩:6379'],
    ['a connection string', 'DB', 'Server=db;User Id=app;Password=hunter2;'],
    ['a storage account', 'STORE', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc123==;'],
    ['JSON with a password', 'CONFIG', '{"user":"app","password":"hunter22"}'],
    ['basic authentication', 'HEADER', 'Basic dXNlcjpodW50ZXIy'],
    ['a GitHub token', 'ANY', join('ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8')],
    ['a Slack token', 'ANY', join('xoxb-', '123456789012-abcdefghijkl')],
    ['a Slack webhook', 'HOOK', join('https://hooks.slack.com/services', '/T00000000/B00000000/XXXXXXXXXXXX')],
    ['a Stripe key', 'ANY', join('sk_live_', '4eC39HqLyjWDarjtT1zdp7dc')],
    ['a Google API key', 'ANY', join('AIza', 'SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY')],
    ['a password', 'DB_PASSWORD', 'hunter2'],
    ['a password in camel case', 'dbPassword', 'hunter2'],
    ['a password of digits', 'PASSWORD', '1234'],
    ['a random token', 'API_TOKEN', 'f3b1c2d4e5a69788'],
    ['a random key', 'apiKey', '4f9d2c1e-7a0b-4c55-9f61-0c2d3e4f5a6b'],
    ['a random client secret', 'CLIENT_SECRET', 'Zx8Qw3Er5Ty7Ui9Op1As'],
    ['a secret that the deployment writes out', 'ANY', '{{resolve:secretsmanager:db:SecretString:password}}'],
    [
      'a secret that the deployment writes out, in a URL',
      'ANY',
      'postgres://app:{{resolve:secretsmanager:⟨0#S⟩:SecretString:password}}@db',
    ],
    ['a secure parameter', 'ANY', '{{resolve:ssm-secure:/db/password}}'],
    ['the key of a user', 'ANY', '⟨0#AccessKey.SecretAccessKey⟩'],
    ['the secret of a client', 'ANY', '⟨0#Client.ClientSecret⟩'],
  ])('%s', (_, name, value) => {
    expect(secretIn(name, value)).toBeDefined();
  });
});

describe('what is none', () => {
  test.each<[string, string, string]>([
    ['a table', 'TABLE_NAME', 'orders'],
    ['an ARN under a telling name', 'DB_SECRET', 'arn:aws:secretsmanager:us-east-1:111111111111:secret:db-a1b2c3'],
    ['a reference under a telling name', 'DB_SECRET', '⟨0#Secret⟩'],
    ['a parameter under a telling name', 'API_KEY', '⟨?parameter Key⟩'],
    ['a URL', 'API_URL', 'https://api.example.com/v1?page=2'],
    ['a URL with a port', 'API_URL', 'http://localhost:8080/a@b'],
    ['a URL under a telling name', 'TOKEN_ENDPOINT', 'https://auth.example.com/oauth2/token'],
    ['a URL with a password of the app', 'DATABASE_URL', 'postgres://app:⟨?parameter Password⟩@db.example.com/orders'],
    ['a URL with a variable', 'DATABASE_URL', 'postgres://app:${PASSWORD}@db.example.com/orders'],
    ['a flag', 'PASSWORD', 'false'],
    ['a flag about passwords', 'REQUIRE_PASSWORD_RESET', 'true'],
    ['a length', 'PASSWORD_MIN_LENGTH', '12'],
    ['a time', 'TOKEN_TTL_SECONDS', '3600'],
    ['the name of a secret', 'SECRET_NAME', 'orders/production/database1'],
    ['a secret by its path', 'DB_SECRET', 'orders/production/database'],
    ['a parameter by its path', 'DB_PASSWORD', '/orders/production/db-password'],
    ['an id', 'CLIENT_ID', '4f9d2c1e-7a0b-4c55-9f61-0c2d3e4f5a6b'],
    ['a user pool', 'USER_POOL_ID', 'us-east-1_Ab12Cd34E'],
    ['a version', 'RELEASE', '2026.11.21-a1b2c3d'],
    ['a commit', 'GIT_COMMIT', '9fceb02d0ae598e95dc970b74767f19372d61af8'],
    ['a public key', 'PUBLIC_KEY', 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8xOUetsCa8EfOlDEBAfREhJqspDo'],
    ['a partition key', 'PARTITION_KEY', 'customerId2024Order'],
    ['a short word', 'AUTH_TOKEN', 'dev'],
    ['nothing', 'API_KEY', ''],
    ['the level of a logger', 'POWERTOOLS_SERVICE_NAME', 'orders'],
    ['a bypass', 'BYPASS', 'cache'],
    ['a plain parameter', 'ANY', '{{resolve:ssm:/orders/level}}'],
    ['the ARN of a token queue', 'TOKEN_QUEUE', 'https://sqs.us-east-1.amazonaws.com/111111111111/tokens'],
  ])('%s', (_, name, value) => {
    expect(secretIn(name, value)).toBeUndefined();
  });
});

describe('FUNCTION-11: no secret is written into its environment', () => {
  const F = (Variables: unknown) => ({
    F: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } },
  });
  const rest = {
    Parameters: {
      Any: { Type: 'String' },
      Hidden: { Type: 'String', NoEcho: true },
      Default: { Type: 'String', Default: 'hunter2' },
    },
    Conditions: { Dev: { 'Fn::Equals': [{ Ref: 'Any' }, 'x'] } },
  };
  test.each<[string, string[], unknown]>([
    ['passes: nothing', [], undefined],
    ['passes: the name of a table', [], { TABLE: { Ref: 'T' } }],
    ['passes: the ARN of a secret', [], { DB_SECRET: { Ref: 'S' } }],
    ['passes: a parameter', [], { DB_SECRET: { Ref: 'Any' } }],
    ['fails: a password', ['fail F'], { DB_PASSWORD: 'hunter2' }],
    ['fails: a password in one branch', ['fail F'], { DB_PASSWORD: { 'Fn::If': ['Dev', 'hunter2', { Ref: 'S' }] } }],
    [
      'fails: put together',
      ['fail F'],
      { URL: { 'Fn::Join': ['', ['redis://:hunter2@', { 'Fn::GetAtt': ['C', 'Endpoint'] }]] } },
    ],
    [
      'fails: a dynamic reference',
      ['fail F'],
      { DB: { 'Fn::Sub': '{{resolve:secretsmanager:${S}:SecretString:password}}' } },
    ],
    ['unknown: variables from elsewhere', ['unknown F'], { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['fails: a hidden parameter', ['fail F'], { DB: { Ref: 'Hidden' } }],
    ['fails: a hidden parameter in a text', ['fail F'], { DB: { 'Fn::Sub': 'x-${Hidden}' } }],
    ['fails: a parameter with a literal default', ['fail F'], { DB_PASSWORD: { Ref: 'Default' } }],
    ['fails: the key of a user', ['fail F'], { KEY: { 'Fn::GetAtt': ['K', 'SecretAccessKey'] } }],
  ])('%s', (_, expected, variables) => {
    const others = {
      T: { Type: 'AWS::DynamoDB::Table' },
      S: { Type: 'AWS::SecretsManager::Secret' },
      C: { Type: 'AWS::ElastiCache::ServerlessCache' },
      K: { Type: 'AWS::IAM::AccessKey' },
    };
    expect(verdicts('FUNCTION-11', { ...F(variables), ...others }, rest)).toEqual(expected);
  });

  test('the finding does not repeat the secret', () => {
    const found = judged(F({ DB_PASSWORD: 'hunter2' })).filter(({ ruleId }) => ruleId === 'FUNCTION-11');
    expect(found.map(({ got, at }) => [got, at])).toEqual([
      ['DB_PASSWORD holding a literal password', 'Properties.Environment.Variables.DB_PASSWORD'],
    ]);
  });
});

test('FUNCTION-11: a hidden parameter that a nested stack is given under another name', () => {
  const body = {
    Parameters: { Hidden: { Type: 'String', NoEcho: true } },
    Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Given: { Ref: 'Hidden' } } } } },
  };
  const nested = {
    Parameters: { Given: { Type: 'String' } },
    Resources: {
      F: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { X: { Ref: 'Given' } } } } },
    },
  };
  const assembly = new Assembly([
    { file: 'a', stack: 'S', body },
    { file: 'b', stack: 'S/N', body: nested, nestedIn: { stack: 'S', logicalId: 'N' } },
  ]);
  const got = judge(assembly, ALL_RULES).findings.find(({ ruleId }) => ruleId === 'FUNCTION-11')?.got;
  expect(got).toBe('the hidden parameter Hidden');
});

test('FUNCTION-11: an environment that hangs on a condition', () => {
  const Variables = { X: { 'Fn::GetAtt': ['K', 'SecretAccessKey'] } };
  const Environment = { 'Fn::If': ['C', { Variables }, { Ref: 'AWS::NoValue' }] };
  const resources = {
    F: { Type: 'AWS::Lambda::Function', Properties: { Environment } },
    K: { Type: 'AWS::IAM::AccessKey' },
  };
  const rest = { Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } } };
  expect(verdicts('FUNCTION-11', resources, rest)).toEqual(['fail F']);
});
