import { resolve } from './intrinsics';
import type { ProfileName } from './profile';
import { references } from './references';
import { PHYSICAL_NAMES, SUBJECTS } from './subjects';
import { isSymbolic, isUnknown, notKnown, OWN_ACCOUNT, OWN_REGION, referencedKeys } from './text';
import { World } from './world';

/** One template as it lies on disk, and what is known about where it belongs. */
export interface TemplateSource {
  /** File name, for findings. */
  readonly file: string;
  readonly body: any;
  /** How large the file is. Without it the body is measured as compact JSON. */
  readonly bytes?: number;
  /** Construct path of the stack, or the file name for a raw template. */
  readonly stack: string;
  /** Physical stack name, for `Fn::GetStackOutput`. */
  readonly stackName?: string;
  readonly account?: string;
  readonly region?: string;
  /** Path of the Stage it lies in, unless that is the App. */
  readonly stage?: string;
  /** The `AWS::CloudFormation::Stack` resource that deploys it. */
  readonly nestedIn?: { readonly stack: string; readonly logicalId: string };
  readonly profile?: ProfileName;
  /** Construct path of a logical id; without it the `aws:cdk:path` metadata is read. */
  readonly paths?: ReadonlyMap<string, string>;
}

/** Every template that CloudFormation will receive. The only thing rules look at. */
export class Assembly {
  public readonly world = new World();
  public readonly templates: Template[];
  private readonly types = new Map<string, Resource[]>();
  private readonly subjectsOf = new Map<Resource, Resource[]>();
  private readonly aboutIndex = new Map<Resource, Resource[]>();
  private readonly names = new Map<string, Resource[]>();
  private readonly byStack = new Map<string, Template>();

  constructor(sources: readonly TemplateSource[]) {
    this.templates = sources.map((source, index) => new Template(this, index, source));
    for (const template of this.templates) this.byStack.set(template.stack, template);
    for (const template of this.templates) {
      for (const resource of template.resources.values()) {
        push(this.types, resource.type, resource);
        const name = resource.raw.Properties?.[PHYSICAL_NAMES[resource.type] ?? ''];
        if (typeof name === 'string') push(this.names, name, resource);
      }
    }
    for (const type of Object.keys(SUBJECTS)) {
      for (const resource of this.types.get(type) ?? []) {
        const subjects = this.mentionedIn(resource.raw.Properties?.[SUBJECTS[type]], resource.template);
        this.subjectsOf.set(resource, subjects);
        for (const subject of subjects) push(this.aboutIndex, subject, resource);
      }
    }
  }

  public ofType(type: string): readonly Resource[] {
    return this.types.get(type) ?? [];
  }

  /** The resources that are about this one and exist under the current choices. */
  public about(resource: Resource, type?: string): Resource[] {
    const all = this.aboutIndex.get(resource) ?? [];
    return all.filter((one) => (!type || one.type === type) && one.exists());
  }

  /** What a resource is about, through aliases and versions too. Empty: it has no subject, or that lies outside the assembly. */
  public subjects(resource: Resource): readonly Resource[] {
    const found = new Set<Resource>();
    const follow = (one: Resource) => {
      for (const subject of this.subjectsOf.get(one) ?? []) {
        if (!found.has(subject)) {
          found.add(subject);
          follow(subject);
        }
      }
    };
    follow(resource);
    return [...found];
  }

  /** Resources whose subject lies outside the assembly: nobody here can judge them together. */
  public notSeen(): readonly Resource[] {
    return [...this.subjectsOf].filter(([, subjects]) => subjects.length === 0).map(([resource]) => resource);
  }

  /** The resource a resolved value names: by reference, by ARN or by physical name. */
  public find(value: unknown, type?: string): Resource | undefined {
    if (typeof value !== 'string') return undefined;
    for (const key of referencedKeys(value)) {
      const resource = this.byKey(key);
      if (resource && (!type || resource.type === type)) return resource;
    }
    if (isSymbolic(value.replace(OWN_ACCOUNT, '').replace(OWN_REGION, '').replace('⟨AWS::Partition⟩', '')))
      return undefined;
    const name = value.includes(':') || value.includes('/') ? value.replace(/\/\*$/, '').replace(/^.*[:/]/, '') : value;
    const named = this.names.get(name) ?? this.names.get(value);
    return named?.find((one) => !type || one.type === type);
  }

  public byKey(key: string): Resource | undefined {
    const [index, logicalId] = key.split('#');
    return this.templates[Number(index)]?.resources.get(logicalId);
  }

