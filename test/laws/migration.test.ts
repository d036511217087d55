import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, BucketProps } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ALL_RULES } from '../../lib/catalog';
import { Rule } from '../../lib/core/rule';
import { STATEFUL } from '../../lib/core/subjects';
import {
  SecureBucketBlueprint,
  SecureBucketMixin,
  SecureFunctionBlueprint,
  SecureFunctionMixin,
  SecureQueueBlueprint,
  SecureQueueMixin,
  SecureTopicMixin,
} from '../../lib';
import { ENV } from '../support/judging';

/** "Update requires: Replacement" in the CloudFormation reference of each type that hardening reaches. */
const CREATE_ONLY: Record<string, string[]> = {
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled', 'BucketNamespace', 'BucketNamePrefix'],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType', 'TenancyConfig', 'DurableConfig'],
  'AWS::IAM::Role': ['RoleName', 'Path'],
  'AWS::IAM::Policy': [],
  'AWS::S3::BucketPolicy': ['Bucket'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::SQS::QueuePolicy': [],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::SNS::TopicPolicy': [],
};
/** What hardening may add beside the resources that are there. */
const MAY_ADD = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::IAM::Policy'];

type Resources = Record<string, any>;
const reached = (reach: 'mixin' | 'blueprint'): Rule[] => ALL_RULES.filter(({ reaches }) => reaches.includes(reach));

/** A running system: buckets with data, functions with callers, queues and topics, made by plain L2s and L1s. */
function running(harden: 'not' | 'blueprint' | 'mixin'): Resources {
  const app = new App();
  const stack = new Stack(app, 'Running', {
    env: ENV,
    propertyInjectors:
      harden === 'blueprint'
        ? [new SecureBucketBlueprint(), new SecureFunctionBlueprint(), new SecureQueueBlueprint()]
        : [],
  });
  const buckets: Record<string, BucketProps> = {
    Bare: {},
    Named: { bucketName: 'invoices-of-the-team' },
    Versioned: {
      versioned: true,
      lifecycleRules: [
        {
          prefix: 'tmp/',
          noncurrentVersionsToRetain: 3,
          abortIncompleteMultipartUploadAfter: undefined,
          expiredObjectDeleteMarker: true,
        },
      ],
    },
  };
  for (const [id, props] of Object.entries(buckets)) new Bucket(stack, id, props);
  new CfnResource(stack, 'Generic', { type: 'AWS::S3::Bucket', properties: { BucketName: 'generic' } });
  const code = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('x') };
  new Function(stack, 'Function', code);
  new Function(stack, 'NamedFunction', { ...code, functionName: 'worker' });
  new Queue(stack, 'Queue');
  new Queue(stack, 'NamedQueue', { queueName: 'jobs.fifo', enforceSSL: true });
  new Topic(stack, 'Topic', { fifo: true });
  new CfnResource(stack, 'GenericTopic', { type: 'AWS::SNS::Topic', properties: { TopicName: 'generic' } });
  if (harden === 'mixin') {
    stack.with(new SecureBucketMixin(), new SecureFunctionMixin(), new SecureQueueMixin(), new SecureTopicMixin());
  }
  return app.synth().getStackByName('Running').template.Resources;
}

describe.each(['blueprint', 'mixin'] as const)('a %s on a running system', (way) => {
  const [before, after] = [running('not'), running(way)];

  test('changes something', () => expect(after).not.toEqual(before));
  test('keeps every logical id and its type', () => {
    const types = (all: Resources) => Object.entries(all).map(([id, { Type }]) => `${id} ${Type}`);
    expect(types(before).filter((one) => !types(after).includes(one))).toEqual([]);
    const added = Object.keys(after).filter((id) => !(id in before));
    expect(added.filter((id) => !MAY_ADD.includes(after[id].Type))).toEqual([]);
  });
  test('changes no create-only property', () => {
    const changed = Object.keys(before).flatMap((id) => {
      const { Type, Properties = {} } = before[id];
      expect(CREATE_ONLY[Type]).toBeDefined();
      const differs = (key: string) => JSON.stringify(Properties[key]) !== JSON.stringify(after[id].Properties?.[key]);
      return CREATE_ONLY[Type].filter(differs).map((key) => `${id}.${key}`);
    });
    expect(changed).toEqual([]);
  });
  test('so no rule it makes hold may say that it replaces, or needs a person', () => {
    expect(reached(way).filter(({ migration }) => migration === 'replaces' || migration === 'manual')).toEqual([]);
  });
});

test('a blueprint makes no rule hold that breaks callers', () => {
  expect(reached('blueprint').filter(({ migration }) => migration === 'breaks-callers')).toEqual([]);
});

test('no rule replaces what holds data', () => {
  const replacing = ALL_RULES.filter(({ migration }) => migration === 'replaces');
  expect(replacing.filter(({ types }) => types.some((type) => STATEFUL.has(type)))).toEqual([]);
});
