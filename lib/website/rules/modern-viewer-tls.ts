import { DistributionProps, SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { DISTRIBUTION } from '../distribution-config';
import { AT, isModern, viewerCertificateOf } from '../viewer-certificate';

export const modernViewerTls: Rule<DistributionProps> = {
  id: 'SITE-02',
  types: [DISTRIBUTION],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'with a certificate of its own, a distribution takes TLS 1.2 or later only',
  why: 'TLS 1.0 and 1.1 have known weaknesses, no browser needs them, and whoever sits in between can ask for them.',
  fix: 'set minimumProtocolVersion to SecurityPolicyProtocol.TLS_V1_2_2021 or later',
  topics: ['transport'],
  controls: ['E2', 'FSBP CloudFront.15', 'AwsSolutions-CFR4'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  // without a certificate of its own CDK only warns that it is ignored
  secure: {
    props: ({ given }) => (given.certificate ? { minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021 } : {}),
  },
  check: (distribution) => {
    const certificate = viewerCertificateOf(distribution);
    if (certificate === 'unknown') return unknown('a certificate that cannot be read here', AT);
    if (certificate === 'default') return PASS; // SITE-03: nobody can choose there
    const { MinimumProtocolVersion: policy } = certificate;
    const got = `MinimumProtocolVersion ${policy === undefined ? 'not set' : readable(policy)}`;
    if (isUnknown(policy)) return unknown(got, AT);
    return isModern(policy) ? PASS : fail(got, AT);
  },
};
