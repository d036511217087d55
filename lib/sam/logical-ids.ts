import { createHash } from 'crypto';
import { isMap } from './intrinsic-shapes';

/** The ten digits SAM puts behind a logical id that hangs on a value; none for nothing. */
export function digest(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : inOrder(value);
  return text === '' ? '' : createHash('sha1').update(text).digest('hex').slice(0, 10);
}

/** JSON with sorted keys, so that the order in a file does not matter. */
export function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  if (!isMap(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${inOrder(value[key])}`);
  return `{${entries.join(',')}}`;
}

const isAlphanumeric = (text: string): boolean => /^[\p{L}\p{N}]+$/u.test(text);

/** `ApiProdStage`; a name that cannot stand in a logical id is digested: `ApiStage1a2b3c4d5e`. */
export const withName = (before: string, name: string, after: string): string =>
  isAlphanumeric(name) ? `${before}${name}${after}` : `${before}${after}${digest(name)}`;

/** `GetPermissionProd`, with the name behind. */
export const endingIn = (before: string, name: string): string =>
  isAlphanumeric(name) ? `${before}${name}` : `${before}${digest(name)}`;
