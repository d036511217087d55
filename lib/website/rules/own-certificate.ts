import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { DISTRIBUTION } from '../distribution-config';
import { AT, isModern, isToday, viewerCertificateOf } from '../viewer-certificate';

/** It only warns: without a domain of one's own, nobody can have a better one than CloudFront's certificate. */
export const ownCertificate: Rule = {
  id: 'SITE-03',
  types: [DISTRIBUTION],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a distribution has a certificate of its own, and the TLS policy of 2021 or later',
  why: 'With the certificate of CloudFront it takes TLS 1.0, whatever else is set; the policies of 2018 and 2019 take ciphers in CBC mode.',
  fix: 'set domainNames and certificate, and minimumProtocolVersion to SecurityPolicyProtocol.TLS_V1_2_2021 or later',
  topics: ['transport'],
  controls: ['E2', 'FSBP CloudFront.7', 'FSBP CloudFront.15', 'AwsSolutions-CFR4'],
  migration: 'breaks-callers',
  reaches: [],
  check: (distribution) => {
    const certificate = viewerCertificateOf(distribution);
    if (certificate === 'unknown') return unknown('a certificate that cannot be read here', AT);
    if (certificate === 'default') return fail('the certificate of CloudFront, which takes TLS 1.0', AT);
    const { MinimumProtocolVersion: policy } = certificate;
    // what is older than TLS 1.2 is SITE-02's
    if (isUnknown(policy) || !isModern(policy) || isToday(policy)) return PASS;
    return fail(`MinimumProtocolVersion ${readable(policy)}`, AT);
  },
};
