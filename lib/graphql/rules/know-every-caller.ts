import type { GraphqlApiProps } from 'aws-cdk-lib/aws-appsync';
import { AuthorizationType } from 'aws-cdk-lib/aws-appsync';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API, API_KEY, schemaOf } from '../api-parts';
import { entriesOf, named, waysIn } from '../field-access';

export const knowEveryCaller: Rule<GraphqlApiProps> = {
  id: 'GRAPHQL-01',
  types: [API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no field of a GraphQL API is for everybody who has its API key',
  why: 'The key stands in every app and web page that uses the API: whoever looks there may do what everybody may do, and nobody knows who did.',
  fix: 'set the default authorization to IAM, a user pool, OIDC or Lambda; for an API that is meant for everybody, say so in a waiver',
  topics: ['auth', 'public-access'],
  controls: ['C1', 'C2', 'C3', 'FSBP AppSync.5', 'PureSec SAS-2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: () => ({ authorizationConfig: { defaultAuthorization: { authorizationType: AuthorizationType.IAM } } }),
  },
  check,
};

const KNOWN = ['AWS_IAM', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_LAMBDA'];

function check(api: Resource): Judgement {
  const type = api.get('AuthenticationType');
  const at = 'Properties.AuthenticationType';
  if (isUnknown(type)) return unknown('a way in that only the deployment knows', at);
  if (KNOWN.includes(type)) return PASS;
  if (type !== API_KEY) return fail(type === undefined ? 'no way in' : `a way in called '${String(type)}'`, at);
  if (api.get('AdditionalAuthenticationProviders') === undefined) return fail('API_KEY only', at);
  const schema = schemaOf(api);
  if (typeof schema === 'string') return fail('API_KEY for whatever the schema does not except', at);
  const open = entriesOf(schema).filter((one) => waysIn(one, API_KEY).includes(API_KEY));
  return open.length > 0 ? fail(`API_KEY for ${named(open)}`, at) : PASS;
}
