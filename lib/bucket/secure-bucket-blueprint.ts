import { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import { Bucket, BucketProps } from 'aws-cdk-lib/aws-s3';
import { secureProps } from '../core/secure-props';
import { BUCKET_RULES } from './rules/index';

/**
 * Gives plain `s3.Bucket`s what cannot break whoever uses them: versioning, and lifecycle rules for unfinished uploads
 * and for the old versions that come with it (BUCKET-05, BUCKET-07).
 *
 * Public access blocks, TLS, ownership and SSE-C stay findings, since somebody may rely on the weakness; so do keys, since
 * the objects that are there stay encrypted as they are. Where you set `versioned` or Object Lock yourself, no old version
 * is expired: those that are there already would go.
 *
 * Use it with `PropertyInjectors.of(scope).add(new SecureBucketBlueprint())`. CDK uses one injector per class, the nearest.
 */
export class SecureBucketBlueprint implements IPropertyInjector {
  /** The class it is for: `s3.Bucket`. */
  public readonly constructUniqueId = Bucket.PROPERTY_INJECTION_ID;

  /** The props with our defaults below them. */
  public inject(originalProps: any, context: InjectionContext): any {
    const given: BucketProps = originalProps ?? {};
    const rules = BUCKET_RULES.filter(
      ({ id, reaches }) => reaches.includes('blueprint') && !(id === EXPIRY && isVersioned(given)),
    );
    return secureProps(rules, context.scope, context.id, given);
  }
}

/** The rule whose defaults would delete versions that a bucket has already. */
const EXPIRY = 'BUCKET-07';

const isVersioned = ({ versioned, objectLockEnabled, objectLockDefaultRetention }: BucketProps): boolean =>
  Boolean(versioned ?? objectLockEnabled) || objectLockDefaultRetention !== undefined;
