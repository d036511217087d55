import { Duration, Mixins, SecretValue, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { DataClass, SecureFunction, SecureSecret, SecureSecretMixin, SecurityGate, SecurityProfile } from '../../lib';
import { blocking, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const TYPE = 'AWS::SecretsManager::Secret';
const secretIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources(TYPE))[0];
const accountOf = (stack: Stack) => Account.of({ stackName: 'Stack', template: Template.fromStack(stack).toJSON() });
const statuses = (stack: Stack, ruleId: string) =>
  SecurityGate.findingsOf(stack.node.root)
    .filter((one) => one.ruleId === ruleId)
    .map(({ status }) => status);
const newFunction = (stack: Stack, id: string) =>
  new SecureFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => 1;'),
  });

test('a secret is generated, encrypted with the key of the ring, and kept', () => {
  const stack = newStack();
  new SecureSecret(stack, 'Secret', { rotation: 'each quarter by the platform team' });
  expect(secretIn(stack)).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      GenerateSecretString: {},
      KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^SecureKeyRingData/), 'Arn'] },
      Tags: [
        { Key: 'data-class', Value: 'secret' },
        { Key: 'secret-rotation', Value: 'each quarter by the platform team' },
      ],
    },
  });
  expect(statuses(stack, 'SECRET-03')).toEqual([]);
  expect(blocking(stack)).toEqual([]);
});

test('in development it goes with its stack, and has a key of its own only where the class is said', () => {
  const made = (dataClass?: DataClass) => {
    const stack = newStack();
    SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
    new SecureSecret(stack, 'Secret', { dataClass });
    return secretIn(stack);
  };
  expect(made()).toMatchObject({
    DeletionPolicy: 'Delete',
    Properties: { Tags: [{ Key: 'data-class', Value: 'secret' }] },
  });
  expect(made().Properties).not.toHaveProperty('KmsKeyId');
  expect(made(DataClass.SECRET).Properties).toHaveProperty('KmsKeyId');
});

test('what opens nothing needs no key', () => {
  const stack = newStack();
  new SecureSecret(stack, 'Secret', { dataClass: DataClass.INTERNAL });
  Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 0);
  expect(blocking(stack)).toEqual([]);
});

test('a value in the template is refused in every profile, and its waiver stands on the secret', () => {
  const value = { secretStringValue: SecretValue.unsafePlainText('hunter2') };
  const stack = newStack();
  SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
  new SecureSecret(stack, 'Plain', value);
  new SecureSecret(stack, 'Object', { secretObjectValue: { password: SecretValue.unsafePlainText('hunter2') } });
  const reason = 'The public test account of the vendor, printed in their manual.';
  new SecureSecret(stack, 'Waived', { ...value, waivers: [{ ruleId: 'SECRET-01', reason }] });
  expect(blocking(stack)).toEqual(['SECRET-01 Stack/Object/Resource', 'SECRET-01 Stack/Plain/Resource']);
});

test.each(['', '  ', 'x'.repeat(257), 'never <script>'])('rotation has to fit into a tag: %j', (rotation) => {
  expect(() => new SecureSecret(newStack(), 'Secret', { rotation })).toThrow(/SECRET-03: expected rotation/);
});

const ACTIONS = [
  'GetSecretValue',
  'DescribeSecret',
  'PutSecretValue',
  'UpdateSecret',
  'UpdateSecretVersionStage',
  'DeleteSecret',
  'PutResourcePolicy',
].map((name) => `secretsmanager:${name}`);

