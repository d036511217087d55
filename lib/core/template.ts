import type { Assembly, TemplateSource } from './assembly';
import { Expansion, expansionOf, Origin } from './expansion';
import { mayFollow, resolve } from './intrinsics';
import type { ProfileName } from './profile';
import { isSymbolic, isUnknown, literal, notKnown, OWN_ACCOUNT, OWN_REGION } from './text';

export class Template {
  /** As it is deployed: with what a transform adds, as far as that is known. */
  public readonly body: any;
  public readonly expansion: Expansion;
  public readonly resources = new Map<string, Resource>();
  public readonly stack: string;
  public readonly account?: string;
  public readonly region?: string;
  public readonly profile: ProfileName;

  constructor(
    public readonly assembly: Assembly,
    public readonly index: number,
    public readonly source: TemplateSource,
  ) {
    this.expansion = expansionOf(source.body);
    this.body = this.expansion.body;
    this.stack = source.stack;
    this.account = source.account;
    this.region = source.region;
    this.profile = source.profile ?? 'production';
    for (const [logicalId, raw] of Object.entries<any>(this.body.Resources ?? {})) {
      this.resources.set(logicalId, new Resource(this, logicalId, raw ?? {}));
    }
  }

  /** The template as a pseudo resource, for rules about a whole template. */
  public get itself(): Resource {
    return new Resource(this, '', { Type: 'Template', Metadata: { 'aws:cdk:path': this.stack } });
  }

  /** One of several readings, the same one wherever the key comes up. */
  public choose<T>(key: string, options: readonly T[]): T {
    return options[this.assembly.world.choose(`${this.index}/${key}`, options.length)];
  }

  public hasCondition(name: string): boolean {
    return this.body.Conditions?.[name] !== undefined;
  }

  /** A condition that is not defined or cannot be read goes both ways. */
  public condition(name: string): boolean {
    const isReadable = this.hasCondition(name) && mayFollow(this.assembly);
    const value = isReadable ? resolve(this.body.Conditions[name], this) : undefined;
    return typeof value === 'boolean' ? value : this.choose(`condition:${name}`, [true, false]);
  }

  /** What a nested stack is given for a parameter. */
  public passedParameter(name: string): { value: unknown; template: Template } | undefined {
    const parent = this.assembly.parent(this);
    const value = parent?.body.Resources?.[this.source.nestedIn!.logicalId]?.Properties?.Parameters?.[name];
    return parent && value !== undefined ? { value, template: parent } : undefined;
  }

  /** A default may prove a failure; only a full list of allowed values proves a pass. */
  public parameter(name: string): any {
    const passed = this.passedParameter(name);
    if (passed)
      return mayFollow(this.assembly) ? resolve(passed.value, passed.template) : notKnown(`knot at parameter ${name}`);
    const declared = this.body.Parameters?.[name];
    const open = notKnown(declared ? `parameter ${name}` : name);
    if (!declared || String(declared.Type).startsWith('AWS::SSM::')) return open;
    const typed = (value: unknown) => {
      if (/List/.test(declared.Type) && typeof value === 'string')
        return literal(value)
          .split(',')
          .map((one) => one.trim());
      return declared.Type === 'Number' ? Number(value) : withoutBrackets(value);
    };
    if (Array.isArray(declared.AllowedValues) && declared.AllowedValues.length > 0) {
      return this.choose(`parameter:${name}`, declared.AllowedValues.map(typed));
    }
    return declared.Default === undefined ? open : this.choose(`parameter:${name}`, [typed(declared.Default), open]);
  }

