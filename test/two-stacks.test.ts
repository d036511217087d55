import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { FailureQueues, KeyRing, SecureBucket, SecureFunction, SecurityGate } from '../lib';
import { RECOMMENDED_FLAGS } from './support/flags';
import { ENV } from './support/judging';
import { Account } from './support/template-access';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

/** Data in one stack, code in another, with everything encrypted by the data stack's key: where CDK's own grants close circles. */
function build(flags: Record<string, unknown>): App {
  const app = new App({ context: flags });
  SecurityGate.enforce(app);
  const data = new Stack(app, 'Data', { env: ENV });
  const encryptionMasterKey = KeyRing.of(data).data();
  const uploaded = new Queue(data, 'Uploaded', {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey,
    enforceSSL: true,
    visibilityTimeout: Duration.minutes(1),
    deadLetterQueue: { queue: FailureQueues.of(data).queue(), maxReceiveCount: 3 },
  });
  const uploads = new SecureBucket(data, 'Uploads');
  uploads.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(uploaded));
  const secret = new Secret(data, 'Secret', { encryptionKey: encryptionMasterKey });

  const compute = new Stack(app, 'Compute', { env: ENV });
  const worker = new SecureFunction(compute, 'Worker', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => 1;'),
    secrets: { PARTNER: secret },
  });
  worker.addEventSource(new SqsEventSource(uploaded, { reportBatchItemFailures: true, maxConcurrency: 5 }));
  uploads.grantRead(worker);
  return app;
}

test.each([
  ['no flags', {}],
  ['recommended flags', RECOMMENDED_FLAGS],
])('a secret, a notification and an encrypted queue across two stacks: %s', (_, flags) => {
  const app = build(flags);
  const blocking = SecurityGate.findingsOf(app).filter(({ status }) => status === 'blocking');
  expect(blocking.map(({ message, path }) => `${path} ${message}`)).toEqual([]);
});

test('and the worker may do its work, on these and nothing else', () => {
  const assembly = build({}).synth();
  const account = Account.of(...assembly.stacks.map(({ stackName, template }) => ({ stackName, template })));
  const [as] = account.logicalIds('AWS::Lambda::Function', 'Worker');
  const [queue] = account.logicalIds('AWS::SQS::Queue', 'Uploaded');
  const [bucket] = account.logicalIds('AWS::S3::Bucket', 'Uploads');
  const [secret] = account.logicalIds('AWS::SecretsManager::Secret');
  const [key] = account.logicalIds('AWS::KMS::Key', 'SecureKeyRingData');
  const via = (service: string) => ({ 'kms:ViaService': `${service}.us-east-1.amazonaws.com` });
  const may = (action: string, on: string, context = {}, path?: string) =>
    account.can({ as, action, on, context, path }) === 'allowed';
  expect(may('sqs:ReceiveMessage', queue)).toBe(true);
  expect(may('s3:GetObject', bucket, {}, 'a')).toBe(true);
  expect(may('secretsmanager:GetSecretValue', secret)).toBe(true);
  expect(may('kms:Decrypt', key, via('s3'))).toBe(true);
  expect(may('kms:Decrypt', key, via('secretsmanager'))).toBe(true);
  expect(may('sqs:SendMessage', queue)).toBe(false);
  expect(may('s3:PutObject', bucket, {}, 'a')).toBe(false);
  expect(may('secretsmanager:PutSecretValue', secret)).toBe(false);
  expect(may('kms:Encrypt', key, via('s3'))).toBe(false);
});
