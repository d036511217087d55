import { App, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnLogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { SecurityProfile } from '../../lib/core/profile';
import { KeyRing } from '../../lib/key/key-ring';
import { SecureLogGroup } from '../../lib/logs/secure-log-group';
import { Account } from '../support/template-access';
import { blocking, ENV, newStack, verdicts } from '../support/judging';
import { templateOf } from '../function/building';
import { RECOMMENDED_FLAGS } from '../support/flags';

type Raw = Record<string, any>;
const group = (properties: Raw = {}, attributes: Raw = {}): Raw => ({
  G: { Type: 'AWS::Logs::LogGroup', Properties: properties, ...attributes },
});
const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

describe('rules', () => {
  test.each<[string, string, string[], Raw]>([
    ['LOGS-01', 'fails: nothing set', ['fail G'], group()],
    ['LOGS-01', 'fails: no value', ['fail G'], group({ RetentionInDays: { Ref: 'AWS::NoValue' } })],
    [
      'LOGS-01',
      'fails: in one branch',
      ['fail G'],
      group({ RetentionInDays: { 'Fn::If': ['Dev', 1, { Ref: 'AWS::NoValue' }] } }),
    ],
    ['LOGS-01', 'passes: a number', [], group({ RetentionInDays: 30 })],
    ['LOGS-01', 'passes: a text', [], group({ RetentionInDays: '30' })],
    ['LOGS-01', 'passes: a parameter', [], group({ RetentionInDays: { Ref: 'Any' } })],
    ['LOGS-02', 'fails: nothing set', ['fail G'], group()],
    ['LOGS-02', 'fails: empty', ['fail G'], group({ KmsKeyId: '' })],
    ['LOGS-02', 'passes: a reference', [], group({ KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } })],
    ['LOGS-02', 'passes: a parameter', [], group({ KmsKeyId: { Ref: 'Any' } })],
    ['LOGS-03', 'fails: nothing set', ['fail G'], group()],
    ['LOGS-03', 'fails: deleted', ['fail G'], group({}, { ...kept, DeletionPolicy: 'Delete' })],
    ['LOGS-03', 'fails: lost when replaced', ['fail G'], group({}, { DeletionPolicy: 'Retain' })],
    ['LOGS-03', 'unknown: an intrinsic', ['unknown G'], group({}, { ...kept, DeletionPolicy: { Ref: 'Any' } })],
    ['LOGS-03', 'passes: kept', [], group({}, kept)],
    ['LOGS-03', 'passes: kept once created', [], group({}, { ...kept, DeletionPolicy: 'RetainExceptOnCreate' })],
  ])('%s %s', (id, _, expected, resources) => {
    const Conditions = { Dev: { 'Fn::Equals': [{ Ref: 'Any' }, 'x'] } };
    expect(verdicts(id, resources, { Parameters: { Any: { Type: 'String' } }, Conditions })).toEqual(expected);
  });

  test('they are assurance: development relaxes them', () => {
    const stack = newStack();
    SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
    new LogGroup(stack, 'Plain', { removalPolicy: RemovalPolicy.DESTROY, retention: RetentionDays.INFINITE });
    expect(blocking(stack)).toEqual([]);
  });
});

describe('SecureLogGroup', () => {
  const profiles: [string, SecurityProfile, number, string][] = [
    ['production', SecurityProfile.production(), 365, 'RetainExceptOnCreate'],
    ['regulated', SecurityProfile.regulated(), 3653, 'RetainExceptOnCreate'],
    ['development', SecurityProfile.development({ accounts: [ENV.account] }), 14, 'Delete'],
  ];
  test.each(profiles)('has no findings in %s', (name, profile, RetentionInDays, DeletionPolicy) => {
    for (const flags of [{}, RECOMMENDED_FLAGS]) {
      const stack = newStack({ flags });
      profile.applyTo(stack);
      new SecureLogGroup(stack, 'Logs');
      expect(blocking(stack)).toEqual([]);
      const template = templateOf(stack);
      template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays }, DeletionPolicy });
      template.resourceCountIs('AWS::KMS::Key', name === 'development' ? 0 : 1);
    }
  });

  test('CloudWatch may use its key for groups of this account, and nobody else’s', () => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Logs');
    const account = Account.of({ stackName: 'Stack', template: templateOf(stack).toJSON() });
    const [key] = account.logicalIds('AWS::KMS::Key');
    const writes = (arn: string) =>
      account.can({
        as: { service: 'logs.us-east-1.amazonaws.com' },
        action: 'kms:GenerateDataKey',
        on: key,
        context: { 'kms:EncryptionContext:aws:logs:arn': arn },
      });
    expect(writes('arn:aws:logs:us-east-1:111111111111:log-group:any')).toBe('allowed');
    expect(writes('arn:aws:logs:us-east-1:222222222222:log-group:any')).not.toBe('allowed');
  });

  test('what the caller says stays, and is judged', () => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Logs', { retention: RetentionDays.INFINITE, removalPolicy: RemovalPolicy.DESTROY });
    expect(blocking(stack)).toEqual(['LOGS-01 Stack/Logs/Resource', 'LOGS-03 Stack/Logs/Resource']);
  });

  test('an explicit undefined erases nothing', () => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Logs', { retention: undefined, encryptionKey: undefined, removalPolicy: undefined });
    expect(blocking(stack)).toEqual([]);
  });

  test('a weakening override is found, a parameter for the retention is not one', () => {
    const stack = newStack();
    const logs = new SecureLogGroup(stack, 'Logs');
    const cfn = logs.node.defaultChild as CfnLogGroup;
    cfn.addPropertyOverride('RetentionInDays', new CfnParameter(stack, 'Days', { type: 'Number' }).valueAsNumber);
    expect(blocking(stack)).toEqual([]);
    cfn.addPropertyDeletionOverride('KmsKeyId');
    expect(blocking(stack)).toEqual(['LOGS-02 Stack/Logs/Resource']);
  });

  test('a waiver covers this group and no other', () => {
    const stack = newStack();
    const waivers = [{ ruleId: 'LOGS-01', reason: 'kept for ever by order of the court' }];
    new SecureLogGroup(stack, 'Waived', { retention: RetentionDays.INFINITE, waivers });
    new SecureLogGroup(stack, 'Other', { retention: RetentionDays.INFINITE });
    expect(blocking(stack)).toEqual(['LOGS-01 Stack/Other/Resource']);
  });

  test('a key from outside is used', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const keys = new Stack(app, 'Keys', { env: ENV });
    KeyRing.provide(stack, { operations: KeyRing.of(keys).operations() });
    new SecureLogGroup(stack, 'Logs');
    templateOf(stack).resourceCountIs('AWS::KMS::Key', 0);
  });
});
