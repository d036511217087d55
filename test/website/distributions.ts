import { verdicts } from '../support/judging';

/** Raw resources for the rules of distributions. */
export const PARAMETERS = {
  Parameters: { P: { Type: 'String' } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
export const DOMAIN = { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] };
export const BUCKET = { Type: 'AWS::S3::Bucket' };

export const behavior = (rest: object = {}) => ({
  TargetOriginId: 'site',
  ViewerProtocolPolicy: 'redirect-to-https',
  ...rest,
});
export const ofBucket = (rest: object = {}) => ({
  Id: 'site',
  DomainName: DOMAIN,
  S3OriginConfig: { OriginAccessIdentity: '' },
  OriginAccessControlId: 'E123',
  ...rest,
});
export const ofServer = (config: object = {}, rest: object = {}) => ({
  Id: 'site',
  DomainName: 'shop.example.com',
  CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'], ...config },
  ...rest,
});

export const site = (config: unknown = {}) => ({
  Site: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig:
        typeof config === 'object' && config !== null && 'Ref' in config
          ? config
          : { Enabled: true, DefaultCacheBehavior: behavior(), Origins: [ofBucket()], ...(config as object) },
    },
  },
});

/** What a rule says of a distribution with this configuration. */
export const says = (id: string, config: unknown, beside: object = {}): string[] =>
  verdicts(id, { Bucket: BUCKET, ...site(config), ...beside }, PARAMETERS).map((one) => one.replace(' Site', ''));
