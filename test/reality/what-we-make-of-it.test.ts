import { Mixins, Stack } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import {
  AlarmTopic,
  FailureQueues,
  KeyRing,
  SecureApi,
  SecureBucket,
  SecureFunction,
  SecureFunctionMixin,
  SecureQueue,
  SecureSecret,
  SecureTable,
  SecureUserPool,
  SecurityProfile,
  Source,
} from '../../lib';
import { ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

/** What follows from AWS's behaviour for what this library renders, where no test of a construct says it already. See docs/aws-behaviour.md. */
const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };
const ID = { name: 'id', type: AttributeType.STRING };
const template = (stack: Stack) => stack.resolve((stack as any)._toCloudFormation());
const all = (stack: Stack): [string, any][] => Object.entries<any>(template(stack).Resources);
const ofType = (stack: Stack, type: string): any[] => all(stack).flatMap(([, one]) => (one.Type === type ? [one] : []));

test('the role of a function may do nothing with the key of its environment: Lambda has a grant of its own', () => {
  const stack = newStack();
  new SecureFunction(stack, 'Function', { ...CODE, environment: { TABLE: 'orders' } });
  const [id] = all(stack).find(([, { Type }]) => Type === 'AWS::Lambda::Function')!;
  const [keyId] = all(stack).find(([, { Type }]) => Type === 'AWS::KMS::Key')!;
  expect(ofType(stack, 'AWS::Lambda::Function')[0].Properties.KmsKeyArn).toBeDefined();
  const account = Account.of({ stackName: 'Stack', template: template(stack) });
  for (const action of ['kms:Decrypt', 'kms:Encrypt', 'kms:CreateGrant'])
    expect(account.can({ as: id, action, on: keyId })).not.toBe('allowed');
});

test('without an environment there is no key, so that Inspector can scan the code', () => {
  const stack = newStack();
  new SecureFunction(stack, 'Function', CODE);
  expect(ofType(stack, 'AWS::Lambda::Function')[0].Properties).not.toHaveProperty('KmsKeyArn');
});

test('nobody reserves concurrency unasked, which young accounts have not; queues bound their own', () => {
  const stack = newStack();
  const worker = new SecureFunction(stack, 'Worker', CODE);
  worker.on(Source.queue(new SecureQueue(stack, 'Orders')));
  expect(ofType(stack, 'AWS::Lambda::Function')[0].Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  const [mapping] = ofType(stack, 'AWS::Lambda::EventSourceMapping');
  expect(mapping.Properties.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
});

describe('what holds data', () => {
  const made = (profile: SecurityProfile) => {
    const stack = newStack();
    profile.applyTo(stack);
    new SecureBucket(stack, 'Bucket');
    new SecureTable(stack, 'Table', { partitionKey: ID });
    new SecureSecret(stack, 'Secret');
    new SecureUserPool(stack, 'Pool');
    new SecureQueue(stack, 'Queue');
    KeyRing.of(stack).data();
    return stack;
  };
  const TYPES = /^AWS::(S3::Bucket|DynamoDB::Table|SecretsManager::Secret|Cognito::UserPool|KMS::Key|Logs::LogGroup)$/;
  const kept = (stack: Stack) => all(stack).filter(([, { Type }]) => TYPES.test(Type));

  test('outlives its stack, but not a first deployment that failed: the names are free for the next try', () => {
    const policies = kept(made(SecurityProfile.production())).map(([, one]) => one.DeletionPolicy);
    expect(policies.length).toBeGreaterThan(5);
    expect([...new Set(policies)]).toEqual(['RetainExceptOnCreate']);
  });

  test('is protected from deletion in production only, since a protected one stops the rollback', () => {
    const isProtected = (stack: Stack) => [
      ofType(stack, 'AWS::DynamoDB::Table')[0].Properties.DeletionProtectionEnabled ?? false,
      ofType(stack, 'AWS::Cognito::UserPool')[0].Properties.DeletionProtection ?? 'INACTIVE',
    ];
    expect(isProtected(made(SecurityProfile.production()))).toEqual([true, 'ACTIVE']);
    expect(isProtected(made(SecurityProfile.development({ accounts: [ENV.account] })))).toEqual([false, 'INACTIVE']);
  });
});

test('a mixin makes no log group for a function that runs: Lambda has made it already', () => {
  const stack = newStack({ flags: {} });
  const plain = new Function(stack, 'Plain', CODE);
  const before = all(stack).map(([id]) => id);
  Mixins.of(plain).apply(new SecureFunctionMixin());
  const made = all(stack).flatMap(([id, { Type }]) => (before.includes(id) ? [] : [Type]));
  expect(made).toEqual(['AWS::IAM::Policy']); // to send traces
});

test('execution logs, whose group the service makes without a key, are off', () => {
  const stack = newStack();
  const api = new SecureApi(stack, 'Api');
  api.root.addMethod('GET');
  const [stage] = ofType(stack, 'AWS::ApiGateway::Stage');
  const levels = [stage.Properties.MethodSettings ?? []].flat().map(({ LoggingLevel }: any) => LoggingLevel ?? 'OFF');
  expect([...new Set(levels)]).toEqual(['OFF']);
  expect(ofType(stack, 'AWS::ApiGateway::Account')).toEqual([]);
});

test('services get their access by account and not by the resource that is in the same stack: no circle', () => {
  const stack = newStack();
  AlarmTopic.of(stack).topic();
  FailureQueues.of(stack).queue();
  const statements = ofType(stack, 'AWS::KMS::Key').flatMap(({ Properties }) => Properties.KeyPolicy.Statement);
  const services = statements.filter(({ Principal, Effect }: any) => Effect === 'Allow' && Principal.Service);
  expect(services.length).toBeGreaterThan(2);
  for (const one of services)
    expect(JSON.stringify(one.Condition)).toMatch(/aws:SourceAccount|encryption-?context|EncryptionContext/i);
  expect(JSON.stringify(statements)).not.toMatch(/Fn::GetAtt/);
});

test('alarms go to a topic with a key of the ring, never alias/aws/sns, which lets no service in', () => {
  const stack = newStack();
  AlarmTopic.of(stack).topic();
  const [topic] = ofType(stack, 'AWS::SNS::Topic');
  expect(topic.Properties.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/KeyRing/), 'Arn'] });
});
