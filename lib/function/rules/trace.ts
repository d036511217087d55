import { FunctionProps, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Rule } from '../../core/rule';

export const trace: Rule<FunctionProps> = {
  id: 'FUNCTION-08',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'the requests of a function are traced',
  why: 'Without traces nobody sees which calls a request made: neither an attack across functions nor what hangs.',
  fix: 'set tracing to Tracing.ACTIVE; on an L1, let its role write xray:PutTraceSegments and PutTelemetryRecords too',
  topics: ['monitoring'],
  controls: ['G8', 'FSBP Lambda.7', 'Serverless-LambdaTracing'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint'],
  secure: {
    props: () => ({ tracing: Tracing.ACTIVE }),
    cfn: () => ({ TracingConfig: { Mode: 'Active' } }),
  },
};
