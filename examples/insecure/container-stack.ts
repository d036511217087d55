import { App, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnFileSystem } from 'aws-cdk-lib/aws-efs';
import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

/** Pictures that customers send in, taken by a container, and what watches and guards it. */
export class InsecureContainers extends Stack {
  constructor(app: App, id: string, props: StackProps) {
    super(app, id, props);
    this.pictures();
    this.doors();
    this.watch();
  }

  private pictures(): void {
    const files = new CfnFileSystem(this, 'Pictures', { encrypted: true });
    files.applyRemovalPolicy(RemovalPolicy.DESTROY); // STORE-34
    new CfnTaskDefinition(this, 'Resize', {
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        {
          name: 'resize',
          image: 'resize:latest',
          logConfiguration: undefined, // STORE-38
        },
      ],
      volumes: [
        {
          name: 'pictures',
          efsVolumeConfiguration: { filesystemId: files.ref, transitEncryption: 'DISABLED' }, // STORE-17
        },
      ],
    });
  }

  private doors(): void {
    new CfnLoadBalancer(this, 'Balancer', {
      scheme: 'internal',
      subnets: ['subnet-1', 'subnet-2'],
      loadBalancerAttributes: [{ key: 'routing.http.desync_mitigation_mode', value: 'monitor' }], // ENDPOINT-04
    });
    new CfnUrl(this, 'Send', {
      targetFunctionArn: `arn:aws:lambda:${this.region}:${this.account}:function:send-picture`,
      authType: 'AWS_IAM',
      cors: { allowOrigins: ['*'], allowCredentials: true }, // FUNCTION-17
    });
    const visibilityConfig = { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName: 'pictures' };
    new CfnWebACL(this, 'Firewall', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig,
      rules: [
        {
          name: 'common',
          priority: 0,
          overrideAction: { none: {} },
          visibilityConfig,
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS',
              name: 'AWSManagedRulesCommonRuleSet',
              ruleActionOverrides: [{ name: 'SizeRestrictions_BODY', actionToUse: { allow: {} } }], // WAF-07
            },
          },
        },
      ],
    });
  }

  private watch(): void {
    new CfnCanary(this, 'Watch', {
      name: 'pictures',
      executionRoleArn: `arn:aws:iam::${this.account}:role/watch`,
      artifactS3Location: 's3://watch/pictures',
      schedule: { expression: 'rate(5 minutes)' },
      code: { handler: 'index.handler', s3Bucket: 'watch', s3Key: 'canary.zip' },
      runtimeVersion: 'syn-nodejs-puppeteer-3.9', // FUNCTION-19
    });
  }
}
