import { Names, Token } from 'aws-cdk-lib';
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

/** "ServerlessCacheName" is kept in small letters, while tokens are signed for the name as it was written. */
export function checkName(path: string, name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name)) return;
  if (name.length <= LONGEST && /^[a-z](-?[a-z0-9])*$/.test(name)) return;
  throw new Error(
    `expected cacheName of '${path}' to be up to ${LONGEST} small letters, digits and single hyphens, begun by a letter, got '${name}'; ` +
      'leave it out, or set what ElastiCache takes',
  );
}
