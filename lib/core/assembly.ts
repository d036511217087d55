import { mayFollow, resolve } from './intrinsics';
import type { ProfileName } from './profile';
import { references } from './references';
import { FRONTS, PHYSICAL_NAMES, SUBJECT_IS_OPTIONAL, SUBJECTS } from './subjects';
import { isSymbolic, notKnown, OWN_ACCOUNT, OWN_REGION, PARTITION, referencedKeys } from './text';
import { Resource, Template } from './template';
import { World } from './world';

export { Resource, Template };

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
  /** Other accounts of the same owner. */
  readonly trustedAccounts?: readonly string[];
  /** The day to judge by, `YYYY-MM-DD`, for rules about support dates: the gate's injected clock. Absent: the day of the rule's own data. */
  readonly day?: string;
  /** Construct path of a logical id; without it the `aws:cdk:path` metadata is read. */
  readonly paths?: ReadonlyMap<string, string>;
}

/** Every template that CloudFormation will receive. The only thing rules look at. */
export class Assembly {
  public readonly world = new World();
  public readonly templates: Template[];
  /** Whether names lead to one another without an end somewhere: then they are no longer followed. */
  public isKnotted = false;
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
    for (const role of this.types.get('AWS::IAM::Role') ?? []) this.attach(role);
    for (const type of Object.keys(FRONTS)) for (const one of this.types.get(type) ?? []) this.putBefore(one);
  }

  /** A managed policy is also about the roles that list it. */
  private attach(role: Resource): void {
    const listed = role.raw.Properties?.ManagedPolicyArns;
    if (listed === undefined) return;
    for (const policy of this.mentionedIn(listed, role.template)) {
      const before = this.subjectsOf.get(policy);
      if (policy.type !== 'AWS::IAM::ManagedPolicy' || before?.includes(role)) continue;
      this.subjectsOf.set(policy, [...(before ?? []), role]);
      push(this.aboutIndex, role, policy);
    }
  }

  /** A domain name, or a web ACL, is also about the APIs behind it. */
  private putBefore(mapping: Resource): void {
    for (const front of this.mentionedIn(mapping.raw.Properties?.[FRONTS[mapping.type]], mapping.template)) {
      for (const subject of this.subjectsOf.get(mapping) ?? []) {
        this.subjectsOf.set(front, [...(this.subjectsOf.get(front) ?? []), subject]);
        push(this.aboutIndex, subject, front);
      }
    }
  }

  public ofType(type: string): readonly Resource[] {
    return this.types.get(type) ?? [];
  }

  public allTypes(): readonly string[] {
    return [...this.types.keys()];
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
    return [...this.subjectsOf]
      .filter(([{ type }, subjects]) => subjects.length === 0 && !SUBJECT_IS_OPTIONAL.has(type))
      .map(([resource]) => resource);
  }

  /** The resource a resolved value names: by reference, by ARN or by physical name. */
  public find(value: unknown, type?: string): Resource | undefined {
    if (typeof value !== 'string') return undefined;
    for (const key of referencedKeys(value)) {
      const resource = this.byKey(key);
      if (resource && (!type || resource.type === type)) return resource;
    }
    return this.named(value).find((one) => !type || one.type === type);
  }

  /** By physical name or ARN. Resources of several types may have the same name, of which an ARN says the service. */
  public named(value: string): readonly Resource[] {
    const text = value.replace(OWN_ACCOUNT, '').replace(OWN_REGION, '').replace(PARTITION, 'aws');
    if (isSymbolic(text)) return [];
    const name = value.includes(':') || value.includes('/') ? value.replace(/\/\*$/, '').replace(/^.*[:/]/, '') : value;
    const all = this.names.get(name) ?? this.names.get(value) ?? [];
    const [arn, , service] = text.split(':');
    return arn === 'arn' ? all.filter(({ type }) => type.toLowerCase().startsWith(`aws::${service}::`)) : all;
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
        for (const each of resource ? [resource, ...this.named(one)] : []) found.add(each);
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
    if (!mayFollow(this)) return notKnown(`knot at import ${name}`);
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

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
