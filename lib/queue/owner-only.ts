import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IQueue } from 'aws-cdk-lib/aws-sqs';

/** Holds whatever is allowed later: no identity of another account gets in. Services carry no account of their own. */
export const ownerOnly = (queue: IQueue, trusted: readonly string[] = []): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['sqs:*'],
    resources: [queue.queueArn],
    conditions: {
      StringNotEquals: {
        'aws:PrincipalAccount': trusted.length > 0 ? [Stack.of(queue).account, ...trusted] : Stack.of(queue).account,
      },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
