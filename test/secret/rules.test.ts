import { CfnResource, SecretValue } from 'aws-cdk-lib';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Assembly } from '../../lib/core/assembly';
import { judge } from '../../lib/core/judge';
import { SECRET_RULES } from '../../lib/secret/rules';
import { ENV, found, judged, newStack } from '../support/judging';

type Verdict = 'pass' | 'fail' | 'unknown';
type Row = readonly [name: string, properties: object, expected: Verdict];

const P = { Ref: 'P' };
const SECRET = 'AWS::SecretsManager::Secret';
const REST = {
  Parameters: {
    P: { Type: 'String' },
    Hidden: { Type: 'String', NoEcho: true },
    Weak: { Type: 'String', Default: 'hunter2-hunter2' },
  },
  Conditions: { C: { 'Fn::Equals': [P, 'x'] } },
};
const KEY = { Key: { Type: 'AWS::KMS::Key' }, Db: { Type: 'AWS::RDS::DBInstance' } };

function saysOf(ruleId: string, resources: Record<string, object>, rest: object = REST): Verdict {
  const [one] = judged(resources, rest as any, { account: ENV.account }).filter((finding) => finding.ruleId === ruleId);
  return one?.verdict ?? 'pass';
}
const table = (ruleId: string, type: string, rows: readonly Row[]) =>
  test.each(rows)('%s', (_, properties, expected) =>
    expect(saysOf(ruleId, { It: { Type: type, Properties: properties }, ...KEY })).toBe(expected),
  );
/** What is said of a template that a nested stack deploys. */
function judgedNested(parent: object, child: object): string[] {
  const assembly = new Assembly([
    { file: 'parent.json', stack: 'Parent', body: parent },
    { file: 'child.json', stack: 'Child', body: child, nestedIn: { stack: 'Parent', logicalId: 'Nested' } },
  ]);
  const { findings } = judge(assembly, SECRET_RULES);
  return findings.filter(({ stack }) => stack === 'Child').map(({ ruleId }) => ruleId);
}
const json = (value: object) => ({ SecretString: JSON.stringify(value) });

describe('SECRET-01: no value in the template', () => {
  table('SECRET-01', SECRET, [
    ['a text', { SecretString: 'correct horse battery staple' }, 'fail'],
    ['a number', { SecretString: 12345678 }, 'fail'],
    ['a placeholder that somebody has to replace', { SecretString: 'CHANGE_ME' }, 'fail'],
    ['a password in JSON', json({ username: 'admin', password: 'x' }), 'fail'],
    ['a field of no known name', json({ pin: '0815' }), 'fail'],
    ['a key with a known form', json({ url: 'postgres://admin:s3cret@db.example.com' }), 'fail'],
    ['one branch', { SecretString: { 'Fn::If': ['C', 'hunter2', { Ref: 'AWS::NoValue' }] } }, 'fail'],
    ['the default of a parameter', { SecretString: { Ref: 'Weak' } }, 'fail'],
    [
      'a password joined with an address',
      { SecretString: { 'Fn::Sub': 'postgres://admin:hunter22@${Db.Endpoint.Address}' } },
      'fail',
    ],
    [
      'a password in the template of a generated one',
      { GenerateSecretString: { SecretStringTemplate: '{"password":"hunter2"}', GenerateStringKey: 'other' } },
      'fail',
    ],
    ['nothing set: an empty secret', {}, 'pass'],
    ['generated', { GenerateSecretString: {} }, 'pass'],
    [
      'generated, beside a user',
      { GenerateSecretString: { SecretStringTemplate: '{"username":"admin"}', GenerateStringKey: 'password' } },
      'pass',
    ],
    ['a hidden parameter', { SecretString: { Ref: 'Hidden' } }, 'pass'],
    ['another secret', { SecretString: '{{resolve:secretsmanager:other:SecretString:password}}' }, 'pass'],
    ['where the database is', json({ engine: 'postgres', host: 'db', port: 5432, dbname: 'orders' }), 'pass'],
    [
      'JSON filled in by a hidden parameter',
      { SecretString: { 'Fn::Sub': '{"username":"admin","password":"${Hidden}"}' } },
      'pass',
    ],
    ['the key of a user, made by the deployment', { SecretString: { 'Fn::GetAtt': ['Key', 'Value'] } }, 'pass'],
  ]);
});