test.each<[string, (secret: SecureSecret, fn: SecureFunction) => unknown, string[], string[]]>([
  [
    'grantRead',
    (secret, fn) => secret.grantRead(fn),
    ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
    ['kms:Decrypt'],
  ],
  [
    'grantWrite',
    (secret, fn) => secret.grantWrite(fn),
    ['secretsmanager:PutSecretValue'],
    ['kms:Decrypt', 'kms:GenerateDataKey'],
  ],
])('%s gives exactly its actions on this secret to this function', (_, grant, onSecret, onKey) => {
  const stack = newStack();
  const secret = new SecureSecret(stack, 'Secret');
  new SecureSecret(stack, 'Other');
  const fn = newFunction(stack, 'Fn');
  newFunction(stack, 'Stranger');
  grant(secret, fn);
  expect(blocking(stack)).toEqual([]);
  const account = accountOf(stack);
  const id = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
  const [mine, other] = ['Secret', 'Other'].map((prefix) => id(TYPE, prefix));
  const [as, stranger] = ['Fn', 'Stranger'].map((prefix) => id('AWS::Lambda::Function', prefix));
  const may = (who: string, on: string) =>
    ACTIONS.filter((action) => account.can({ as: who, action, on }) === 'allowed');
  expect(may(as, mine)).toEqual(ACTIONS.filter((one) => onSecret.includes(one)));
  expect([...may(as, other), ...may(stranger, mine)]).toEqual([]);
  const key = id('AWS::KMS::Key', 'SecureKeyRingData');
  const keyActions = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:CreateGrant'];
  const through = (service?: string) =>
    keyActions.filter(
      (action) =>
        account.can({
          as,
          action,
          on: key,
          context: service ? { 'kms:ViaService': `${service}.us-east-1.amazonaws.com` } : {},
        }) === 'allowed',
    );
  expect(through('secretsmanager')).toEqual(onKey);
  expect([...through('s3'), ...through()]).toEqual([]);
});

test('grantRead of one stage gives that one only', () => {
  const stack = newStack();
  const secret = new SecureSecret(stack, 'Secret');
  const fn = newFunction(stack, 'Fn');
  secret.grantRead(fn, ['AWSCURRENT']);
  const account = accountOf(stack);
  const read = (stage: string) =>
    account.can({
      as: account.logicalIds('AWS::Lambda::Function', 'Fn')[0],
      action: 'secretsmanager:GetSecretValue',
      on: account.logicalIds(TYPE, 'Secret')[0],
      context: { 'secretsmanager:VersionStage': [stage] as any },
    });
  expect([read('AWSCURRENT'), read('AWSPENDING')]).toEqual(['allowed', 'implicitly-denied']);
});

test('nobody else is let in by its policy', () => {
  const stack = newStack();
  const secret = new SecureSecret(stack, 'Secret');
  for (const principal of [new AnyPrincipal(), new AccountPrincipal('222222222222')]) {
    secret.addToResourcePolicy(
      new PolicyStatement({ principals: [principal], actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }),
    );
  }
  expect(blocking(stack)).toEqual(['POLICY-01 Stack/Secret/Policy/Resource', 'POLICY-02 Stack/Secret/Policy/Resource']);
});

test('a schedule of a function rotates it, and the function may do that and no more', () => {
  const stack = newStack();
  const secret = new SecureSecret(stack, 'Secret');
  new SecureSecret(stack, 'Other');
  const rotationLambda = newFunction(stack, 'Rotation');
  secret.addRotationSchedule('Schedule', { rotationLambda, automaticallyAfter: Duration.days(30) });
  expect(statuses(stack, 'SECRET-03')).toEqual(['warning']); // of the other one
  expect(blocking(stack)).toEqual([]);
  const account = accountOf(stack);
  const [as] = account.logicalIds('AWS::Lambda::Function', 'Rotation');
  const may = (prefix: string) =>
    ACTIONS.filter(
      (action) =>
        account.can({
          as,
          action,
          on: account.logicalIds(TYPE, prefix)[0],
          context: { 'secretsmanager:resource/AllowRotationLambdaArn': account.arnOf(as) },
        }) === 'allowed',
    );
  expect([may('Secret'), may('Other')]).toEqual([
    ['GetSecretValue', 'DescribeSecret', 'PutSecretValue', 'UpdateSecretVersionStage'].map(
      (one) => `secretsmanager:${one}`,
    ),
    [],
  ]);
  const invoke = (sourceAccount: string) =>
    account.can({
      as: { service: 'secretsmanager.amazonaws.com' },
      action: 'lambda:InvokeFunction',
      on: as,
      context: { 'aws:SourceAccount': sourceAccount },
    });
  expect([invoke(ENV.account), invoke('222222222222')]).toEqual(['allowed', 'implicitly-denied']);
});

test('the mixin keeps a secret that is there already', () => {
  const stack = newStack();
  new Secret(stack, 'Secret');
  Mixins.of(stack).apply(new SecureSecretMixin());
  expect(secretIn(stack)).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
});