  public mapped(map: string, first: string, second: string, fallback?: unknown): any {
    const table = this.body.Mappings?.[map];
    if (!table) return notKnown(`mapping ${map}`);
    const key = this.concrete(first);
    const rows = isSymbolic(key) ? Object.values<any>(table) : [table[key]];
    const values = rows.flatMap((row) => (isSymbolic(second) ? Object.values(row ?? {}) : [row?.[second]]));
    const isMissing = values.length === 0 || values.includes(undefined);
    if (isMissing && fallback === undefined) return notKnown(`mapping ${map}`);
    // a key that is only known later may be none of the table's
    const isOpen = fallback !== undefined && (isMissing || isSymbolic(key) || isSymbolic(second));
    const options = [...values.filter((one) => one !== undefined), ...(isOpen ? [fallback] : [])];
    return this.choose(`mapping:${map}/${first}/${second}/${JSON.stringify(fallback)}`, [
      ...new Set(options.map(withoutBrackets)),
    ]);
  }

  public output(name: string): any {
    const raw = this.body.Outputs?.[name]?.Value;
    if (raw === undefined) return undefined;
    return mayFollow(this.assembly) ? resolve(raw, this) : notKnown(`knot at output ${name}`);
  }

  /** With the stack's own account and region filled in, where they are known. */
  public concrete(text: string): string {
    const withAccount = this.account ? text.split(OWN_ACCOUNT).join(this.account) : text;
    return this.region ? withAccount.split(OWN_REGION).join(this.region) : withAccount;
  }

  /** Its own, or one that the organisation trusts. */
  public isOwnAccount(text: unknown): boolean {
    if (text === OWN_ACCOUNT || (text !== undefined && text === this.account)) return true;
    return this.source.trustedAccounts?.includes(String(text)) ?? false;
  }
}

export class Resource {
  public readonly type: string;
  private readonly cache = new Map<string, any>();

  constructor(
    public readonly template: Template,
    public readonly logicalId: string,
    public readonly raw: any,
  ) {
    this.type = String(raw.Type ?? '');
  }

  public get key(): string {
    return `${this.template.index}#${this.logicalId}`;
  }

  public get assembly(): Assembly {
    return this.template.assembly;
  }

  public get constructPath(): string | undefined {
    const { source } = this.template;
    const { origin } = this;
    const written = origin ? source.body.Resources?.[origin.logicalId] : this.raw;
    return source.paths?.get(origin?.logicalId ?? this.logicalId) ?? written?.Metadata?.['aws:cdk:path'];
  }

  /** What brings it about, for a resource that a transform adds. */
  public get origin(): Origin | undefined {
    return this.template.expansion.origins.get(this.logicalId);
  }

  public get profile(): ProfileName {
    return this.template.profile;
  }

  /** Whether it is deployed under the current choices. */
  public exists(): boolean {
    if (this.raw.Condition !== undefined && !this.template.condition(String(this.raw.Condition))) return false;
    const nestedIn = this.assembly.parent(this.template)?.resources.get(this.template.source.nestedIn!.logicalId);
    return nestedIn === undefined || nestedIn.exists();
  }

  /**
   * A property under the current choices: `get('VersioningConfiguration.Status')`; without a path, all of them.
   * `undefined` when absent. A value that only the deployment knows is a text for `isUnknown`, however deep the path goes on.
   */
  public get(path = ''): any {
    if (this.cache.has(path)) return this.cache.get(path);
    const { world } = this.assembly;
    const before = world.readings;
    let value: any = this.raw.Properties ?? {};
    // only once: a second time, placeholders would be taken for literals
    let isResolved = false;
    for (const key of path === '' ? [] : path.split('.')) {
      // in a list, AWS::NoValue moves what comes behind it
      if (!isResolved && (isIntrinsic(value) || Array.isArray(value))) {
        value = resolve(value, this.template);
        isResolved = true;
      }
      if (isUnknown(value)) return value;
      value = typeof value === 'object' && value !== null ? value[key] : undefined;
    }
    const resolved = isResolved || value === undefined ? value : resolve(value, this.template);
    if (world.readings === before) this.cache.set(path, resolved);
    return resolved;
  }
}

function isIntrinsic(value: any): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

/** The brackets of placeholders never survive from a template. */
const withoutBrackets = (value: unknown): unknown => (typeof value === 'string' ? literal(value) : value);
