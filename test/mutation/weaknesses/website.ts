import { Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { allow, Area, KEEP, Row } from './table';
import { LogBucket, SecureWebsite } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const CONTROL = 'AWS::CloudFront::OriginAccessControl';
const SOURCE = 'AWS::Logs::DeliverySource';
const DELIVERY = 'AWS::Logs::Delivery';
const BUCKET = 'AWS::S3::Bucket';
const POLICY = 'AWS::S3::BucketPolicy';
const config = (path: string): string => `DistributionConfig.${path}`;
const REGIONAL = 'arn:aws:wafv2:us-east-1:111111111111:regional/webacl/a/1';
const PAGES = 'Site/Bucket';

const ROWS: Row[] = [
  [DISTRIBUTION, '', config('DefaultCacheBehavior.ViewerProtocolPolicy'), 'allow-all'],
  [
    DISTRIBUTION,
    '',
    config('CacheBehaviors'),
    KEEP,
    [{ PathPattern: '/x', TargetOriginId: 'x', ViewerProtocolPolicy: 'allow-all' }],
  ],
  [DISTRIBUTION, '', config('ViewerCertificate.MinimumProtocolVersion'), 'TLSv1', 'TLSv1.1_2016', 'SSLv3'],
  [DISTRIBUTION, '', config('WebACLId'), '', REGIONAL],
  [DISTRIBUTION, '', config('Origins.0.OriginAccessControlId'), ''],
  [DISTRIBUTION, '', config('Origins.0.DomainName'), KEEP, 'pages.s3-website-us-east-1.amazonaws.com'],
  [DISTRIBUTION, '', config('Origins.0.CustomOriginConfig'), KEEP, { OriginProtocolPolicy: 'http-only' }],
  [
    DISTRIBUTION,
    '',
    config('Origins.0.CustomOriginConfig'),
    KEEP,
    { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1'] },
  ],
  [
    DISTRIBUTION,
    '',
    config('Origins.0.OriginCustomHeaders'),
    KEEP,
    [{ HeaderName: 'X-Api-Key', HeaderValue: 'q8Zr2LwT6vXn4KpB9sYd' }],
  ],
  [CONTROL, '', 'OriginAccessControlConfig.SigningBehavior', 'never'],
  [
    'AWS::CloudFront::ResponseHeadersPolicy',
    '',
    'ResponseHeadersPolicyConfig.CorsConfig',
    KEEP,
    { AccessControlAllowCredentials: true, AccessControlAllowOrigins: { Items: ['*'] } },
  ],
  [SOURCE, '', 'LogType', 'CONNECTION_LOGS'],
  [SOURCE, '', 'ResourceArn', 'arn:aws:cloudfront::111111111111:distribution/E1'],
  [DELIVERY, '', 'DeliverySourceName', 'another'],
  [BUCKET, PAGES, 'PublicAccessBlockConfiguration'],
  [BUCKET, PAGES, 'PublicAccessBlockConfiguration.BlockPublicPolicy', false],
  [BUCKET, PAGES, 'OwnershipControls'],
  [BUCKET, PAGES, 'VersioningConfiguration'],
  [BUCKET, PAGES, 'LoggingConfiguration'],
  [BUCKET, PAGES, 'LifecycleConfiguration'],
  [BUCKET, PAGES, 'BucketEncryption'],
  [BUCKET, PAGES, 'Tags', [{ Key: 'data-class', Value: 'personal' }]],
  [BUCKET, PAGES, 'WebsiteConfiguration', KEEP, { IndexDocument: 'index.html' }],
  [BUCKET, PAGES, '@DeletionPolicy', 'Delete'],
  [POLICY, PAGES, 'Bucket', 'another'],
  [POLICY, PAGES, 'PolicyDocument.Statement.0'],
  [POLICY, PAGES, 'PolicyDocument.Statement.2.Condition'],
  [
    POLICY,
    PAGES,
    'PolicyDocument.Statement.2.Condition.StringEquals.AWS:SourceArn',
    '*',
    'arn:aws:cloudfront::*:distribution/*',
  ],
  [POLICY, PAGES, 'PolicyDocument.Statement.2.Action', KEEP, 's3:*'],
];

const distributionIn = (stack: Stack) => resourcesOf(stack, DISTRIBUTION)[0] as CfnDistribution;
const siteIn = (stack: Stack) => stack.node.findChild('Site') as SecureWebsite;

const ATTACKS: Attack[] = [
  {
    name: 'the certificate of CloudFront’s own time, of IAM, with TLS 1.0',
    apply: (s) =>
      distributionIn(s).addPropertyOverride(config('ViewerCertificate'), {
        IamCertificateId: 'A',
        MinimumProtocolVersion: 'TLSv1_2016',
      }),
  },
  {
    name: 'the delivery taken away',
    apply: (s) => void siteIn(s).distribution.node.tryRemoveChild('LogDelivery'),
  },
  {
    name: 'the web ACL told to let everything in',
    apply: (s) => resourcesOf(s, 'AWS::WAFv2::WebACL')[0].addPropertyOverride('Rules', []),
  },
  {
    name: 'a second policy, that makes the pages public',
    apply: (s) =>
      new CfnBucketPolicy(s, 'X', {
        bucket: siteIn(s).bucket.bucketName,
        policyDocument: allow({ Principal: '*', Action: 's3:GetObject', Resource: `${siteIn(s).bucket.bucketArn}/*` }),
      }),
  },
  {
    name: 'everybody let in beside CloudFront',
    apply: (s) =>
      siteIn(s).bucket.addToResourcePolicy(
        new PolicyStatement({
          principals: [new AnyPrincipal()],
          actions: ['s3:GetObject'],
          resources: [siteIn(s).bucket.arnForObjects('*')],
        }),
      ),
  },
  {
    name: 'the logs of every account taken',
    apply: (s) =>
      LogBucket.of(s).bucket.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
          actions: ['s3:PutObject'],
          resources: [LogBucket.of(s).bucket.arnForObjects('*')],
        }),
      ),
  },
];

