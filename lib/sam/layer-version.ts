import { s3Code } from './code-location';
import { isGiven, pick } from './intrinsic-shapes';
import type { SamResource } from './sam-resource';

const KNOWN: ReadonlySet<string> = new Set([
  ...['LayerName', 'Description', 'PublishLambdaVersion', 'ContentUri', 'CompatibleArchitectures'],
  ...['CompatibleRuntimes', 'LicenseInfo', 'RetentionPolicy'],
]);

/** An `AWS::Serverless::LayerVersion`. SAM digests it into its logical id; here it keeps the one it has. */
export function writeLayerVersion(sam: SamResource): void {
  const { properties, id, raw } = sam;
  sam.knows(properties, KNOWN);
  const given: unknown = properties.RetentionPolicy;
  const policy = typeof given === 'string' ? given[0]?.toUpperCase() + given.slice(1).toLowerCase() : undefined;
  if (isGiven(given) && policy !== 'Retain' && policy !== 'Delete')
    sam.block('RetentionPolicy', 'neither Retain nor Delete');
  sam.become(
    'AWS::Lambda::LayerVersion',
    {
      ...pick(properties, ['Description', 'CompatibleArchitectures', 'CompatibleRuntimes', 'LicenseInfo']),
      LayerName: properties.LayerName ?? id,
      Content: s3Code(properties.ContentUri),
    },
    { DeletionPolicy: policy ?? raw.DeletionPolicy ?? 'Retain' },
  );
}
