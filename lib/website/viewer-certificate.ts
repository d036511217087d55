import type { Resource } from '../core/assembly';
import { is, isPresent } from '../core/compare';
import { isUnknown } from '../core/text';

export const AT = 'Properties.DistributionConfig.ViewerCertificate';

/** What a distribution shows its viewers: CloudFront's own certificate, or one that somebody chose. */
export function viewerCertificateOf(distribution: Resource): 'default' | 'unknown' | Record<string, unknown> {
  const certificate = distribution.get('DistributionConfig.ViewerCertificate');
  if (isUnknown(certificate)) return 'unknown';
  if (!isPresent(certificate)) return 'default';
  const { AcmCertificateArn, IamCertificateId, CloudFrontDefaultCertificate } = certificate;
  if (isPresent(AcmCertificateArn) || isPresent(IamCertificateId)) return certificate;
  const isDefault = is(CloudFrontDefaultCertificate, true);
  return isDefault === 'unknown' ? 'unknown' : 'default';
}

/** "Supported protocols and ciphers between viewers and CloudFront", CloudFront developer guide. */
export const isModern = (policy: unknown): boolean => /^TLSv1\.[23]_\d{4}$/.test(String(policy));

/** Those policies without ciphers in CBC mode, which are open to timing attacks. */
export const isToday = (policy: unknown): boolean => isModern(policy) && !/_20(18|19)$/.test(String(policy));