export const WEBSITE: Area = {
  build: (stack) => {
    const arn = 'arn:aws:acm:us-east-1:111111111111:certificate/a1';
    const certificate = Certificate.fromCertificateArn(stack, 'Certificate', arn);
    new SecureWebsite(stack, 'Site', { domainNames: ['shop.example.com'], certificate });
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::WAFv2::WebACL.*': 'the area of web ACLs has it',
    'AWS::WAFv2::LoggingConfiguration.*': 'the area of web ACLs has it',
    'AWS::Logs::LogGroup.*': 'the area of web ACLs has it',
    'AWS::KMS::Key.*': 'the operations key, as it is with a function',
    [`${SOURCE}.Name`]: 'a name',
    'AWS::Logs::DeliveryDestination.*': 'where the logs go: without it the deployment fails',
    [`${DELIVERY}.DeliveryDestinationArn`]: 'without it the deployment fails',
    [`${DELIVERY}.RecordFields`]: 'what is written of a request is the team’s',
  },
  spared: [
    [
      [POLICY, 'SecureLogBucket', 'PolicyDocument.Statement.3.Condition'],
      'logs are delivered below AWSLogs/<account>: the path says whose they are',
    ],
    [
      [DISTRIBUTION, '', config('ViewerCertificate')],
      'CloudFront’s own certificate: nobody without a domain can have better, SITE-03 warns',
    ],
    [[DISTRIBUTION, '', config('DefaultRootObject')], 'nobody may list the bucket; SITE-11 warns'],
    [[DISTRIBUTION, '', config('DefaultCacheBehavior.ResponseHeadersPolicyId')], 'SITE-12 warns'],
    [
      [DISTRIBUTION, '', config('Restrictions'), KEEP, { GeoRestriction: { RestrictionType: 'none' } }],
      'who may see it is the team’s',
    ],
  ],
};
