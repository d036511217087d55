import { isGiven, isIntrinsic, isPlainMap, compact, Properties, tagList } from './intrinsic-shapes';
import type { TemplateWriter } from './template-writer';

/** Attributes that SAM gives to everything it generates for a resource. */
const HANDED_DOWN = ['Condition', 'DeletionPolicy', 'UpdateReplacePolicy'];
/** Those that only its first resource has too. */
const KEPT = [...HANDED_DOWN, 'UpdatePolicy', 'DependsOn', 'Metadata', 'CreationPolicy'];

/** One `AWS::Serverless::…` resource, with its globals, on its way to become others. */
export class SamResource {
  /** Of what is generated: tags that it hands down, if it does. */
  private readonly tags?: Properties;

  constructor(
    public readonly writer: TemplateWriter,
    public readonly id: string,
    public readonly raw: Properties,
    public readonly properties: Properties,
    /** The resource that the template has, if this one stands on another. */
    private readonly standsOn: string = id,
  ) {
    const { Tags, PropagateTags } = properties;
    if (PropagateTags === true && isPlainMap(Tags)) this.tags = Tags;
  }

  public get condition(): string | undefined {
    return typeof this.raw.Condition === 'string' ? this.raw.Condition : undefined;
  }

  public get inherited(): Properties {
    return attributesOf(this.raw, HANDED_DOWN);
  }

  /** The resource that has the logical id of the SAM one. */
  public become(type: string, properties: Properties, attributes: Properties = {}): void {
    this.writer.replace(this.id, {
      Type: type,
      ...attributesOf(this.raw, KEPT),
      ...attributes,
      Properties: compact(properties),
    });
  }

  /** A resource it brings about; `at` says by which of its properties. */
  public generate(
    logicalId: string,
    type: string,
    properties: Properties,
    at: string,
    attributes: Properties = {},
  ): void {
    const tagged = this.tags && TAGGED.has(type) ? { Tags: this.handedDown(properties.Tags) } : {};
    this.writer.add(
      logicalId,
      { Type: type, ...this.inherited, ...attributes, Properties: compact({ ...properties, ...tagged }) },
      { logicalId: this.standsOn, at: this.placeOf(at) },
    );
  }

  private placeOf(at: string): string {
    if (this.standsOn !== this.id) return 'Connectors';
    return `Properties${at === '' ? '' : `.${at}`}`;
  }

  private handedDown(own: unknown): unknown {
    const list = tagList(this.tags!);
    if (!Array.isArray(own)) return list;
    return [...own.filter((one) => !list.some(({ Key }) => Key === one?.Key)), ...list];
  }

  /** What this mapping cannot say the outcome of. */
  public block(path: string, why: string): void {
    this.writer.block(`${this.id}.${path === '' ? 'Properties' : `Properties.${path}`}: ${why}`);
  }

  /** Blocks on what nobody here knows the meaning of. */
  public knows(properties: Properties, names: ReadonlySet<string>, path = ''): void {
    for (const [name, value] of Object.entries(properties)) {
      if (isGiven(value) && !names.has(name)) this.block(join(path, name), 'a property that is not known here');
    }
  }

  /** A map that decides what is generated. `undefined`: there is none, or it cannot be read. */
  public map(value: unknown, path: string): Properties | undefined {
    if (!isGiven(value)) return undefined;
    if (isPlainMap(value)) return value;
    this.block(path, isIntrinsic(value) ? `${Object.keys(value)[0]} where a map is needed` : 'no map');
    return undefined;
  }

  /** A text that decides what is generated. */
  public text(value: unknown, path: string): string | undefined {
    if (!isGiven(value)) return undefined;
    if (typeof value === 'string') return value;
    this.block(path, isIntrinsic(value) ? `${Object.keys(value)[0]} where a text is needed` : 'no text');
    return undefined;
  }
}

export const join = (...path: readonly string[]): string => path.filter((part) => part !== '').join('.');

const attributesOf = (raw: Properties, names: readonly string[]): Properties =>
  compact(Object.fromEntries(names.map((name) => [name, raw[name]])));

/** Generated types that have tags of SAM's kind. */
const TAGGED: ReadonlySet<string> = new Set([
  'AWS::IAM::Role',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::Lambda::EventSourceMapping',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGateway::UsagePlan',
  'AWS::ApiGateway::ApiKey',
]);
