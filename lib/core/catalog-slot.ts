import type { Finding, Rule } from './rule';
import type { Resource } from './assembly';

/** A waiver shipped with the library, for what CDK itself creates and nobody has a handle on. */
export interface KnownException {
  /** The rules it covers. */
  readonly ruleIds: readonly string[];
  readonly reason: string;
  /** Matches by path and content: the same resource with anything else in it is not covered. */
  readonly covers: (resource: Resource, finding: Finding) => boolean;
}

export interface Catalog {
  readonly rules: readonly Rule[];
  readonly exceptions: readonly KnownException[];
}

let filled: Catalog = { rules: [], exceptions: [] };

/** Called once by `catalog.ts`, so that core needs to know no folder. */
export function fillCatalog(catalog: Catalog): void {
  filled = catalog;
}

/** What the gate judges by. Empty: the gate blocks, since it would pass everything. */
export const catalog = (): Catalog => filled;
