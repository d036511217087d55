import { isPresent } from './compare';
import { fail, Judgement, PASS, unknown } from './rule';
import type { Resource } from './assembly';
import { isUnknown, readable } from './text';

const TAG = 'data-class';

/** The class of data a resource states in its tag; what it does not state is not guessed. */
export function statedClass(resource: Resource): unknown {
  const tags: unknown = resource.get('Tags');
  if (isUnknown(tags)) return tags;
  const list: any[] = [tags ?? []].flat();
  return list.find((one) => one?.Key === TAG)?.Value;
}

/** Whether what states personal or secret data is encrypted with a key of one's own. */
export function keyFitsStatedClass(resource: Resource, path: string): Judgement {
  const stated = statedClass(resource);
  if (stated === undefined || stated === 'internal') return PASS;
  const key: unknown = resource.get(path);
  const at = `Properties.${path}`;
  if (isPresent(key) && !/alias\/aws\//.test(String(key))) return PASS;
  if (isUnknown(stated)) return unknown('a data class only known at deployment', at);
  return fail(`${isPresent(key) ? readable(key) : 'no key'} for data of class ${readable(stated)}`, at);
}
