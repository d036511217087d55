import type { Resource } from '../core/assembly';
import { isUnknown, readable } from '../core/text';

/** One resource as CloudFormation will receive it, for rules of your own. Nothing can be changed through it. */
export class ResourceView {
  /** @internal */
  public static _of(resource: Resource): ResourceView {
    return new ResourceView(resource);
  }

  private readonly resource: Resource;

  private constructor(resource: any) {
    this.resource = resource;
  }

  /** Its CloudFormation type: `AWS::S3::Bucket`. */
  public get resourceType(): string {
    return this.resource.type;
  }
  /** Its name in the template. */
  public get logicalId(): string {
    return this.resource.logicalId;
  }
  /** Construct path of its stack; of a raw template, its file name. */
  public get stackPath(): string {
    return this.resource.template.stack;
  }
  /** Its construct path; `undefined` when no construct made it. */
  public get constructPath(): string | undefined {
    return this.resource.constructPath;
  }
  /** The profile it is judged by: `production`, `development` or `regulated`. */
  public get profile(): string {
    return this.resource.profile;
  }
  /** The account it is deployed to; `undefined` when only the deployment knows. */
  public get account(): string | undefined {
    return this.resource.template.account;
  }
  /** The region it is deployed to; `undefined` when only the deployment knows. */
  public get region(): string | undefined {
    return this.resource.template.region;
  }

  /**
   * A property as plain JSON: `value('VersioningConfiguration.Status')`; `undefined` when it is absent. References are texts such
   * as `${Key.Arn}`, and so is what only the deployment knows: ask `isUnknown` before you judge by a value.
   *
   * @param path below `Properties`, with periods; a list's entries have numbers
   * @throws when the path begins with `Properties`, where nothing would ever be found
   */
  public value(path: string): any {
    return plain(this.get(path));
  }

  /** Whether the property is there at all: enough for rules about presence, on any reference. */
  public isSet(path: string): boolean {
    const value = this.get(path);
    return value !== undefined && value !== null && value !== '';
  }

  /** Whether the property, or anything in it, is only known at deployment. */
  public isUnknown(path: string): boolean {
    return holdsUnknown(this.get(path));
  }

  /** The value of a tag; `undefined` when it has none of this name, or its type takes no tags in `Tags`. */
  public tag(key: string): string | undefined {
    const tags = this.resource.get('Tags');
    const value = Array.isArray(tags) ? tags.find((one) => one?.Key === key)?.Value : tags?.[key];
    return value === undefined || value === null ? undefined : readable(value);
  }

  /** Whether all of its tags are known before deployment. */
  public get knowsTags(): boolean {
    return !this.isUnknown('Tags');
  }

  /**
   * The resources of a type that are about this one: the policies of a bucket, the permissions of a function.
   *
   * @param resourceType for example `AWS::S3::BucketPolicy`
   */
  public about(resourceType: string): ResourceView[] {
    return this.resource.assembly.about(this.resource, resourceType).map(ResourceView._of);
  }

  /**
   * The resource of the app that a property names, by reference, ARN or name; `undefined` when it lies outside.
   *
   * @param path below `Properties`, with periods
   */
  public follow(path: string): ResourceView | undefined {
    const found = this.resource.assembly.find(this.get(path));
    return found && ResourceView._of(found);
  }

  private get(path: string): any {
    if (/^Properties(\.|$)/.test(path)) {
      throw new Error(`expected a path below Properties, got '${path}'; leave 'Properties.' out`);
    }
    return this.resource.get(path);
  }
}

/** A copy, so that no rule can change what the next one sees, in words instead of placeholders. */
function plain(value: unknown): any {
  if (typeof value === 'string') return readable(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

function holdsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsUnknown);
  return isUnknown(value);
}
