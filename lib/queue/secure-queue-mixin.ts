import { CfnResource } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnQueuePolicy, Queue } from 'aws-cdk-lib/aws-sqs';
import { IConstruct } from 'constructs';
import { harden, RuleMixin } from '../core/harden';
import { extendPolicy, policiesBeside, propertyOf } from '../policy/policy-beside';
import { QUEUE_RULES } from './rules/index';

/**
 * Makes the rules hold on a queue that exists already, whoever made it: an L2, an L1, or a generic resource. It switches on
 * SQS' own encryption where there is no key, and denies plain HTTP in the queue's policy, or in a new one.
 *
 * Whoever relied on plain HTTP is locked out: read the gate's findings first.
 *
 * What it leaves to you: the key, dead-letter queues and retention, since producers and consumers have to follow. Logical
 * ids and names stay.
 */
export class SecureQueueMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = QUEUE_RULES;

  /** Hardens a queue in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!CfnResource.isCfnResource(construct) || !this.supports(construct)) return;
    // SQS takes one kind of encryption only
    const hasKey = propertyOf(construct, 'KmsMasterKeyId') !== undefined;
    harden(hasKey ? QUEUE_RULES.filter(({ id }) => id !== 'QUEUE-01') : QUEUE_RULES, construct);
    denyPlainHttp(construct);
  }
}

const POLICIES = { 'AWS::SQS::QueuePolicy': 'Queues', 'AWS::SQS::QueueInlinePolicy': 'Queue' };

function denyPlainHttp(queue: CfnResource): void {
  const deny = new PolicyStatement({
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['sqs:*'],
    // a policy may be about several queues
    resources: ['*'],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  const policies = policiesBeside(queue, POLICIES);
  if (policies.length > 0) return policies.forEach((policy) => extendPolicy(policy, [deny]));
  const l2 = queue.node.scope;
  if (l2 instanceof Queue && l2.node.defaultChild === queue) return void l2.addToResourcePolicy(deny);
  new CfnQueuePolicy(queue, 'Policy', {
    queues: [queue.ref],
    policyDocument: new PolicyDocument({ statements: [deny] }),
  });
}