describe('SECRET-02: a customer key', () => {
  const classed = (Value: unknown) => ({ Tags: [{ Key: 'data-class', Value }] });
  table('SECRET-02', SECRET, [
    ['nothing set', {}, 'fail'],
    ['nothing', { KmsKeyId: '' }, 'fail'],
    ['the AWS managed key', { KmsKeyId: 'alias/aws/secretsmanager' }, 'fail'],
    ['a key in one branch', { KmsKeyId: { 'Fn::If': ['C', { Ref: 'Key' }, { Ref: 'AWS::NoValue' }] } }, 'fail'],
    ['personal', classed('personal'), 'fail'],
    ['the class a parameter', classed(P), 'unknown'],
    ['a key', { KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }, 'pass'],
    ['a key that is a parameter', { KmsKeyId: P }, 'pass'],
    ['internal', classed('internal'), 'pass'],
  ]);
});

describe('SECRET-03: rotation', () => {
  const secret = { Type: SECRET, Properties: {} };
  const schedule = (SecretId: unknown) => ({
    Type: 'AWS::SecretsManager::RotationSchedule',
    Properties: { SecretId, RotationRules: { AutomaticallyAfterDays: 30 } },
  });
  test.each<[string, Record<string, object>, Verdict]>([
    ['nothing set', { It: secret }, 'fail'],
    [
      'a schedule of another',
      { It: secret, S: schedule('arn:aws:secretsmanager:us-east-1:111111111111:secret:x-123456') },
      'fail',
    ],
    [
      'an empty statement',
      { It: { ...secret, Properties: { Tags: [{ Key: 'secret-rotation', Value: '' }] } } },
      'fail',
    ],
    ['a schedule', { It: secret, S: schedule({ Ref: 'It' }) }, 'pass'],
    [
      'a schedule of its attachment',
      {
        It: secret,
        A: { Type: 'AWS::SecretsManager::SecretTargetAttachment', Properties: { SecretId: { Ref: 'It' } } },
        S: schedule({ Ref: 'A' }),
      },
      'pass',
    ],
    [
      'a statement',
      { It: { ...secret, Properties: { Tags: [{ Key: 'secret-rotation', Value: 'each quarter' }] } } },
      'pass',
    ],
  ])('%s', (_, resources, expected) => expect(saysOf('SECRET-03', resources)).toBe(expected));
});

describe('SECRET-04: kept', () => {
  const attributes = (DeletionPolicy?: unknown, UpdateReplacePolicy?: unknown) => ({
    It: { Type: SECRET, DeletionPolicy, UpdateReplacePolicy },
  });
  test.each<[string, Record<string, object>, Verdict]>([
    ['nothing set', attributes(), 'fail'],
    ['deleted', attributes('Delete', 'Retain'), 'fail'],
    ['deleted when it is replaced', attributes('Retain', 'Delete'), 'fail'],
    ['a parameter', attributes(P, 'Retain'), 'unknown'],
    ['kept', attributes('Retain', 'Retain'), 'pass'],
    ['kept once it was made', attributes('RetainExceptOnCreate', 'Retain'), 'pass'],
  ])('%s', (_, resources, expected) => expect(saysOf('SECRET-04', resources)).toBe(expected));
});

