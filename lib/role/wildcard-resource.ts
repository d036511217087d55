import { splitText } from '../core/text';

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
/** Types of what lies inside of something that has a name: without that name, they name nothing either. */
const PARTS = /(?<=[:/])(index|stream|log-stream|export|backup)(?=[:/]|$)/g;

/**
 * Whether a resource element names nothing: `*`, `arn:aws:dynamodb:*:*:table/*`. A name with a wildcard behind it
 * (`bucket/*`, `log-group:name:*`, `parameter/app/*`) names something. Placeholders are names.
 */
export function namesNothing(resource: string): boolean {
  if (/^[a-z]*[*?]/i.test(resource)) return true;
  const parts = splitText(resource, ':');
  if (parts[0] !== 'arn') return false;
  // IAM lets a wildcard end an ARN early: `arn:aws:s3:*`
  if (parts.length < 6) return /[*?]$/.test(resource);
  const name = parts.slice(5).join(':');
  if (/^[*?:/]*$/.test(name)) return true;
  if (NAMED_FIRST.has(parts[2])) return /^[*?]+\//.test(name);
  // a wildcard in the type covers whatever begins so: `table*`
  return /^\/?[a-z-]*[*?]/i.test(name) || /^\/?[a-z][a-zA-Z-]*[:/][*?:/]*$/.test(name.replace(PARTS, ''));
}
