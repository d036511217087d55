import type { GraphqlApiProps } from 'aws-cdk-lib/aws-appsync';
import { Rule } from '../../core/rule';
import { API } from '../api-parts';

export const traceRequests: Rule<GraphqlApiProps> = {
  id: 'GRAPHQL-09',
  types: [API],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'the requests of a GraphQL API are traced',
  why: 'One request calls many resolvers: without a trace nobody sees which of them made what happen.',
  fix: 'set xrayEnabled to true',
  topics: ['monitoring'],
  controls: ['G8', 'Serverless-AppSyncTracing'],
  migration: 'in-place',
  reaches: ['construct'],
  secure: { props: () => ({ xrayEnabled: true }), cfn: () => ({ XrayEnabled: true }) },
};
