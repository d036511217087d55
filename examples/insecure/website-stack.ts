import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CfnOriginAccessControl,
  Distribution,
  OriginProtocolPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnLoadBalancer as CfnClassicLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancing';
import { CfnListener, CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnServer } from 'aws-cdk-lib/aws-transfer';
import { CfnIPSet } from 'aws-cdk-lib/aws-wafv2';

export interface InsecureWebProps extends StackProps {
  readonly pages: IBucket;
}

/** A shop window that everybody can see through, and doors without locks. */
export class InsecureWeb extends Stack {
  constructor(app: App, id: string, { pages, ...props }: InsecureWebProps) {
    super(app, id, props);
    this.shop(pages);
    this.doors();
  }

  private shop(pages: IBucket): void {
    const anyPage = new ResponseHeadersPolicy(this, 'AnyPage', {
      corsBehavior: {
        accessControlAllowOrigins: ['*'],
        accessControlAllowCredentials: true, // SITE-15
        accessControlAllowHeaders: ['Authorization'],
        accessControlAllowMethods: ['GET'],
        originOverride: true,
      },
    });
    const certificateArn = 'arn:aws:acm:us-east-1:111111111111:certificate/a1b2c3';
    new Distribution(this, 'Shop', {
      domainNames: ['shop.example.com'],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_1_2016, // SITE-02
      webAclId: undefined, // SITE-09
      enableLogging: false, // SITE-10
      defaultBehavior: {
        origin: S3BucketOrigin.withBucketDefaults(pages), // SITE-06
        viewerProtocolPolicy: ViewerProtocolPolicy.ALLOW_ALL, // SITE-01
        responseHeadersPolicy: anyPage,
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new HttpOrigin('api.example.com', {
            protocolPolicy: OriginProtocolPolicy.HTTP_ONLY, // SITE-04
            originSslProtocols: [OriginSslPolicy.TLS_V1], // SITE-05
            customHeaders: { 'X-Api-Key': 'q8Zr2LwT6vXn4KpB9sYd' }, // SITE-14
          }),
        },
      },
    });
    new CfnOriginAccessControl(this, 'Control', {
      originAccessControlConfig: {
        name: 'pages',
        originAccessControlOriginType: 's3',
        signingProtocol: 'sigv4',
        signingBehavior: 'never', // SITE-08
      },
    });
    new CfnIPSet(this, 'Offices', {
      scope: 'CLOUDFRONT', // WAF-05
      ipAddressVersion: 'IPV4',
      addresses: ['192.0.2.0/24'],
    });
  }

  private doors(): void {
    const balancer = new CfnLoadBalancer(this, 'Balancer', {
      scheme: 'internet-facing', // ENDPOINT-06
      subnets: ['subnet-1', 'subnet-2'],
      loadBalancerAttributes: undefined, // ENDPOINT-03
    });
    const defaultActions = [
      { type: 'forward', targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/1' },
    ];
    new CfnListener(this, 'Plain', {
      loadBalancerArn: balancer.ref,
      port: 80,
      protocol: 'HTTP', // ENDPOINT-01
      defaultActions,
    });
    new CfnListener(this, 'Encrypted', {
      loadBalancerArn: balancer.ref,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-2016-08', // ENDPOINT-02
      certificates: [{ certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/d4e5f6' }],
      defaultActions,
    });
    new CfnClassicLoadBalancer(this, 'Classic', {
      subnets: ['subnet-1'],
      listeners: [{ loadBalancerPort: '80', instancePort: '80', protocol: 'http' }], // ENDPOINT-07
    });
    new CfnServer(this, 'Files', {
      protocols: ['FTP'], // ENDPOINT-09
    });
  }
}
