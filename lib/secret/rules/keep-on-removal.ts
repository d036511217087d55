import { RemovalPolicy } from 'aws-cdk-lib';
import { SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import { keptOnRemoval } from '../../core/kept-on-removal';
import { Rule } from '../../core/rule';

export const keepOnRemoval: Rule<SecretProps> = {
  id: 'SECRET-04',
  types: ['AWS::SecretsManager::Secret'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a secret is kept when its resource is removed or replaced',
  why: 'A renamed construct deletes what others still sign, decrypt or log in with.',
  fix: 'set removalPolicy to RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE',
  topics: ['retention', 'secrets'],
  controls: ['E4'],
  migration: 'none',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: {
    props: ({ profile }) => ({
      removalPolicy: profile === 'development' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    }),
  },
  check: keptOnRemoval,
};