describe('SECRET-05: Parameter Store', () => {
  const named = (Name: string, Value: unknown) => ({ Type: 'String', Name, Value });
  table('SECRET-05', 'AWS::SSM::Parameter', [
    ['a password by its name', named('/orders/db/password', 'hunter2'), 'fail'],
    ['a token by its form', named('/orders/x', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'), 'fail'],
    ['in a list', { Type: 'StringList', Value: 'a,AKIAIOSFODNN7EXAMPLE' }, 'fail'],
    ['a hidden parameter', named('/orders/x', { Ref: 'Hidden' }), 'fail'],
    ['a hidden parameter in a text', named('/orders/x', { 'Fn::Sub': 'user:${Hidden}' }), 'fail'],
    [
      'a secret that CloudFormation writes out',
      named('/orders/x', '{{resolve:secretsmanager:db:SecretString:password}}'),
      'fail',
    ],
    ['the key of a user', named('/orders/x', { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] }), 'fail'],
    ['one branch', named('/orders/db/password', { 'Fn::If': ['C', 'hunter2', 'none'] }), 'fail'],
    ['an import from elsewhere', named('/orders/x', { 'Fn::ImportValue': 'x' }), 'unknown'],
    ['a parameter', named('/orders/x', P), 'pass'],
    ['a switch', named('/orders/featureToken', 'false'), 'pass'],
    ['where the secret is', named('/orders/db/secret', { Ref: 'Key' }), 'pass'],
    ['an address', named('/orders/db/endpoint', 'db.example.com:5432'), 'pass'],
  ]);
  test('by its logical id', () => {
    const of = (id: string) =>
      saysOf('SECRET-05', { [id]: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'hunter2' } } });
    expect([of('DbPassword'), of('DbPassword0A1B2C3D'), of('DbHost')]).toEqual(['fail', 'fail', 'pass']);
  });
});

