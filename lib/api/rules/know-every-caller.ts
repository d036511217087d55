import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { apiPolicyOf, openToEveryAccount } from '../api-policy';
import { authenticationOf, Definition, definitionOf, isPreflightOperation, Operation } from '../open-api-body';
import { apiOf, authorizerOf, isPreflight, METHOD, pathOf, REST_API, verbOf } from '../rest-api-parts';

export const knowEveryCaller: Rule = {
  id: 'API-01',
  types: [METHOD, REST_API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every method knows its caller by an authorizer or IAM',
  why: 'Whoever finds the address calls a method without an authorizer. An API key tells clients apart and proves nothing, and a network is no identity.',
  fix: 'set authorizationType to AWS_IAM, COGNITO_USER_POOLS or CUSTOM with an authorizer; in an OpenAPI definition put security on every operation',
  topics: ['auth', 'public-access'],
  controls: ['C1', 'C2', 'AwsSolutions-APIG4'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => (resource.type === METHOD ? ofMethod(resource) : ofDefinition(resource)),
};

function ofMethod(method: Resource): Judgement {
  if (isPreflight(method)) return PASS;
  const at = 'Properties.AuthorizationType';
  const type = method.get('AuthorizationType');
  if (isUnknown(type)) return unknown(`AuthorizationType ${readable(type)}`, at);
  if (type === 'AWS_IAM') return bySignature(apiOf(method), verbOf(method), pathOf(method));
  if (type !== 'CUSTOM' && type !== 'COGNITO_USER_POOLS') {
    const key = isTrue(method.get('ApiKeyRequired')) ? ' and an API key, which is no proof of who calls' : '';
    return fail(`AuthorizationType ${type === undefined ? 'not set' : `= ${readable(type)}`}${key}`, at);
  }
  if (!isPresent(method.get('AuthorizerId'))) return fail(`${type} without AuthorizerId`, 'Properties');
  const authorizer = authorizerOf(method);
  const kind = authorizer?.get('Type');
  if (kind === undefined || isUnknown(kind)) return PASS;
  return (kind === 'COGNITO_USER_POOLS') === (type === 'COGNITO_USER_POOLS')
    ? PASS
    : fail(`${type} with an authorizer of type ${readable(kind)}`, at);
}

const isTrue = (value: unknown): boolean => value === true || value === 'true';

/** A signature proves some identity of some account: which ones may call, the API's policy says. */
function bySignature(api: Resource | undefined, verb: string, path: string | undefined): Judgement {
  const statements = api && apiPolicyOf(api);
  if (!api) return PASS; // an API of another template: its policy is judged there
  if (!statements) return unknown('AWS_IAM with a resource policy that cannot be read here');
  const [open] = openToEveryAccount(statements, verb, path);
  return open ? fail('AWS_IAM, but the resource policy lets in every AWS account', open.at) : PASS;
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (definition === undefined) return PASS;
  if (definition === 'unknown') return unknown('an OpenAPI definition that cannot be read here; put it into Body');
  return worstOfAll(
    definition.operations.filter((one) => !isPreflightOperation(one)).map((one) => ofOperation(one, definition, api)),
  );
}

function ofOperation(operation: Operation, { document }: Definition, api: Resource): Judgement {
  const found = authenticationOf(operation, document);
  if (found.kind === 'authorizer') return PASS;
  if (found.kind === 'iam') return bySignature(api, operation.verb, operation.path);
  return (found.kind === 'none' ? fail : unknown)(`${operation.name}: ${found.why}`, operation.at);
}
