import { catalog } from './catalog-slot';

/** What brings about a resource that stands in no template as it will be deployed. */
export interface Origin {
  /** The resource that the template has. */
  readonly logicalId: string;
  /** What in it brings this one about: `Properties.Events.Get`. */
  readonly at?: string;
}

/** A template as a transform leaves it. */
export interface Expansion {
  readonly body: any;
  /** Of every resource that the source does not have, unless nothing in it stands for it. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Resources that many others bring about together: nothing in the source stands for them. */
  readonly implicit: ReadonlySet<string>;
  /** What nobody here knows the outcome of, in plain words: it was not judged. */
  readonly unexpanded: readonly string[];
  /** Logical ids of stacks whose template is not in this one: seen only where it is at hand. */
  readonly nested: ReadonlySet<string>;
}

/** Writes out what a transform adds; `undefined` for a template that it leaves alone. Pure, and never throws. */
export type Expander = (body: any) => Expansion | undefined;

const NOTHING_ADDED = { origins: new Map(), implicit: new Set<string>(), unexpanded: [], nested: new Set<string>() };

export const expansionOf = (body: any): Expansion => catalog().expand?.(body) ?? { ...NOTHING_ADDED, body };
