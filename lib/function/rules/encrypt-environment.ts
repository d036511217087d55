import { FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

export const encryptEnvironment: Rule<FunctionProps> = {
  id: 'FUNCTION-03',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'the environment of a function, when it has one, is encrypted with a customer key',
  why: 'At rest it is always encrypted; a key of your own decides who may read the configuration, and Lambda’s key lets in whoever may look at the function.',
  fix: 'set environmentEncryption to KeyRing.of(this).operations()',
  topics: ['encryption', 'secrets'],
  controls: ['D3', 'E1'],
  // deployers need kms:Encrypt and kms:CreateGrant on the key, and Inspector no longer scans the function's code
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) => {
    if (!isPresent(resource.get('Environment.Variables'))) return PASS;
    if (Object.keys(Object(resource.get('Environment.Variables'))).length === 0) return PASS;
    const key = resource.get('KmsKeyArn');
    if (!isPresent(key)) return fail('KmsKeyArn not set', 'Properties');
    return /alias\/aws\//.test(String(key)) ? fail(`KmsKeyArn = ${key}`, 'Properties.KmsKeyArn') : PASS;
  },
};
