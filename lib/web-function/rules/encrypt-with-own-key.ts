import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

/** Type → where its key and its variables stand. */
const PLACES: Readonly<Record<string, { readonly key: string; readonly variables: string }>> = {
  'AWS::Lambda::WebFunctionRevision': { key: 'KmsKeyArn', variables: 'ServiceConfig.EnvironmentVariables' },
  'AWS::Lambda::MicrovmImage': { key: 'KmsKeyIdentifier', variables: 'EnvironmentVariables' },
};

export const encryptWithOwnKey: Rule = {
  id: 'WEB-03',
  types: Object.keys(PLACES),
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'the environment of a web function or MicroVM image, when it has one, is encrypted with a customer key',
  why: 'It is always encrypted at rest; a key of your own decides who may read the configuration.',
  fix: 'set the KMS key to KeyRing.of(this).operations()',
  topics: ['encryption', 'secrets'],
  controls: ['D3', 'E1'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => {
    const { key, variables } = PLACES[resource.type];
    const said: unknown = resource.get(variables);
    if (!isPresent(said) || (typeof said === 'object' && Object.keys(Object(said)).length === 0)) return PASS;
    const actual: unknown = resource.get(key);
    if (!isPresent(actual)) return fail(`${key} not set`, 'Properties');
    return /alias\/aws\//.test(String(actual)) ? fail(`${key} = ${String(actual)}`, `Properties.${key}`) : PASS;
  },
};
