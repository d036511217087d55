import { CfnDeletionPolicy, CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { harden, RuleMixin } from '../core/harden';
import { ProfileName, profileOf } from '../core/profile';
import { Change, changeProperty, isOpen, propertyOf } from './bucket-properties';
import { ABANDONED_UPLOAD_DAYS, HOUSEKEEPING, OLD_VERSION_DAYS } from './lifecycle';
import { BUCKET_RULES } from './rules/index';
import { denyWeakTransport } from './transport-policy';

/**
 * Makes the rules hold on a bucket that exists already, whoever made it: an L2, an L1, or a generic resource. It switches
 * on the public access blocks, owner enforcement, TLS by policy, the SSE-C block, versioning and, unless the profile is
 * development, retention; it adds lifecycle rules for what the bucket's own leave open.
 *
 * Whoever relied on plain HTTP, ACLs, SSE-C or public objects is locked out: read the gate's findings first.
 *
 * What it leaves to you: the key, access logs and website hosting; ACLs other than `Private`, since somebody was given
 * them; the expiry of old versions where versioning was on already, since they would be deleted; and the removal of a bucket
 * that CDK empties (`autoDeleteObjects`). Logical ids and names stay.
 */
export class SecureBucketMixin extends RuleMixin {
  /** @internal */
  protected readonly _rules = BUCKET_RULES;

  /** Hardens a bucket in place; everything else is left alone. */
  public override applyTo(construct: IConstruct): void {
    if (!CfnResource.isCfnResource(construct) || !this.supports(construct)) return;
    const hadVersions = isPresent(construct, 'VersioningConfiguration') || isPresent(construct, 'ObjectLockEnabled');
    const acl = propertyOf(construct, 'AccessControl');
    const hasAcl = acl !== undefined && acl !== 'Private';
    harden(hasAcl ? BUCKET_RULES.filter(({ id }) => id !== OWNERSHIP) : BUCKET_RULES, construct);
    const profile = profileOf(construct).name;
    changeProperty(construct, 'BucketEncryption', blockCustomerProvidedKeys);
    changeProperty(construct, 'LifecycleConfiguration', expireLeftovers(hadVersions, profile));
    denyWeakTransport(construct);
    if (profile !== 'development') keepOnRemoval(construct);
  }
}

const OWNERSHIP = 'BUCKET-02';

const isPresent = (resource: CfnResource, property: string): boolean =>
  ![undefined, false].includes(propertyOf(resource, property));

const blockCustomerProvidedKeys: Change = (before, cased) => {
  const list = cased('ServerSideEncryptionConfiguration');
  const [first, ...rest] = [before?.[list] ?? {}].flat();
  if ([before, before?.[list], first].some(isOpen)) return before;
  const blocked = { [cased('EncryptionType')]: ['SSE-C'] };
  return { ...before, [list]: [{ ...first, [cased('BlockedEncryptionTypes')]: blocked }, ...rest] };
};

const expireLeftovers =
  (hadVersions: boolean, profile: ProfileName): Change =>
  (before, cased) => {
    const rules: any[] = [before?.[cased('Rules')] ?? []].flat();
    if ([before, before?.[cased('Rules')], ...rules].some(isOpen)) return before;
    const filters = ['Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'].map(cased);
    const all = rules.filter((rule) => rule[cased('Status')] === 'Enabled' && !filters.some((key) => rule[key]));
    const needsAbort = !all.some((rule) => rule[cased('AbortIncompleteMultipartUpload')]);
    const needsExpiry =
      !hadVersions && !rules.some((rule) => Object.keys(rule).some((key) => /^noncurrent/i.test(key)));
    if (!needsAbort && !needsExpiry) return before;
    const ours = {
      [cased('Id')]: HOUSEKEEPING,
      [cased('Status')]: 'Enabled',
      ...(needsAbort && {
        [cased('AbortIncompleteMultipartUpload')]: { [cased('DaysAfterInitiation')]: ABANDONED_UPLOAD_DAYS },
      }),
      ...(needsExpiry && {
        [cased('NoncurrentVersionExpiration')]: { [cased('NoncurrentDays')]: OLD_VERSION_DAYS[profile] },
      }),
    };
    return { ...before, [cased('Rules')]: [...rules, ours] };
  };

/** Unless CDK's handler would empty the bucket all the same; it refuses any other removal policy. */
function keepOnRemoval(resource: CfnResource): void {
  const isEmptied = [resource, resource.node.scope].some((one) =>
    one?.node.tryFindChild('AutoDeleteObjectsCustomResource'),
  );
  if (isEmptied) return;
  const { cfnOptions } = resource;
  if (cfnOptions.deletionPolicy !== CfnDeletionPolicy.RETAIN) {
    cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
  }
  cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}
