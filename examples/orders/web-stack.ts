import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { SecureWebsite } from 'cdk-secure-serverless';
import { Construct } from 'constructs';

export interface WebStackProps extends StackProps {
  /** The certificate of `domainName`, in us-east-1. */
  readonly certificateArn: string;
  readonly domainName: string;
  /** What the pages may call, beside their own files. */
  readonly apiOrigin: string;
}

/** What customers see. CloudFront takes certificate, web ACL and logs from us-east-1, wherever the rest of the service is. */
export class WebStack extends Stack {
  constructor(scope: Construct, id: string, props: WebStackProps) {
    super(scope, id, props);
    const { domainName, certificateArn, apiOrigin } = props;
    const { bucket, distribution } = new SecureWebsite(this, 'Shop', {
      domainNames: [domainName],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      contentSecurityPolicy: `default-src 'self'; connect-src 'self' ${apiOrigin}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    });
    // the pages come by `aws s3 sync`: a release of them needs no deployment
    new CfnOutput(this, 'ShopBucket', { value: bucket.bucketName });
    new CfnOutput(this, 'ShopDistribution', { value: distribution.distributionId });
  }
}
