import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnEventSourceMapping, EventSourceMapping, EventSourceMappingOptions } from 'aws-cdk-lib/aws-lambda';
import { KeyRing } from '../key/key-ring';
import { SourceTarget } from './source-target';

/** What every source that Lambda polls can be told. */
export interface PolledOptions {
  readonly batchSize?: number;
  readonly maxBatchingWindow?: Duration;
  readonly filters?: { [key: string]: any }[];
  readonly enabled?: boolean;
}

/**
 * The mapping, below the function. Filters are encrypted as the environment is: what a filter says is configuration, and may
 * name customers.
 */
export function addMapping({ fn }: SourceTarget, id: string, options: EventSourceMappingOptions): EventSourceMapping {
  const mapping = new EventSourceMapping(fn, id, { ...options, target: fn, reportBatchItemFailures: true });
  const key = options.filters?.length ? KeyRing.of(fn).operations() : undefined;
  if (key) {
    (mapping.node.defaultChild as CfnEventSourceMapping).kmsKeyArn = key.keyArn;
    key.addToResourcePolicy(decryptFilters(fn));
  }
  return mapping;
}

/**
 * "Encryption of filter criteria", Lambda developer guide. The ARN of the mapping itself, or of the function, would be a circle:
 * the key names the mappings of the account.
 */
function decryptFilters(scope: SourceTarget['fn']): PolicyStatement {
  const { account, partition, region } = Stack.of(scope);
  return new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(`lambda.${region}.amazonaws.com`)],
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': `arn:${partition}:lambda:${region}:${account}:event-source-mapping:*` } },
  });
}

/** The key, in the hands of the service that it is for. */
export const decryptThrough = (service: string, region: string, key: IKey | undefined): PolicyStatement[] =>
  key
    ? [
        new PolicyStatement({
          actions: ['kms:Decrypt'],
          resources: [key.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
        }),
      ]
    : [];

/** "The maximum is 10,000 … If you set BatchSize above 10, set MaximumBatchingWindowInSeconds to at least 1", Lambda API reference. */
export function checkBatch(what: string, { batchSize }: PolledOptions, most: number, fix: string): void {
  if (batchSize === undefined || Token.isUnresolved(batchSize)) return;
  if (Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= most) return;
  throw new Error(`expected batchSize of ${what} to be a whole number from 1 to ${most}, got ${batchSize}; ${fix}`);
}
