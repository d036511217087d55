import { IConstruct } from 'constructs';
import { profileOf } from './profile';
import type { Rule } from './rule';

export interface SecurePropsOptions {
  /**
   * Props that exclude or imply each other. When the caller sets one of a group, our defaults for the whole group stand
   * back, since the L2 would throw on the mixture; the gate judges what comes out.
   */
  readonly groups?: readonly (readonly string[])[];
  /** Secure props that no single rule is about. */
  readonly defaults?: object;
}

/**
 * The caller's props over the secure ones. An explicit `undefined` erases nothing, lists append, plain objects merge.
 */
export function secureProps<Props extends object>(
  rules: readonly Rule[],
  scope: IConstruct,
  id: string,
  given: Props | undefined,
  { groups = [], defaults = {} }: SecurePropsOptions = {},
): Props {
  const said = Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined));
  const taken = new Set(groups.filter((group) => group.some((key) => key in said)).flat());
  const profile = profileOf(scope).name;
  const result: Record<string, unknown> = {};
  const context = { scope, id, given: said as Props, profile };
  for (const props of [defaults, ...rules.map(({ secure }) => secure?.props?.(context) ?? {})]) {
    for (const [key, value] of Object.entries(props)) {
      if (value !== undefined && !taken.has(key)) result[key] = merge(result[key], value);
    }
  }
  for (const [key, value] of Object.entries(said)) result[key] = merge(result[key], value);
  return result as Props;
}

function merge(secure: unknown, said: unknown): unknown {
  if (Array.isArray(secure) && Array.isArray(said)) return [...secure, ...said];
  if (isPlain(secure) && isPlain(said)) {
    const kept = Object.entries(said).filter(([, value]) => value !== undefined);
    return { ...secure, ...Object.fromEntries(kept) };
  }
  return said;
}

/** An object literal, of whatever realm or without a prototype: class instances, tokens and constructs are values of their own. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
