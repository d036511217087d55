import { compact, isGiven, isPlainMap, Properties } from './intrinsic-shapes';
import type { SamResource } from './sam-resource';

/** `s3://bucket/key?versionId=v`. */
export function s3Location(uri: unknown): { Bucket: string; Key: string; Version?: string } | undefined {
  const [, bucket, key, version] =
    typeof uri === 'string' ? (/^s3:\/\/([^/?]+)\/([^?]+)(?:\?versionId=([^&]+))?$/.exec(uri) ?? []) : [];
  if (bucket === undefined) return undefined;
  return { Bucket: bucket, Key: key, ...(version !== undefined && { Version: version }) };
}

/** A file or folder that lies beside the template stays its path: `sam package` has not moved it to S3 yet. */
export function s3Code(uri: unknown): unknown {
  const place = isPlainMap(uri) ? uri : s3Location(uri);
  if (!place) return uri;
  return compact({ S3Bucket: place.Bucket, S3Key: place.Key, S3ObjectVersion: place.Version });
}

export function codeOf(sam: SamResource): unknown {
  const { InlineCode, CodeUri, ImageUri, SourceKMSKeyArn } = sam.properties;
  if (isGiven(InlineCode)) return { ZipFile: InlineCode };
  if (isGiven(ImageUri)) return { ImageUri };
  const code = s3Code(CodeUri);
  return isPlainMap(code) ? { ...code, ...compact({ SourceKMSKeyArn } as Properties) } : code;
}
