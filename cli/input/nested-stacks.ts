import { readFileSync } from 'fs';
import { basename, join } from 'path';
import type { ReadTemplate } from './cdk-output';
import { constructPaths } from './path-metadata';
import { readSynthesized } from './template-file';
import { Unreadable } from './unreadable';

const NESTED = 'AWS::CloudFormation::Stack';

/** The nested stacks of a stack whose templates lie in the same directory, and theirs. */
export function nestedStacks(
  parent: ReadTemplate,
  folder: string,
  artifacts: Readonly<Record<string, any>>,
  trouble: (path: string, error: unknown) => void,
  above: readonly string[] = [parent.file.path],
): ReadTemplate[] {
  const result: ReadTemplate[] = [];
  const assets = new LazyAssets(folder, artifacts);
  for (const [logicalId, resource] of Object.entries<any>(parent.file.body.Resources ?? {})) {
    if (resource?.Type !== NESTED) continue;
    const name = templateOf(resource, assets);
    if (name === undefined) continue; // lies in S3 already
    const path = join(folder, basename(name));
    try {
      if (above.includes(path)) throw new Unreadable('a nested stack inside itself');
      const file = readSynthesized(path);
      const { source } = parent;
      const stack = nestedPath(source.paths?.get(logicalId)) ?? `${source.stack}/${logicalId}`;
      const child: ReadTemplate = {
        file,
        source: {
          file: basename(name),
          body: file.body,
          bytes: file.bytes,
          stack,
          account: source.account,
          region: source.region,
          stage: source.stage,
          nestedIn: { stack: source.stack, logicalId },
          paths: constructPaths(file.body, {}, folder),
        },
      };
      result.push(child, ...nestedStacks(child, folder, artifacts, trouble, [...above, path]));
    } catch (error) {
      trouble(path, error);
    }
  }
  return result;
}

/** CDK says which file it is, unless asset metadata is switched off; then the hash in the address leads to it. */
function templateOf({ Metadata, Properties }: any, assets: LazyAssets): string | undefined {
  const said = Metadata?.['aws:asset:property'] === 'TemplateURL' ? Metadata['aws:asset:path'] : undefined;
  if (typeof said === 'string') return said;
  const url = JSON.stringify(Properties?.TemplateURL ?? '');
  const hash = /([0-9a-f]{32,})\.json/.exec(url)?.[1];
  return hash && assets.file(hash);
}

/** `Orders/Inner.NestedStack/Inner.NestedStackResource` stands for the construct `Orders/Inner`. */
const nestedPath = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : /^(.*)\.NestedStack\/[^/]*\.NestedStackResource$/.exec(path)?.[1];

class LazyAssets {
  private byHash?: Map<string, string>;

  constructor(
    private readonly folder: string,
    private readonly artifacts: Readonly<Record<string, any>>,
  ) {}

  public file(hash: string): string | undefined {
    this.byHash ??= this.read();
    return this.byHash.get(hash);
  }

  private read(): Map<string, string> {
    const found = new Map<string, string>();
    for (const { type, properties } of Object.values(this.artifacts)) {
      if (type !== 'cdk:asset-manifest') continue;
      try {
        const { files } = JSON.parse(readFileSync(join(this.folder, basename(String(properties?.file))), 'utf8'));
        for (const [hash, one] of Object.entries<any>(files ?? {})) {
          if (typeof one?.source?.path === 'string') found.set(hash, one.source.path);
        }
      } catch {
        // then the nested stack counts as not seen
      }
    }
    return found;
  }
}
