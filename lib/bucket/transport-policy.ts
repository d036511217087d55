import { CfnResource, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { changeProperty, isOpen } from './bucket-properties';

const POLICY = 'AWS::S3::BucketPolicy';

/**
 * Denies plain HTTP and TLS below 1.2 on a bucket that is there already: in the policy it has in its stack, or in a new
 * one. A bucket takes one policy only.
 */
export function denyWeakTransport(bucket: CfnResource): void {
  const statements = denials(bucket);
  const l2 = bucket.node.scope;
  const isOfL2 = l2 instanceof Bucket && l2.node.defaultChild === bucket;
  if (isOfL2 && l2.policy) return void statements.forEach((one) => l2.addToResourcePolicy(one));
  const policies = policiesIn(Stack.of(bucket), bucket);
  if (policies.length > 0) return policies.forEach((policy) => extend(policy, statements));
  if (isOfL2) return void statements.forEach((one) => l2.addToResourcePolicy(one));
  // the id that CDK's own grants look for and would use
  new CfnBucketPolicy(bucket, 'S3BucketPolicy', {
    bucket: bucket.ref,
    policyDocument: new PolicyDocument({ statements }),
  });
}

function denials(bucket: CfnResource): PolicyStatement[] {
  const arn = bucket.getAtt('Arn').toString();
  return [{ Bool: { 'aws:SecureTransport': 'false' } }, { NumericLessThan: { 's3:TlsVersion': 1.2 } }].map(
    (conditions) =>
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:*'],
        resources: [arn, `${arn}/*`],
        conditions,
      }),
  );
}

function policiesIn(stack: Stack, bucket: CfnResource): CfnResource[] {
  const { bucketName, _cfnProperties: generic } = bucket as any;
  const names = [bucket.ref, bucketName ?? generic?.BucketName].map((one) => JSON.stringify(stack.resolve(one)));
  return stack.node
    .findAll()
    .filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType === POLICY)
    .filter((policy) => {
      const about = policy instanceof CfnBucketPolicy ? policy.bucket : (policy as any)._cfnProperties?.Bucket;
      return about !== undefined && names.includes(JSON.stringify(stack.resolve(about)));
    });
}

function extend(policy: CfnResource, statements: readonly PolicyStatement[]): void {
  if (policy instanceof CfnBucketPolicy && policy.policyDocument instanceof PolicyDocument) {
    return policy.policyDocument.addStatements(...statements);
  }
  changeProperty(policy, 'PolicyDocument', (before) =>
    isOpen(before) ? before : withStatements(before, statements, policy),
  );
}

function withStatements(document: any, statements: readonly PolicyStatement[], policy: CfnResource): any {
  const there: any[] = [document?.Statement ?? []].flat();
  const text = (one: unknown) => JSON.stringify(Stack.of(policy).resolve(one));
  const known = new Set(there.map(text));
  const missing = statements.map((one) => one.toStatementJson()).filter((one) => !known.has(text(one)));
  return { Version: '2012-10-17', ...document, Statement: [...there, ...missing] };
}
