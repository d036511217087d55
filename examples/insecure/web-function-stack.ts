import { Stack, StackProps } from 'aws-cdk-lib';
import { CfnMicrovmImage, CfnWebFunctionEndpoint, CfnWebFunctionRevision } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** A shop as a web function, and an image for code that customers send. */
export class InsecureWebFunction extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const role = `arn:aws:iam::${this.account}:role/shop`;

    // WEB-01
    new CfnWebFunctionEndpoint(this, 'Shop', {
      functionName: 'shop',
      endpointName: 'prod',
      endpointType: 'HomeRegion',
      authType: 'ApplicationManaged',
    });
    new CfnWebFunctionRevision(this, 'Revision', {
      functionName: 'shop', // WEB-03
      buildConfig: {
        codeConfig: { s3Object: { bucket: 'code', key: 'shop.zip' } },
        runtimeConfig: { runtime: 'nodejs24.x' },
      },
      serviceConfig: { executionRoleArn: role, environmentVariables: { DB_PASSWORD: 'correct-horse-battery' } }, // WEB-02
    });
    new CfnMicrovmImage(this, 'Sandbox', {
      name: 'sandbox',
      description: 'runs code of customers',
      baseImageArn: 'arn:aws:lambda:us-east-1::microvm-image/base',
      baseImageVersion: '1',
      buildRoleArn: role,
      codeArtifact: { uri: 's3://code/sandbox.zip' },
      cpuConfigurations: [{ architecture: 'arm64' }],
      egressNetworkConnectors: [],
      environmentVariables: [],
      hooks: {},
      logging: { disabled: true }, // WEB-06
      resources: [{ minimumMemoryInMiB: 512 }],
      additionalOsCapabilities: ['ALL'],
    });
  }
}
