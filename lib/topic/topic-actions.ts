import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/** "Valid Amazon SNS policy actions", SNS developer guide: a topic's policy takes no others, and no wildcard. */
const TOPIC_ACTIONS = [
  'sns:AddPermission',
  'sns:DeleteTopic',
  'sns:GetDataProtectionPolicy',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sns:ListTagsForResource',
  'sns:Publish',
  'sns:PutDataProtectionPolicy',
  'sns:RemovePermission',
  'sns:SetTopicAttributes',
  'sns:Subscribe',
];

/** Holds whatever is allowed later: no identity of another account gets in. Services carry no account of their own. */
export const ownerOnly = (scope: IConstruct, topicArn: string, trusted: readonly string[] = []): PolicyStatement => {
  const { account } = Stack.of(scope);
  return new PolicyStatement({
    sid: 'OwnerOnly',
    effect: Effect.DENY,
    principals: [new StarPrincipal()],
    actions: TOPIC_ACTIONS,
    resources: [topicArn],
    conditions: {
      StringNotEquals: { 'aws:PrincipalAccount': trusted.length > 0 ? [account, ...trusted] : account },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
};

/** What CDK's `enforceSSL` writes, to the id. */
export const denyPlainHttp = (topicArn: string): PolicyStatement =>
  new PolicyStatement({
    sid: 'AllowPublishThroughSSLOnly',
    effect: Effect.DENY,
    principals: [new StarPrincipal()],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  });

/** The part of SNS' own policy that others rely on: a first policy of one's own takes its place. */
export const ownerPublishes = (scope: IConstruct, topicArn: string): PolicyStatement =>
  new PolicyStatement({
    sid: 'OwnerPublishes',
    effect: Effect.ALLOW,
    principals: [new StarPrincipal()],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: { StringEquals: { 'aws:SourceOwner': Stack.of(scope).account } },
  });
