import type { Expansion, Origin } from '../core/expansion';
import { isGiven, isMap, isPlainMap, Properties } from './intrinsic-shapes';

/** The template that comes out: resources, what brought them about, and what could not be written. */
export class TemplateWriter {
  public readonly resources: Map<string, any>;
  /** What others call a resource that SAM generates: `Function.Alias` → its logical id. */
  public readonly nicknames = new Map<string, string>();
  public readonly conditions = new Map<string, unknown>();
  private readonly origins = new Map<string, Origin>();
  private readonly implicit = new Set<string>();
  private readonly nested = new Set<string>();
  private readonly unexpanded = new Set<string>();
  private readonly notifications = new Map<string, { readonly calls: unknown[]; readonly after: string[] }>();
  private readonly written: ReadonlySet<string>;

  constructor(public readonly source: Properties) {
    this.resources = new Map(Object.entries(source.Resources));
    this.written = new Set(this.resources.keys());
  }

  /** A resource that has the logical id of the one it replaces. */
  public replace(logicalId: string, resource: Properties): void {
    this.resources.set(logicalId, resource);
  }

  public remove(logicalId: string): void {
    this.resources.delete(logicalId);
  }

  public add(logicalId: string, resource: Properties, origin: Origin): void {
    if (this.written.has(logicalId)) {
      this.block(`${logicalId}, which SAM generates for ${origin.logicalId} and the template has too`);
      return;
    }
    this.resources.set(logicalId, resource);
    if (logicalId !== origin.logicalId) this.origins.set(logicalId, origin);
  }

  /** A resource for which nothing in the template stands. */
  public addImplicit(logicalId: string, resource: Properties): void {
    this.resources.set(logicalId, resource);
    this.implicit.add(logicalId);
  }

  /** A stack whose template is another one. */
  public addNested(logicalId: string, resource: Properties): void {
    this.replace(logicalId, resource);
    this.nested.add(logicalId);
  }

  /** Changes a resource of the template, which is not touched itself. */
  public change(logicalId: string, change: (properties: Properties) => Properties): void {
    const before = this.resources.get(logicalId);
    const properties = isMap(before?.Properties) ? before.Properties : {};
    this.resources.set(logicalId, { ...before, Properties: change(properties) });
  }

  /** Functions that a bucket calls, and the permissions it waits for. */
  public notify(bucket: string, calls: readonly unknown[], permission: string | undefined): void {
    const known = this.notifications.get(bucket) ?? { calls: [], after: [] };
    this.notifications.set(bucket, known);
    known.calls.push(...calls);
    if (permission !== undefined) known.after.push(permission);
  }

  private writeNotifications(): void {
    for (const [bucket, { calls, after }] of this.notifications) {
      this.change(bucket, (properties) => {
        const before: unknown = properties.NotificationConfiguration;
        const listed: unknown = isMap(before) ? before.LambdaConfigurations : undefined;
        const isReadable = (!isGiven(before) || isPlainMap(before)) && (!isGiven(listed) || Array.isArray(listed));
        if (!isReadable) this.block(`${bucket}.Properties.NotificationConfiguration: what SAM cannot add to`);
        const LambdaConfigurations = [...(Array.isArray(listed) ? listed : []), ...calls];
        return { ...properties, NotificationConfiguration: { ...(isMap(before) && before), LambdaConfigurations } };
      });
      const resource = this.resources.get(bucket);
      if (after.length > 0) this.replace(bucket, { ...resource, DependsOn: [resource.DependsOn ?? [], after].flat() });
    }
  }

  public block(what: string): void {
    this.unexpanded.add(what);
  }

  public expansion(finish: (body: Properties) => Properties): Expansion {
    this.writeNotifications();
    const { source } = this;
    const conditions = {
      ...(isMap(source.Conditions) ? source.Conditions : {}),
      ...Object.fromEntries(this.conditions),
    };
    const body = finish({
      ...source,
      ...(Object.keys(conditions).length > 0 && { Conditions: conditions }),
      Resources: Object.fromEntries(this.resources),
    });
    delete body.Globals;
    const { origins, implicit, nested } = this;
    return { body, origins, implicit, nested, unexpanded: [...this.unexpanded] };
  }
}
