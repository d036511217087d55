import type { Resource, Template } from '../core/assembly';
import { Mention, references } from '../core/references';

/** What one resource points at. */
export interface Links {
  readonly resource: Resource;
  /** In its properties. */
  readonly mentions: readonly Mention[];
  readonly dependsOn: readonly string[];
}

const known = new WeakMap<Template, readonly Links[]>();

/** What every resource of a template points at. Metadata is left out: tools put there what they like. */
export function linksOf(template: Template): readonly Links[] {
  const before = known.get(template);
  if (before) return before;
  const links = [...template.resources.values()].map((resource) => ({
    resource,
    mentions: references(resource.raw.Properties),
    dependsOn: asNames(resource.raw.DependsOn),
  }));
  known.set(template, links);
  return links;
}

/** Where a resource points at a name: `Queue.Properties.KmsMasterKeyId`. */
export function placeOf({ logicalId, raw }: Resource, name: string): string {
  const property = Object.keys(raw.Properties ?? {}).find((key) =>
    references(raw.Properties[key]).some((one) => one.name === name),
  );
  return `${logicalId}.${property === undefined ? 'DependsOn' : `Properties.${property}`}`;
}

const asNames = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
