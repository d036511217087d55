import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroupProps } from 'aws-cdk-lib/aws-logs';
import { fail, PASS, Rule, unknown } from '../../core/rule';

const KEEPS = ['Retain', 'RetainExceptOnCreate'];

export const keepOnRemoval: Rule<LogGroupProps> = {
  id: 'LOGS-03',
  types: ['AWS::Logs::LogGroup'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'logs outlive their stack',
  why: 'Deleting or replacing a stack is how traces of an intrusion disappear.',
  fix: 'set removalPolicy to RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE',
  topics: ['retention', 'logging'],
  controls: ['E4', 'G1'],
  migration: 'none',
  reaches: ['construct'],
  secure: {
    props: ({ profile }) => ({
      removalPolicy: profile === 'development' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    }),
  },
  check: ({ raw }) => {
    for (const attribute of ['DeletionPolicy', 'UpdateReplacePolicy']) {
      const policy = raw[attribute];
      if (typeof policy === 'object' && policy !== null)
        return unknown(`${attribute} ${JSON.stringify(policy)}`, attribute);
      if (!KEEPS.includes(policy)) return fail(`${attribute} ${policy ?? 'not set'}`, attribute);
    }
    return PASS;
  },
};
