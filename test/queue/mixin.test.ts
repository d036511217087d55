import { CfnParameter, CfnResource, Mixins, PropertyInjectors, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnQueue, CfnQueuePolicy, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { SecureQueueBlueprint, SecureQueueMixin } from '../../lib';
import { blocking, newStack } from '../support/judging';

const resources = (stack: Stack, type: string): any[] =>
  Object.values<any>(stack.resolve((stack as any)._toCloudFormation()).Resources).filter(({ Type }) => Type === type);
const policies = (stack: Stack): any[] =>
  resources(stack, 'AWS::SQS::QueuePolicy').map(({ Properties }) => Properties.PolicyDocument.Statement);
const left = (stack: Stack): string[] =>
  blocking(stack)
    .map((one) => one.split(' ')[0])
    .filter((id) => ['QUEUE-01', 'QUEUE-02'].includes(id));

const OWN = { Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sqs:SendMessage', Resource: '*' };
const document = (Statement: unknown = [OWN]) => ({ Version: '2012-10-17', Statement });
const generic = (stack: Stack, id: string, type: string, properties: object) =>
  new CfnResource(stack, id, { type, properties: properties as Record<string, any> });
const bare = (stack: Stack) => generic(stack, 'Queue', 'AWS::SQS::Queue', { SqsManagedSseEnabled: false });
const REF = { Ref: 'Queue' };

/** Queues as other people make them, and how many statements their policy has afterwards. */
const MAKERS: Record<string, [(stack: Stack) => unknown, number]> = {
  'a plain L2': [(stack) => new Queue(stack, 'Queue'), 1],
  'an L2 without encryption': [(stack) => new Queue(stack, 'Queue', { encryption: QueueEncryption.UNENCRYPTED }), 1],
  'an L2 with a policy': [
    (stack) =>
      new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS_MANAGED }).addToResourcePolicy(
        new PolicyStatement({
          principals: [new AccountPrincipal('111111111111')],
          actions: ['sqs:SendMessage'],
          resources: ['*'],
        }),
      ),
    2,
  ],
  'an L1': [(stack) => new CfnQueue(stack, 'Queue', { sqsManagedSseEnabled: false }), 1],
  'an L1 with an L1 policy': [
    (stack) =>
      new CfnQueuePolicy(stack, 'Policy', {
        queues: [new CfnQueue(stack, 'Queue').ref],
        policyDocument: document(),
      }),
    2,
  ],
  'an L1 with a policy document of CDK': [
    (stack) =>
      new CfnQueuePolicy(stack, 'Policy', {
        queues: [new CfnQueue(stack, 'Queue').ref],
        policyDocument: new PolicyDocument({ statements: [PolicyStatement.fromJson(OWN)] }),
      }),
    2,
  ],
  'a generic resource': [bare, 1],
  'a generic resource with a generic policy': [
    (stack) => {
      bare(stack);
      generic(stack, 'Policy', 'AWS::SQS::QueuePolicy', { Queues: [REF], PolicyDocument: document(OWN) });
    },
    2,
  ],
};

test.each(Object.entries(MAKERS))('the mixin hardens %s, also when applied twice', (_, [make, statements]) => {
  const stack = newStack();
  make(stack);
  Mixins.of(stack).apply(new SecureQueueMixin());
  Mixins.of(stack).apply(new SecureQueueMixin());
  expect(left(stack)).toEqual([]);
  expect(policies(stack).map(({ length }) => length)).toEqual([statements]);
  const [{ Properties }] = resources(stack, 'AWS::SQS::Queue');
  expect(Properties.KmsMasterKeyId === undefined).toBe(Properties.SqsManagedSseEnabled === true);
});

test('a policy about two queues gets one statement for both', () => {
  const stack = newStack();
  const [one, two] = ['One', 'Two'].map((id) => new CfnQueue(stack, id));
  new CfnQueuePolicy(stack, 'Policy', { queues: [one.ref, two.ref], policyDocument: document() });
  Mixins.of(stack).apply(new SecureQueueMixin());
  expect(left(stack)).toEqual([]);
  expect(policies(stack).map(({ length }) => length)).toEqual([2]);
});

test('what cannot be read is left alone, and stays a finding', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'P');
  bare(stack);
  generic(stack, 'Policy', 'AWS::SQS::QueuePolicy', { Queues: [REF], PolicyDocument: parameter.value });
  Mixins.of(stack).apply(new SecureQueueMixin());
  expect(resources(stack, 'AWS::SQS::QueuePolicy')[0].Properties.PolicyDocument).toEqual({ Ref: 'P' });
});

test('the mixin touches nothing else', () => {
  const stack = newStack();
  const other = generic(stack, 'Topic', 'AWS::SNS::Topic', {});
  new SecureQueueMixin().applyTo(other);
  expect(resources(stack, 'AWS::SQS::QueuePolicy')).toEqual([]);
});

describe('the blueprint', () => {
  const withBlueprint = (): Stack => {
    const stack = newStack();
    PropertyInjectors.of(stack).add(new SecureQueueBlueprint());
    return stack;
  };
  test('states the encryption, and nothing else', () => {
    const [plain, stack] = [newStack(), withBlueprint()];
    for (const one of [plain, stack]) new Queue(one, 'Queue');
    const [[before], [after]] = [plain, stack].map((one) => resources(one, 'AWS::SQS::Queue'));
    expect(after).toEqual({ ...before, Properties: { SqsManagedSseEnabled: true } });
    expect(policies(stack)).toEqual([]);
  });
  test('keeps what is given', () => {
    const stack = withBlueprint();
    new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS_MANAGED });
    expect(resources(stack, 'AWS::SQS::Queue')[0].Properties).toEqual({ KmsMasterKeyId: 'alias/aws/sqs' });
  });
});
