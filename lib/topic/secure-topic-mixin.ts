import { CfnResource } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { CfnTopicPolicy, Topic } from 'aws-cdk-lib/aws-sns';
import { IConstruct } from 'constructs';
import { harden, RuleMixin } from '../core/harden';
import { extendPolicy, policiesBeside } from '../policy/policy-beside';
import { TOPIC_RULES } from './rules/index';
import { denyPlainHttp, ownerPublishes } from './topic-actions';

/**
 * Makes the rules hold on a topic that exists already, whoever made it: an L2, an L1, or a generic resource. It denies plain
 * HTTP in the topic's policy, or in a new one, which goes on letting its account's services and identities publish.
 *
 * Whoever relied on plain HTTP is locked out: read the gate's findings first.
 *
 * What it leaves to you: the key, since publishers need permission for it; receivers and their dead-letter queues; and
 * a policy that is about several topics, since SNS takes one topic per policy only. Logical ids and names stay.
 */
export class SecureTopicMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = TOPIC_RULES;

  /** Hardens a topic in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!CfnResource.isCfnResource(construct) || construct.cfnResourceType !== TOPIC) return;
    harden(TOPIC_RULES, construct);
    const deny = denyPlainHttp(construct.ref);
    const policies = policiesBeside(construct, POLICIES);
    if (policies.length > 0) return policies.forEach((policy) => extendPolicy(policy, [deny]));
    const statements = [deny, ownerPublishes(construct, construct.ref)];
    const l2 = construct.node.scope;
    if (l2 instanceof Topic && l2.node.defaultChild === construct) {
      return void statements.forEach((one) => l2.addToResourcePolicy(one));
    }
    new CfnTopicPolicy(construct, 'Policy', {
      topics: [construct.ref],
      policyDocument: new PolicyDocument({ statements }),
    });
  }

  /** Whether the construct is a topic. */
  public override supports(construct: IConstruct): boolean {
    return CfnResource.isCfnResource(construct) && construct.cfnResourceType === TOPIC;
  }
}

const TOPIC = 'AWS::SNS::Topic';
const POLICIES = { 'AWS::SNS::TopicPolicy': 'Topics', 'AWS::SNS::TopicInlinePolicy': 'TopicArn' };
