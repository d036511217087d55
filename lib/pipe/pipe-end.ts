import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IQueue } from 'aws-cdk-lib/aws-sqs';

/** One end of a pipe as CloudFormation takes it, and what the pipe's role has to be allowed there. */
export interface PipeEnd {
  readonly arn: string;
  readonly parameters?: object;
  readonly statements: readonly PolicyStatement[];
}

/** What a source has to know of its pipe. */
export interface PipeFacts {
  /** Where records go that cannot be delivered; made when it is asked for. */
  readonly failures: () => IQueue;
}

export const allow = (actions: readonly string[], ...resources: string[]): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources });

/** A key, in the hands of the service that it is for. */
export const useThrough = (
  service: string,
  region: string,
  key: IKey | undefined,
  actions: string[],
): PolicyStatement[] =>
  key
    ? [
        new PolicyStatement({
          actions,
          resources: [key.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
        }),
      ]
    : [];