  /** Every resource that a raw value mentions, whatever the conditions. */
  public mentionedIn(value: unknown, template: Template, seen = new Set<string>()): Resource[] {
    const found = new Set<Resource>();
    for (const { name, output } of references(value)) {
      const resource = template.resources.get(name);
      if (resource) {
        if (output && resource.type === 'AWS::CloudFormation::Stack') {
          const nested = this.nestedTemplate(resource);
          const raw = nested?.body.Outputs?.[output]?.Value;
          const key = `${template.index}#${name}.${output}`;
          if (nested && !seen.has(key)) this.mentionedIn(raw, nested, seen.add(key)).forEach((one) => found.add(one));
        } else found.add(resource);
        continue;
      }
      const key = `${template.index}#${name}`;
      if (seen.has(key)) continue;
      const outer = template.passedParameter(name);
      if (outer) this.mentionedIn(outer.value, outer.template, seen.add(key)).forEach((one) => found.add(one));
    }
    this.world.begin();
    const collect = (one: unknown): void => {
      if (typeof one === 'string') {
        const resource = this.find(one);
        if (resource) found.add(resource);
      } else if (Array.isArray(one)) one.forEach(collect);
    };
    collect(resolve(value, template));
    this.world.begin();
    return [...found];
  }

  public nestedTemplate(resource: Resource): Template | undefined {
    return this.templates.find(
      ({ source: { nestedIn } }) =>
        nestedIn?.stack === resource.template.stack && nestedIn.logicalId === resource.logicalId,
    );
  }

  public nestedOutput(resource: Resource, name: string): any {
    const nested = this.nestedTemplate(resource);
    return nested?.output(name) ?? notKnown(`output ${name} of a nested stack`);
  }

  public exported(name: string, from: Template): any {
    for (const template of this.templates) {
      for (const [key, output] of Object.entries<any>(template.body.Outputs ?? {})) {
        const exportName = output?.Export?.Name;
        if (exportName === undefined || template.region !== from.region || template.account !== from.account) continue;
        if (resolve(exportName, template) === name) return template.output(key);
      }
    }
    return notKnown(`import ${name}`);
  }

  public stackOutput(stackName: string, output: string): any {
    const template = this.templates.find((one) => one.source.stackName === stackName && !one.source.nestedIn);
    return template?.output(output) ?? notKnown(`output ${output} of stack ${stackName}`);
  }

  /** The parent of a nested template. */
  public parent(template: Template): Template | undefined {
    return template.source.nestedIn && this.byStack.get(template.source.nestedIn.stack);
  }
}

export class Template {
  public readonly body: any;
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
    this.body = source.body;
    this.stack = source.stack;
    this.account = source.account;
    this.region = source.region;
    this.profile = source.profile ?? 'production';
    for (const [logicalId, raw] of Object.entries<any>(source.body.Resources ?? {})) {
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
    const value = this.hasCondition(name) ? resolve(this.body.Conditions[name], this) : undefined;
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
    if (passed) return resolve(passed.value, passed.template);
    const declared = this.body.Parameters?.[name];
    const open = notKnown(declared ? `parameter ${name}` : name);
    if (!declared || String(declared.Type).startsWith('AWS::SSM::')) return open;
    const typed = (value: unknown) => {
      if (/List/.test(declared.Type) && typeof value === 'string') return value.split(',').map((one) => one.trim());
      return declared.Type === 'Number' ? Number(value) : value;
    };
    if (Array.isArray(declared.AllowedValues) && declared.AllowedValues.length > 0) {
      return this.choose(`parameter:${name}`, declared.AllowedValues.map(typed));
    }
    return declared.Default === undefined ? open : this.choose(`parameter:${name}`, [typed(declared.Default), open]);
  }

  public mapped(map: string, first: string, second: string): any {
    const table = this.body.Mappings?.[map];
    if (!table) return notKnown(`mapping ${map}`);
    const key = this.concrete(first);
    const rows = isSymbolic(key) ? Object.values<any>(table) : [table[key]];
    const values = rows.flatMap((row) => (isSymbolic(second) ? Object.values(row ?? {}) : [row?.[second]]));
    if (values.length === 0 || values.includes(undefined)) return notKnown(`mapping ${map}`);
    return this.choose(`mapping:${map}/${first}/${second}`, [...new Set(values)]);
  }

  public output(name: string): any {
    const raw = this.body.Outputs?.[name]?.Value;
    return raw === undefined ? undefined : resolve(raw, this);
  }

  /** With the stack's own account and region filled in, where they are known. */
  public concrete(text: string): string {
    const withAccount = this.account ? text.split(OWN_ACCOUNT).join(this.account) : text;
    return this.region ? withAccount.split(OWN_REGION).join(this.region) : withAccount;
  }

  public isOwnAccount(text: unknown): boolean {
    return text === OWN_ACCOUNT || (text !== undefined && text === this.account);
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
    return this.template.source.paths?.get(this.logicalId) ?? this.raw.Metadata?.['aws:cdk:path'];
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
    for (const key of path === '' ? [] : path.split('.')) {
      if (isIntrinsic(value)) value = resolve(value, this.template);
      if (isUnknown(value)) return value;
      value = typeof value === 'object' && value !== null ? value[key] : undefined;
    }
    const resolved = value === undefined ? undefined : resolve(value, this.template);
    if (world.readings === before) this.cache.set(path, resolved);
    return resolved;
  }
}

function isIntrinsic(value: any): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
