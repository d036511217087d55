import { CfnResource, Mixins, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnTopic, CfnTopicPolicy, Topic } from 'aws-cdk-lib/aws-sns';
import { SecureTopicMixin } from '../../lib';
import { blocking, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const template = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const sids = (stack: Stack): string[] =>
  Object.values<any>(template(stack).Resources)
    .filter(({ Type }) => Type === 'AWS::SNS::TopicPolicy')
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement.map(({ Sid }: any) => Sid));
const open = (stack: Stack): string[] => blocking(stack).filter((one) => one.startsWith('TOPIC-02'));

const OWN = { Sid: 'Own', Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sns:Publish' };
const document = (Resource: unknown) => ({ Version: '2012-10-17', Statement: [{ ...OWN, Resource }] });
const generic = (stack: Stack, id: string, type: string, properties: Record<string, any>) =>
  new CfnResource(stack, id, { type, properties });
const NEW = ['AllowPublishThroughSSLOnly', 'OwnerPublishes'];

const MAKERS: Record<string, [(stack: Stack) => unknown, string[]]> = {
  'a plain L2': [(stack) => new Topic(stack, 'Topic'), NEW],
  'an L2 with TLS': [(stack) => new Topic(stack, 'Topic', { enforceSSL: true }), ['AllowPublishThroughSSLOnly']],
  'an L2 with a policy': [
    (stack) => new Topic(stack, 'Topic').grantPublish(new ServicePrincipal('events.amazonaws.com')),
    ['0', 'AllowPublishThroughSSLOnly'],
  ],
  'an L1': [(stack) => new CfnTopic(stack, 'Topic'), NEW],
  'an L1 with a policy': [
    (stack) => {
      const { ref } = new CfnTopic(stack, 'Topic');
      new CfnTopicPolicy(stack, 'Policy', { topics: [ref], policyDocument: document(ref) });
    },
    ['Own', 'AllowPublishThroughSSLOnly'],
  ],
  'a generic resource': [(stack) => generic(stack, 'Topic', 'AWS::SNS::Topic', {}), NEW],
  'a generic resource with a policy': [
    (stack) => {
      const topic = { Ref: 'Topic' };
      generic(stack, 'Topic', 'AWS::SNS::Topic', {});
      generic(stack, 'Policy', 'AWS::SNS::TopicPolicy', { Topics: [topic], PolicyDocument: document(topic) });
    },
    ['Own', 'AllowPublishThroughSSLOnly'],
  ],
};

test.each(Object.entries(MAKERS))('the mixin hardens %s, also when applied twice', (_, [make, expected]) => {
  const stack = newStack();
  make(stack);
  for (let time = 0; time < 2; time++) Mixins.of(stack).apply(new SecureTopicMixin());
  expect(open(stack)).toEqual([]);
  expect(sids(stack)).toEqual(expected);
});

test('a first policy goes on letting in what its account has, and nobody else', () => {
  const stack = newStack();
  const topic = new Topic(stack, 'Topic');
  const metric = new Metric({ namespace: 'N', metricName: 'M' });
  new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(topic));
  Mixins.of(topic).apply(new SecureTopicMixin());
  const account = Account.of({ stackName: 'Stack', template: template(stack) });
  const [on] = account.logicalIds('AWS::SNS::Topic');
  const from = (owner: string | undefined, more: Record<string, string> = {}) =>
    account.can({
      as: { service: 'cloudwatch.amazonaws.com' },
      action: 'sns:Publish',
      on,
      context: { 'aws:PrincipalAccount': undefined, 'aws:SourceOwner': owner, ...more },
    });
  expect(from('111111111111')).toBe('allowed');
  expect(from('222222222222')).not.toBe('allowed');
  expect(from(undefined)).not.toBe('allowed');
  expect(from('111111111111', { 'aws:SecureTransport': 'false' })).toBe('explicitly-denied');
});

test('the mixin touches nothing else', () => {
  const stack = newStack();
  const subscription = generic(stack, 'Sub', 'AWS::SNS::Subscription', { TopicArn: 'x', Protocol: 'http' });
  new SecureTopicMixin().applyTo(subscription);
  expect(new SecureTopicMixin().supports(subscription)).toBe(false);
  expect(sids(stack)).toEqual([]);
});
