import { QueueProps } from 'aws-cdk-lib/aws-sqs';
import { deniesPlainHttp } from '../../core/plain-http';
import { Rule } from '../../core/rule';

/** Whoever may do one of these over plain HTTP reads, forges or steals messages. */
const ACTIONS = [
  'sqs:SendMessage',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:PurgeQueue',
  'sqs:GetQueueAttributes',
  'sqs:SetQueueAttributes',
];

export const queueDeniesPlainHttp: Rule<QueueProps> = {
  id: 'QUEUE-02',
  types: ['AWS::SQS::Queue'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the queue policy denies plain HTTP',
  why: 'SQS answers on plain HTTP too: messages and signatures would cross the network readable.',
  fix: 'set enforceSSL to true, or deny sqs:* to everybody where aws:SecureTransport is false',
  topics: ['transport'],
  controls: ['E2', 'AwsSolutions-SQS4'],
  migration: 'breaks-callers',
  reaches: ['construct', 'mixin'],
  secure: { props: () => ({ enforceSSL: true }) },
  check: (queue, { assembly }) => {
    const policies = assembly.about(queue).filter(({ type }) => POLICIES.has(type));
    return deniesPlainHttp(queue, policies, ACTIONS);
  },
};

const POLICIES: ReadonlySet<string> = new Set(['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy']);
