import type { Finding, Rule } from './rule';
import type { Resource } from './assembly';
import type { Expander } from './expansion';

/**
 * Waivers shipped with the library, for what CDK itself creates and nobody has a handle on. Gives the reason where it
 * covers a finding. Matches by path and content: the same resource with anything else in it is not covered.
 */
export type KnownExceptions = (resource: Resource, finding: Finding) => string | undefined;

export interface Catalog {
  readonly rules: readonly Rule[];
  readonly exceptions: KnownExceptions;
  /** Writes out what a transform adds to a template, so that it is judged too. */
  readonly expand?: Expander;
}

let filled: Catalog = { rules: [], exceptions: () => undefined };

/** Called once by `catalog.ts`, so that core needs to know no folder. */
export function fillCatalog(catalog: Catalog): void {
  filled = catalog;
}

/** What the gate judges by. Empty: the gate blocks, since it would pass everything. */
export const catalog = (): Catalog => filled;
