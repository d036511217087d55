import { Resource } from '../core/assembly';
import { resolve } from '../core/intrinsics';
import { isUnknown } from '../core/text';
import { itemsOf } from './settings';

/** A part of a resource that is read no further than asked: the parameters of its environment are none of a rule's choices. */
export interface Part {
  get(path: string): any;
  /** The items of a list; undefined when it, or one of them, is only known at deployment. */
  items(path: string): readonly Part[] | undefined;
}

export function partOf(resource: Resource): Part {
  return {
    get: (path) => resource.get(path),
    items: (path) => {
      const raw = rawAt(resource.raw.Properties, path);
      return typeof raw === 'object' ? lazily(resource, [raw].flat()) : eagerly(resource.get(path));
    },
  };
}

function lazily(resource: Resource, list: readonly unknown[]): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (const one of list) {
    if (isPlain(one)) {
      const { template, logicalId, type } = resource;
      parts.push(partOf(new Resource(template, logicalId, { Type: type, Properties: one })));
      continue;
    }
    const value: unknown = resolve(one, resource.template);
    if (isUnknown(value)) return undefined;
    if (value !== undefined) parts.push(known(value));
  }
  return parts;
}

const eagerly = (value: unknown): readonly Part[] | undefined => {
  const items = itemsOf(value);
  return items?.some((one) => isUnknown(one)) ? undefined : items?.map(known);
};

/** What was resolved is not resolved again: its placeholders would be taken for literals. */
function known(value: any): Part {
  const get = (path: string): any =>
    path.split('.').reduce((one, key) => (isUnknown(one) || one === undefined || one === null ? one : one[key]), value);
  return { get, items: (path) => eagerly(get(path)) };
}

/** The value as it is written, unless something has to be resolved on the way to it. */
export function rawAt(properties: any, path: string): unknown {
  let value = properties;
  for (const key of path.split('.')) {
    if (!isPlain(value)) return undefined;
    value = value[key];
  }
  return isPlain(value) || Array.isArray(value) ? value : undefined;
}

function isPlain(value: any): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}
