import { Architecture, FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

export const stateMemory: Rule<FunctionProps> = {
  id: 'FUNCTION-05',
  types: ['AWS::Lambda::Function'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the memory of a function is stated',
  why: 'Memory is price and processor share at once; the default of 128 MB is often the slowest and not the cheapest.',
  fix: 'set memorySize; measure with AWS Lambda Power Tuning',
  topics: ['denial-of-wallet'],
  controls: ['F5', 'Serverless-LambdaDefaultMemorySize'],
  migration: 'in-place',
  reaches: ['construct'],
  secure: {
    props: ({ given }) => ({
      memorySize: 256,
      // a fifth cheaper per second; an image is built for the processor of its author
      architecture: given.runtime === Runtime.FROM_IMAGE ? undefined : Architecture.ARM_64,
    }),
  },
  check: (resource) => (isPresent(resource.get('MemorySize')) ? PASS : fail('MemorySize not set', 'Properties')),
};
