import { basename, join } from 'path';
import { readText } from './template-file';

interface WithMetadata {
  readonly metadata?: Record<string, any>;
  readonly additionalMetadataFile?: string;
}

const PATH = 'aws:cdk:path';

/**
 * The construct path of every resource: from the template's own metadata, and where an app has switched that off, from
 * what CDK writes beside it.
 */
export function constructPaths(body: any, artifact: WithMetadata, folder: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  let isComplete = true;
  for (const [logicalId, resource] of Object.entries<any>(body.Resources ?? {})) {
    const path = resource?.Metadata?.[PATH];
    if (typeof path === 'string') paths.set(logicalId, path);
    else isComplete = false;
  }
  if (isComplete) return paths;
  const beside = new Map<string, string | undefined>();
  for (const [path, entries] of Object.entries(metadataOf(artifact, folder))) {
    for (const { type, data } of Array.isArray(entries) ? entries : []) {
      if (type !== 'aws:cdk:logicalId' || typeof data !== 'string') continue;
      // a nested stack may have the same logical id: nobody knows which one is meant
      beside.set(data, beside.has(data) ? undefined : path.replace(/^\//, ''));
    }
  }
  for (const logicalId of Object.keys(body.Resources ?? {})) {
    const path = beside.get(logicalId);
    if (path !== undefined && !paths.has(logicalId)) paths.set(logicalId, path);
  }
  return paths;
}

function metadataOf({ metadata, additionalMetadataFile }: WithMetadata, folder: string): Record<string, unknown> {
  if (metadata || !additionalMetadataFile) return metadata ?? {};
  try {
    return JSON.parse(readText(join(folder, basename(additionalMetadataFile))).text) ?? {};
  } catch {
    return {}; // paths are for the reader; verdicts do without
  }
}
