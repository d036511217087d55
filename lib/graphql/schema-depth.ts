import type { Schema } from './schema-text';

/** A type that a query can come back to, so that it can be nested without an end; `undefined`: the schema itself is the limit. */
export function recursiveType({ types, unions }: Schema): string | undefined {
  const next = (name: string): readonly string[] =>
    unions.get(name) ?? (types.get(name)?.fields ?? []).map(({ type }) => type);
  const state = new Map<string, 'open' | 'done'>();
  for (const start of types.keys()) {
    if (state.has(start)) continue;
    // by hand, since schemas may be nested deeper than calls
    const path: [string, readonly string[]][] = [[start, next(start)]];
    state.set(start, 'open');
    const position = [0];
    while (path.length > 0) {
      const [name, following] = path[path.length - 1];
      const index = position[position.length - 1]++;
      if (index >= following.length) {
        state.set(name, 'done');
        path.pop();
        position.pop();
        continue;
      }
      const target = following[index];
      if (state.get(target) === 'open') return target;
      if (state.has(target) || (!types.has(target) && !unions.has(target))) continue;
      state.set(target, 'open');
      path.push([target, next(target)]);
      position.push(0);
    }
  }
  return undefined;
}
