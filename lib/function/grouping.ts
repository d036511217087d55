import type { Assembly, Resource } from '../core/assembly';
import { references } from '../core/references';

interface Index {
  readonly byKey: ReadonlyMap<string, readonly Resource[]>;
  /** What they name depends on a condition or a parameter, so they are read again under each choice. */
  readonly open: readonly Resource[];
}

/** Resources of one type by what they name: read once per assembly, not once per pair of resources. */
export class Grouping {
  private readonly indexes = new WeakMap<Assembly, Index>();

  constructor(
    private readonly type: string,
    /** The raw properties that the keys are read from. */
    private readonly rawOf: (properties: any) => unknown,
    private readonly keysOf: (resource: Resource) => readonly string[],
  ) {}

  /** Those with the key under the current choices. Whether they exist under them is for the caller to ask. */
  public of(key: string, assembly: Assembly): Resource[] {
    const { byKey, open } = this.indexOf(assembly);
    const maybe = open.filter((one) => this.mayName(one, key) && this.keysOf(one).includes(key));
    return [...(byKey.get(key) ?? []), ...maybe];
  }

  private indexOf(assembly: Assembly): Index {
    const there = this.indexes.get(assembly);
    if (there) return there;
    const byKey = new Map<string, Resource[]>();
    const open: Resource[] = [];
    for (const resource of assembly.ofType(this.type)) {
      const before = assembly.world.readings;
      const isOpen = this.hangsOnChoice(resource);
      const keys = isOpen ? [] : this.keysOf(resource);
      if (isOpen || assembly.world.readings !== before) open.push(resource);
      else for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), resource]);
    }
    const index = { byKey, open };
    this.indexes.set(assembly, index);
    return index;
  }

  private hangsOnChoice(resource: Resource): boolean {
    const { Conditions, Mappings, Parameters = {} } = resource.template.body;
    // what every template of CDK has for itself, and nothing refers to
    const given = Object.keys(Parameters).some((name) => name !== 'BootstrapVersion');
    if (!Conditions && !Mappings && !given) return false;
    const raw = this.rawOf(resource.raw.Properties ?? {});
    if (/"Fn::(If|FindInMap)"/.test(JSON.stringify(raw) ?? '')) return true;
    return references(raw).some(({ name }) => resource.template.body.Parameters?.[name] !== undefined);
  }

  /** A cheap look first: reading a choice that has nothing to do with the key would double the judge's combinations. */
  private mayName({ raw, template }: Resource, key: string): boolean {
    const named = this.rawOf(raw.Properties ?? {});
    return (
      (JSON.stringify(named) ?? '').includes(key) ||
      references(named).some(({ name }) => `${template.index}#${name}` === key || !template.resources.has(name))
    );
  }
}
