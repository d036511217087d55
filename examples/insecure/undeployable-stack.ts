import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';

/** What CDK synthesizes and CloudFormation refuses, half an hour later and in the middle of a deployment. */
export class Undeployable extends Stack {
  constructor(app: App, id: string, props: StackProps) {
    super(app, id, props);
    const first = new CfnQueue(this, 'First', {
      queueName: 'orders', // PREFLIGHT-07
    });
    const second = new CfnQueue(this, 'Second', {
      queueName: 'orders', // PREFLIGHT-07
      redrivePolicy: { deadLetterTargetArn: first.attrArn, maxReceiveCount: 3 },
    });
    first.redrivePolicy = { deadLetterTargetArn: second.attrArn, maxReceiveCount: 3 }; // PREFLIGHT-01
    second.addPropertyOverride('KmsMasterKeyId', { Ref: 'KeyThatWasRenamed' }); // PREFLIGHT-06
    const consumer = new CfnFunction(this, 'Function', {
      timeout: 60,
      code: { zipFile: 'exports.handler = async () => {}' },
      role: 'arn:aws:iam::111111111111:role/function',
      environment: {
        variables: {
          'order-table': 'orders', // PREFLIGHT-09
          PRICE_LIST: 'tea=450;'.repeat(600), // PREFLIGHT-08
        },
      },
    });
    new CfnEventSourceMapping(this, 'Mapping', {
      functionName: consumer.ref,
      eventSourceArn: first.attrArn, // PREFLIGHT-10
    });
    const buckets = Array.from({ length: 150 }, (_, at) => `arn:aws:s3:::orders-of-customer-number-${at}-by-name/*`);
    new ManagedPolicy(this, 'Policy', {
      statements: [new PolicyStatement({ actions: ['s3:GetObject'], resources: buckets })], // PREFLIGHT-04
    });
    for (let at = 0; at <= 200; at++) new CfnOutput(this, `Customer${at}`, { value: `${at}` }); // PREFLIGHT-02
  }
}
