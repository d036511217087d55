import { Names } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** 40 characters, begun by a letter, in lower case: what ElastiCache takes for caches, users and groups. */
const LONGEST = 40;

/**
 * A name that no other construct of the app has. ElastiCache makes none, and for an identity of IAM the user's id and name have to
 * be the same ("Authenticating with IAM", ElastiCache user guide).
 */
export function nameOf(construct: IConstruct, purpose: string): string {
  const unique = Names.uniqueResourceName(construct, {
    maxLength: LONGEST - purpose.length - 3,
    separator: '-',
    allowedSpecialCharacters: '-',
  });
  // never two hyphens in a row, nor one at the end
  return `c-${unique}-${purpose}`.toLowerCase().replace(/-+/g, '-').replace(/-$/, '');
}
