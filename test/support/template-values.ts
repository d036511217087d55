import { ACCOUNT, identifiersOf, namingProperties, PARTITION, REGION, type Identifiers } from './template-identifiers';

export interface StackTemplate {
  readonly stackName: string;
  readonly template: unknown;
  readonly region?: string;
}

export type Properties = Readonly<Record<string, unknown>>;

interface TemplateJson {
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

export interface Stack {
  readonly stackName: string;
  readonly region: string;
  readonly template: TemplateJson;
}

export interface Resource {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
}

type Intrinsic = (argument: unknown, stack: Stack) => unknown;

/** Gives every intrinsic of the templates of one account the value a deployment could have given it. */
export class TemplateValues {
  public readonly stacks: readonly Stack[];
  public readonly resources: readonly Resource[];

  private readonly intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (id, stack) => this.ref(String(id), stack),
    'Fn::GetAtt': (path, stack) => this.attribute(path, stack),
    'Fn::Join': (argument, stack) => {
      const [separator, items] = this.list(argument, stack);
      return asList(items, 'Fn::Join').map(asText).join(asText(separator));
    },
    'Fn::Sub': (argument, stack) => this.substitute(argument, stack),
    'Fn::Select': (argument, stack) => {
      const [index, items] = this.list(argument, stack);
      const list = asList(items, 'Fn::Select');
      if (!(Number(index) in list)) {
        throw new Error(`Fn::Select: no item ${String(index)} in ${JSON.stringify(list)}`);
      }
      return list[Number(index)];
    },
    'Fn::Split': (argument, stack) => {
      const [separator, text] = this.list(argument, stack);
      return asText(text).split(asText(separator));
    },
    'Fn::ImportValue': (argument, stack) => this.imported(asText(this.resolve(argument, stack))),
    'Fn::GetStackOutput': (argument, stack) => this.output(this.resolve(argument, stack), stack),
  };

  constructor(templates: readonly StackTemplate[]) {
    this.stacks = templates.map(({ stackName, region, template }) => ({
      stackName,
      region: region ?? REGION,
      template: template as TemplateJson,
    }));
    this.resources = this.stacks.flatMap((stack) =>
      Object.entries(stack.template.Resources ?? {}).map(([logicalId, { Type, Properties: properties = {} }]) => ({
        stack,
        logicalId,
        type: Type,
        properties,
      })),
    );
  }

  /** The value without its intrinsics; what resolves to AWS::NoValue disappears, as it does in a deployment. */
  public resolve(value: unknown, stack: Stack): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.resolve(item, stack)).filter((item) => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const entries = Object.entries(value);
    const [[key, argument] = ['', undefined]] = entries;
    if (entries.length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) {
      const intrinsic = this.intrinsics[key];
      if (intrinsic === undefined) {
        throw new Error(`${key} is not supported: ${JSON.stringify(value)}`);
      }
      return intrinsic(argument, stack);
    }
    return Object.fromEntries(
      entries
        .map(([name, item]) => [name, this.resolve(item, stack)] as const)
        .filter(([, item]) => item !== undefined),
    );
  }

  public property(resource: Resource, name: string): unknown {
    return this.resolve(resource.properties[name], resource.stack);
  }

  public identifiers(resource: Resource): Identifiers {
    const naming = namingProperties(resource.type).map((name) => [name, this.namingValue(resource, name)]);
    const place = { stackName: resource.stack.stackName, region: resource.stack.region, logicalId: resource.logicalId };
    return identifiersOf(resource.type, place, Object.fromEntries(naming) as Properties);
  }

  /** A custom resource may call anything Name: only what is text names a resource. */
  private namingValue(resource: Resource, name: string): string | undefined {
    const value = this.property(resource, name);
    return typeof value === 'string' ? value : undefined;
  }

  private ref(id: string, stack: Stack): unknown {
    const pseudo: Readonly<Record<string, unknown>> = {
      'AWS::Partition': PARTITION,
      'AWS::Region': stack.region,
      'AWS::AccountId': ACCOUNT,
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.stackName,
      'AWS::StackId': `arn:${PARTITION}:cloudformation:${stack.region}:${ACCOUNT}:stack/${stack.stackName}/1`,
      'AWS::NoValue': undefined,
      'AWS::NotificationARNs': [],
    };
    if (id in pseudo) {
      return pseudo[id];
    }
    const parameter = stack.template.Parameters?.[id];
    if (parameter !== undefined) {
      return parameter.Default ?? `${stack.stackName}-${id}`;
    }
    return this.identifiers(this.resourceIn(stack, id)).ref;
  }

  private attribute(path: unknown, stack: Stack): string {
    const [logicalId = '', ...rest] = typeof path === 'string' ? path.split('.') : this.list(path, stack).map(asText);
    const resource = this.resourceIn(stack, logicalId);
    const { name, arn, ref, arnAttribute } = this.identifiers(resource);
    const attribute = rest.join('.');
    const kind = resource.type.split('::')[2] ?? '';
    switch (attribute) {
      case 'Arn':
        return arnAttribute;
      case `${kind}Arn`:
      case 'FunctionArn':
        return arn;
      case 'StreamArn':
        return `${arn}/stream/2025-01-01T00:00:00.000`;
      case 'Name':
      case `${kind}Name`:
        return name;
      case 'QueueUrl':
        return ref;
      case 'KeyId':
        return name;
      case 'Id':
        return ref;
      default:
        return `${name}.${attribute}`;
    }
  }

  private substitute(argument: unknown, stack: Stack): string {
    const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
    const values = this.resolve(given, stack) as Properties;
    return asText(text).replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, expression: string) => {
      const name = expression.trim();
      if (literal !== '') {
        return `\${${expression}}`;
      }
      if (name in values) {
        return asText(values[name]);
      }
      return asText(name.includes('.') ? this.attribute(name, stack) : this.ref(name, stack));
    });
  }

  private imported(name: string): unknown {
    for (const stack of this.stacks) {
      for (const { Value, Export } of Object.values(stack.template.Outputs ?? {})) {
        if (Export !== undefined && this.resolve(Export.Name, stack) === name) {
          return this.resolve(Value, stack);
        }
      }
    }
    throw new Error(`Fn::ImportValue: no stack exports ${name}`);
  }

  private output(argument: unknown, from: Stack): unknown {
    const { StackName, Region = from.region, OutputName } = argument as Readonly<Record<string, string | undefined>>;
    const stack = this.stacks.find(({ stackName, region }) => stackName === StackName && region === Region);
    const output = stack?.template.Outputs?.[OutputName ?? ''];
    if (stack === undefined || output === undefined) {
      throw new Error(`Fn::GetStackOutput: no output ${String(OutputName)} of ${String(StackName)} in ${Region}`);
    }
    return this.resolve(output.Value, stack);
  }

  private resourceIn(stack: Stack, logicalId: string): Resource {
    const resource = this.resources.find((candidate) => candidate.stack === stack && candidate.logicalId === logicalId);
    if (resource === undefined) {
      throw new Error(`Stack ${stack.stackName} has no resource ${logicalId}`);
    }
    return resource;
  }

  private list(argument: unknown, stack: Stack): readonly unknown[] {
    return asList(this.resolve(argument, stack), 'intrinsic function');
  }
}

function asList(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new Error(`${where}: expected a list, got ${JSON.stringify(value)}`);
  }
  return value;
}

function asText(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new Error(`Expected text, got ${JSON.stringify(value)}`);
  }
  return String(value);
}
