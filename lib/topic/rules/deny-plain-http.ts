import { TopicProps } from 'aws-cdk-lib/aws-sns';
import { deniesPlainHttp } from '../../core/plain-http';
import { Rule } from '../../core/rule';

export const topicDeniesPlainHttp: Rule<TopicProps> = {
  id: 'TOPIC-02',
  types: ['AWS::SNS::Topic'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the topic policy denies plain HTTP',
  why: 'SNS answers on plain HTTP too: messages and signatures would cross the network readable.',
  fix: 'set enforceSSL to true, or deny sns:Publish to everybody where aws:SecureTransport is false',
  topics: ['transport'],
  controls: ['E2', 'AwsSolutions-SNS3'],
  migration: 'breaks-callers',
  reaches: ['construct', 'mixin'],
  secure: { props: () => ({ enforceSSL: true }) },
  check: (topic, { assembly }) => {
    const policies = assembly.about(topic).filter(({ type }) => POLICIES.has(type));
    return deniesPlainHttp(topic, policies, ['sns:Publish']);
  },
};

const POLICIES: ReadonlySet<string> = new Set(['AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy']);
