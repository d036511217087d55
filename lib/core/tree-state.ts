import { IConstruct } from 'constructs';

/**
 * Versioned, and registered globally: two copies of this library in one app must see each other's state.
 * Only plain data goes in, since the other copy's classes are not ours.
 */
const STATE = Symbol.for('cdk-secure-serverless/v1');

export interface TreeState {
  get<T>(key: string): T | undefined;
  set<T>(key: string, value: T): void;
  /** The list under a key, created on first use. */
  list<T>(key: string): T[];
}

/** Reads one value, for walks over the whole tree. */
export const readState = <T>(node: IConstruct, key: string): T | undefined =>
  (node as unknown as Record<symbol, Record<string, unknown> | undefined>)[STATE]?.[key] as T | undefined;

/** The library's own state on one node of the construct tree. */
export function stateOf(node: IConstruct): TreeState {
  const holder = node as unknown as Record<symbol, Record<string, unknown> | undefined>;
  const read = () => holder[STATE];
  const write = () => {
    if (!holder[STATE]) Object.defineProperty(node, STATE, { value: {}, enumerable: false });
    return holder[STATE]!;
  };
  return {
    get: <T>(key: string) => read()?.[key] as T | undefined,
    set: (key, value) => void (write()[key] = value),
    list: <T>(key: string) => (write()[key] ??= []) as T[],
  };
}
