import type { Resource } from '../core/assembly';
import { Condition, covers, Statement, statementsOf } from '../core/policy';
import { PARTITION, reference } from '../core/text';

/** The policies that are in force on a bucket under the current choices. */
export const policiesOf = (bucket: Resource): Resource[] =>
  bucket.assembly
    .about(bucket, 'AWS::S3::BucketPolicy')
    .filter((policy) => bucket.assembly.find(policy.get('Bucket'), bucket.type) === bucket);

/** Every statement about a bucket; `undefined` when one of its policies cannot be read here. */
export function bucketStatements(bucket: Resource): readonly Statement[] | undefined {
  const each = policiesOf(bucket).map((policy) => statementsOf(policy));
  return each.every((one) => one !== undefined) ? each.flatMap((one) => one!) : undefined;
}

/** The ARN by which statements name a bucket, whether they do it by reference or by name. */
export const arnOf = (bucket: Resource): string => `arn:aws:s3:::${nameOf(bucket)}`;

function nameOf(bucket: Resource): string {
  const name = bucket.get('BucketName');
  return typeof name === 'string' ? name : reference(bucket.key);
}

/** A pattern with every way of writing the bucket brought to the form of `arnOf`. */
export const named = (pattern: string, bucket: Resource): string =>
  pattern
    .split(reference(bucket.key, 'Arn'))
    .join(arnOf(bucket))
    .split(reference(bucket.key))
    .join(nameOf(bucket))
    .split(PARTITION)
    .join('aws')
    .replace(/^arn:aws[^:]*:s3:::/, 'arn:aws:s3:::');

/** Stands for every key or action: only a star covers it, while `?` would cover the sign `*`. */
const ANY = '⟨any⟩';

interface Refused {
  readonly action: string;
  /** Where: both have to be covered. */
  readonly targets: readonly ('bucket' | 'objects')[];
  /** Whether a condition is met by every request that is to be refused. */
  readonly meets: (condition: Condition) => boolean;
}

/** Whether statements refuse a kind of request to everybody. A condition more, and somebody gets through. */
export function refuses(
  statements: readonly Statement[],
  bucket: Resource,
  { action, targets, meets }: Refused,
): boolean {
  const denials = statements.filter(
    ({ effect, principals, actions, conditions }) =>
      effect === 'Deny' &&
      principals?.some(({ kind, value }) => kind === 'any' && value === '*') &&
      covers(actions, action.replace('*', ANY)) &&
      conditions.every(meets),
  );
  return targets.every((target) => {
    const text = target === 'bucket' ? arnOf(bucket) : `${arnOf(bucket)}/${ANY}`;
    return denials.some(({ resources }) =>
      covers(
        resources?.map((one) => named(one, bucket)),
        text,
      ),
    );
  });
}
