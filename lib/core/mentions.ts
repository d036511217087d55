import type { Assembly, Resource } from './assembly';
import { resolve } from './intrinsics';

/** Type → the paths of properties that may name another resource. */
export type NamingProperties = Readonly<Record<string, readonly string[]>>;

type Index = ReadonlyMap<Resource, readonly Resource[]>;
const indexes = new WeakMap<Assembly, Map<NamingProperties, Index>>();

/**
 * The resources that mention another one in some branch of one of these properties, whatever the conditions: a short list
 * for a rule to look at closely. Reading every resource of the assembly instead would be slow, and would try the
 * conditions of all of them.
 */
export function mentioning(target: Resource, properties: NamingProperties): readonly Resource[] {
  const { assembly } = target;
  const known = indexes.get(assembly) ?? new Map<NamingProperties, Index>();
  indexes.set(assembly, known);
  let index = known.get(properties);
  if (!index) known.set(properties, (index = assembly.world.aside(() => indexOf(assembly, properties))));
  return index.get(target) ?? [];
}

function indexOf(assembly: Assembly, properties: NamingProperties): Index {
  const index = new Map<Resource, Resource[]>();
  for (const [type, paths] of Object.entries(properties)) {
    const names = new Set(paths.map((path) => path.split('.')[0]));
    for (const resource of assembly.ofType(type)) {
      for (const name of names) {
        const raw = resource.raw.Properties?.[name];
        if (raw === undefined) continue;
        const named = texts(resolve(raw, resource.template)).flatMap((text) => [
          assembly.find(text),
          ...assembly.named(text),
        ]);
        for (const one of new Set([...assembly.mentionedIn(raw, resource.template), ...named])) {
          if (!one) continue;
          const list = index.get(one);
          if (list) list.push(resource);
          else index.set(one, [resource]);
        }
      }
    }
  }
  return index;
}

/** Every text in a value: an ARN may be written out, also inside of JSON text. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
