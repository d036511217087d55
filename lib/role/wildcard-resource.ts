import { PLACEHOLDER } from '../core/text';

/** In these services the resource part of an ARN begins with the resource's name, not with its type. */
const NAMED_FIRST: ReadonlySet<string> = new Set([
  's3',
  's3express',
  'sns',
  'sqs',
  'execute-api',
  'codecommit',
  'codepipeline',
]);
/** Auto Scaling puts an id that nobody chooses before the name: `autoScalingGroup:*:autoScalingGroupName/orders`. */
const TYPE = /^\/?[a-z][a-zA-Z-]*[:/](?:[^:/]*:[a-zA-Z]+Name\/)?/;
/** What has a type in S3 has an account, too; buckets have neither. */
const TYPE_IN_S3 = /^(accesspoint|bucket)\//;

/**
 * Whether a resource element names nothing: `*`, `arn:aws:dynamodb:*:*:table/*`, `secret:*-??????`. A name whose first wildcard
 * comes after a letter or digit of it (`bucket/*`, `log-group:name:*`, `orders-*`) names something. Placeholders are names.
 */
export function namesNothing(resource: string): boolean {
  if (/^[a-z]*[*?]/i.test(resource)) return true;
  // a digit, since no type begins with one
  const text = resource.replace(PLACEHOLDER, '0');
  const [scheme, , service, , account, ...rest] = text.split(':');
  if (scheme !== 'arn') return false;
  // IAM lets a wildcard stand for several parts of an ARN: `arn:aws:s3:*`
  if (rest.length === 0) return /[*?]/.test(text);
  const path = rest.join(':');
  if (NAMED_FIRST.has(service)) return !isNamed(account === '' ? path : path.replace(TYPE_IN_S3, ''));
  // a wildcard in the type covers whatever begins so: `table*`
  return /^\/?[a-z-]*[*?]/i.test(path) || !isNamed(path.replace(TYPE, ''));
}

/** Whether a letter or digit stands before the first wildcard, if there is one. */
export function isNamed(name: string): boolean {
  const text = name.replace(PLACEHOLDER, '0');
  return /[*?]/.test(text) ? /^[^*?]*[\p{L}\d]/u.test(text) : /[^:/]/.test(text);
}
