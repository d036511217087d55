import { Stack } from 'aws-cdk-lib';
import { Grant, IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';

/** What a grant method gives, action by action. CDK's own give `s3:GetObject*` and the like, which ROLE-01 refuses. */
export interface ObjectAccess {
  readonly onObjects: readonly string[];
  /** Without it a missing object reads as forbidden, since S3 tells only who may list that it is missing. */
  readonly mayList?: boolean;
  /** What the bucket's key has to allow for that. */
  readonly onKey: readonly string[];
}

export const READ: ObjectAccess = { onObjects: ['s3:GetObject'], mayList: true, onKey: ['kms:Decrypt'] };
/** A multipart upload reads the data key it began with. */
export const PUT: ObjectAccess = {
  onObjects: ['s3:PutObject', 's3:AbortMultipartUpload'],
  onKey: ['kms:Decrypt', 'kms:GenerateDataKey'],
};
export const DELETE: ObjectAccess = { onObjects: ['s3:DeleteObject'], onKey: [] };

export const together = (...all: readonly ObjectAccess[]): ObjectAccess => ({
  onObjects: all.flatMap(({ onObjects }) => onObjects),
  mayList: all.some(({ mayList }) => mayList),
  onKey: [...new Set(all.flatMap(({ onKey }) => onKey))],
});

/** Grants exact actions below key patterns. The key is granted by identity only: its policy names nobody. */
export function grantObjects(bucket: Bucket, grantee: IGrantable, access: ObjectAccess, pattern: unknown = '*'): Grant {
  const patterns = [pattern].flat().map(String);
  const to = { grantee, resource: bucket };
  const objects = Grant.addToPrincipalOrResource({
    ...to,
    actions: [...access.onObjects],
    resourceArns: patterns.map((one) => bucket.arnForObjects(one)),
  });
  const key = bucket.encryptionKey;
  if (key && access.onKey.length > 0) {
    grantee.grantPrincipal.addToPrincipalPolicy?.(
      new PolicyStatement({
        actions: [...access.onKey],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(bucket).region}.amazonaws.com` } },
      }),
    );
  }
  if (!access.mayList) return objects;
  const conditions = patterns.includes('*') ? undefined : { StringLike: { 's3:prefix': patterns } };
  return objects.combine(
    Grant.addToPrincipalOrResource({ ...to, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn], conditions }),
  );
}
