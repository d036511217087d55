import type { Resource } from '../core/assembly';
import { Judgement, unknown, worstOfAll } from '../core/rule';
import { isUnknown } from '../core/text';

export const TABLE = 'AWS::DynamoDB::Table';
export const GLOBAL_TABLE = 'AWS::DynamoDB::GlobalTable';

/** A table in one region: the whole of a Table, or one replica of a GlobalTable. */
export interface Copy {
  readonly get: (path: string) => any;
  /** Where a property stands, for findings. */
  readonly at: (path: string) => string;
}

/** Judges a table in every region it has; `unknown` when only the deployment knows which these are. */
export function inEveryRegion(table: Resource, judge: (copy: Copy) => Judgement): Judgement {
  const copies = copiesOf(table);
  return copies ? worstOfAll(copies.map(judge)) : unknown('replicas only known at deployment', 'Properties.Replicas');
}

/** `undefined`: only the deployment knows them. */
export function copiesOf(table: Resource): readonly Copy[] | undefined {
  if (table.type !== GLOBAL_TABLE) return [copyAt(table, '')];
  const replicas = table.get('Replicas');
  if (isUnknown(replicas)) return undefined;
  // a global table without replicas says nothing, which is no reason to let it pass
  const count = Array.isArray(replicas) ? Math.max(replicas.length, 1) : 1;
  return Array.from({ length: count }, (_, index) => copyAt(table, `Replicas.${index}.`));
}

const copyAt = (table: Resource, prefix: string): Copy => ({
  get: (path) => table.get(`${prefix}${path}`),
  at: (path) => `Properties.${prefix}${path}`,
});

/** A tag's value; `undefined` when the copy has none, and what cannot be read when the list of tags cannot. */
export function tagOf(copy: Copy, key: string): unknown {
  const tags = copy.get('Tags');
  if (!Array.isArray(tags)) return tags;
  return tags.find((one) => one?.Key === key)?.Value;
}