describe('parameters of a template', () => {
  const says = (ruleId: string, name: string, declared: object) =>
    saysOf(ruleId, {}, { Parameters: { [name]: { Type: 'String', ...declared } } });
  describe('SECRET-06: no secret as a default', () => {
    test.each<[string, string, object, Verdict]>([
      ['a password', 'DbPassword', { Default: 'hunter2' }, 'fail'],
      ['a hidden password', 'DbPassword', { Default: 'hunter2', NoEcho: true }, 'fail'],
      ['a number', 'AdminPwd', { Type: 'Number', Default: 12345678 }, 'fail'],
      ['a token by its form', 'Repo', { Default: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' }, 'fail'],
      ['no default', 'DbPassword', {}, 'pass'],
      ['an empty one', 'DbPassword', { Default: '' }, 'pass'],
      [
        'the name of a parameter',
        'DbPassword',
        { Type: 'AWS::SSM::Parameter::Value<String>', Default: 'db-password' },
        'pass',
      ],
      ['an ARN', 'DbPassword', { Default: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:db-abcdef' }, 'pass'],
      ['something else', 'Stage', { Default: 'prod' }, 'pass'],
      ["CDK's own", 'BootstrapVersion', { Default: '/cdk-bootstrap/hnb659fds/version' }, 'pass'],
    ])('%s', (_, name, declared, expected) => expect(says('SECRET-06', name, declared)).toBe(expected));
  });
  describe('SECRET-07: hidden', () => {
    test.each<[string, string, object, Verdict]>([
      ['a password', 'DbPassword', {}, 'fail'],
      ['a password, told to be shown', 'MasterUserPassword', { NoEcho: false }, 'fail'],
      ['a token', 'GitHubToken', {}, 'fail'],
      ['an API key', 'STRIPE_API_KEY', {}, 'fail'],
      ['a client secret', 'ClientSecret', {}, 'fail'],
      ['hidden', 'DbPassword', { NoEcho: true }, 'pass'],
      ['hidden as a text', 'DbPassword', { NoEcho: 'true' }, 'pass'],
      ['an ARN', 'DbPasswordArn', {}, 'pass'],
      ['a pattern of an ARN', 'ApiKey', { AllowedPattern: '^arn:aws:.*$' }, 'pass'],
      ['a path', 'ApiKey', { Default: '/orders/api-key' }, 'pass'],
      ['a choice', 'AuthToken', { AllowedValues: ['on', 'off'] }, 'pass'],
      ['the name of a parameter', 'DbPassword', { Type: 'AWS::SSM::Parameter::Value<String>' }, 'pass'],
      ['a key of AWS', 'EncryptionKey', {}, 'pass'],
      ['a length', 'PasswordLength', { Type: 'Number' }, 'pass'],
      ['the name of a key pair', 'KeyName', {}, 'pass'],
    ])('%s', (_, name, declared, expected) => expect(says('SECRET-07', name, declared)).toBe(expected));
  });
});

describe('SECRET-08: outputs', () => {
  const resources = {
    User: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'ci' } },
    Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: 'us-east-1_a' } },
    Secret: { Type: SECRET },
  };
  const says = (name: string, output: object) =>
    saysOf('SECRET-08', resources, { ...REST, Outputs: { [name]: output } });
  test.each<[string, string, object, Verdict]>([
    ['the key of a user', 'Key', { Value: { 'Fn::GetAtt': ['User', 'SecretAccessKey'] } }, 'fail'],
    ['in a text', 'Key', { Value: { 'Fn::Sub': 'key=${User.SecretAccessKey}' } }, 'fail'],
    ['the secret of a client', 'Client', { Value: { 'Fn::GetAtt': 'Client.ClientSecret' } }, 'fail'],
    ['a hidden parameter', 'Given', { Value: { Ref: 'Hidden' } }, 'fail'],
    ['a hidden parameter in a text', 'Given', { Value: { 'Fn::Join': ['', ['x', { Ref: 'Hidden' }]] } }, 'fail'],
    ['a dynamic reference', 'Db', { Value: '{{resolve:secretsmanager:db:SecretString:password}}' }, 'fail'],
    ['a password', 'AdminPassword', { Value: 'hunter2' }, 'fail'],
    [
      'in one branch',
      'Key',
      { Value: { 'Fn::If': ['C', { 'Fn::GetAtt': ['User', 'SecretAccessKey'] }, 'none'] } },
      'fail',
    ],
    ['under a condition', 'Key', { Condition: 'C', Value: { 'Fn::GetAtt': ['User', 'SecretAccessKey'] } }, 'fail'],
    ['the id of a key', 'KeyId', { Value: { Ref: 'User' } }, 'pass'],
    ['the ARN of a secret', 'DbPassword', { Value: { Ref: 'Secret' } }, 'pass'],
    ['a parameter', 'Given', { Value: P }, 'pass'],
  ])('%s', (_, name, output, expected) => expect(says(name, output)).toBe(expected));

  test('of a nested stack that was given a hidden parameter', () => {
    const [parent, child] = [
      {
        Parameters: REST.Parameters,
        Resources: {
          Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Inner: { Ref: 'Hidden' } } } },
        },
      },
      { Parameters: { Inner: { Type: 'String' } }, Resources: {}, Outputs: { Given: { Value: { Ref: 'Inner' } } } },
    ];
    expect(judgedNested(parent, child)).toEqual(['SECRET-08']);
  });
});

test('whoever wrote it: a plain L2 with weak props, an override and a generic resource', () => {
  const stack = newStack();
  new Secret(stack, 'Weak', { secretStringValue: SecretValue.unsafePlainText('hunter2') });
  const overridden = new Secret(stack, 'Overridden');
  (overridden.node.defaultChild as CfnSecret).addPropertyOverride('KmsKeyId', 'alias/aws/secretsmanager');
  new CfnResource(stack, 'Generic', { type: SECRET, properties: { SecretString: 'hunter2', KmsKeyId: 'alias/own' } });
  expect(found(stack)).toEqual([
    'SECRET-01 Stack/Generic',
    'SECRET-01 Stack/Weak/Resource',
    'SECRET-02 Stack/Overridden/Resource',
    'SECRET-02 Stack/Weak/Resource',
  ]);
});
