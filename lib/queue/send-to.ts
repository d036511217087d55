import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IQueue } from 'aws-cdk-lib/aws-sqs';

/** What the role of somebody has to be allowed who delivers failures himself: Lambda, Scheduler, Pipes. */
export const sendTo = ({ queueArn, encryptionMasterKey, env }: IQueue): PolicyStatement[] => [
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queueArn] }),
  ...(encryptionMasterKey
    ? [
        new PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [encryptionMasterKey.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `sqs.${env.region}.amazonaws.com` } },
        }),
      ]
    : []),
];
