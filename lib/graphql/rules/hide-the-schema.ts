import { type GraphqlApiProps, IntrospectionConfig } from 'aws-cdk-lib/aws-appsync';
import { Rule } from '../../core/rule';
import { API } from '../api-parts';

export const hideTheSchema: Rule<GraphqlApiProps> = {
  id: 'GRAPHQL-12',
  types: [API],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a GraphQL API in production does not tell its schema',
  why: 'By introspection every caller reads all fields and arguments, also those that are not meant for him. Hiding them protects nothing by itself.',
  fix: 'set introspectionConfig to IntrospectionConfig.DISABLED',
  topics: ['public-access'],
  controls: ['I1'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    // developers explore the API by it
    props: ({ profile }) => (profile === 'development' ? {} : { introspectionConfig: IntrospectionConfig.DISABLED }),
    cfn: () => ({ IntrospectionConfig: 'DISABLED' }),
  },
};
