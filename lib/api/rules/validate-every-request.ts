import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { Definition, definitionOf, isPreflightOperation, Operation } from '../open-api-body';
import { bodySchemasOf, requestModelsOf } from '../request-models';
import { isPreflight, METHOD, REST_API, verbOf } from '../rest-api-parts';

const VALIDATOR = 'AWS::ApiGateway::RequestValidator';
const TAKES_BODY = ['POST', 'PUT', 'PATCH', 'ANY'];
/** The model for every content type that has none of its own. */
const ANY_TYPE = '$default';

export const validateEveryRequest: Rule = {
  id: 'API-03',
  types: [METHOD, REST_API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every method validates body and parameters, and a body of every content type has a model',
  why: 'What nobody described reaches the handler and is paid for. A body whose content type has no model passes unchecked: text/plain is enough.',
  fix: 'set a request validator for body and parameters on the method, and requestModels for $default; in an OpenAPI definition x-amazon-apigateway-request-validator',
  topics: ['validation'],
  controls: ['B1', 'AwsSolutions-APIG2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => (resource.type === METHOD ? ofMethod(resource) : ofDefinition(resource)),
};

function ofMethod(method: Resource): Judgement {
  if (isPreflight(method)) return PASS;
  return worstOfAll([validated(method), covered(method)]);
}

function validated(method: Resource): Judgement {
  const id = method.get('RequestValidatorId');
  const at = 'Properties.RequestValidatorId';
  const verb = verbOf(method);
  if (id === undefined) return forBodies(verb, fail('RequestValidatorId not set', 'Properties'));
  const validator = method.assembly.find(id, VALIDATOR);
  if (!validator) return unknown(`a request validator that is not in the templates (${readable(id)})`, at);
  return checks((key) => validator.get(key), ['ValidateRequestBody', 'ValidateRequestParameters'], verb, at);
}

/** Of parameters API Gateway checks no more than that required ones are there: to do without that is no hole. */
const forBodies = (verb: string, judgement: Judgement): Judgement =>
  isUnknown(verb) || TAKES_BODY.includes(verb) ? judgement : advise(judgement);

/** Whether a validator checks body and parameters. */
function checks(
  read: (key: string) => unknown,
  [body, parameters]: readonly [string, string],
  verb: string,
  at: string,
): Judgement {
  const one = (key: string): Judgement => {
    const got = `a request validator with ${key} = ${readable(read(key) ?? false)}`;
    return { verdict: is(read(key), true), got, at };
  };
  return worstOfAll([forBodies(verb, one(body)), advise(one(parameters))]);
}

function covered(method: Resource): Judgement {
  const models = requestModelsOf(method);
  const at = 'Properties.RequestModels';
  if (!models) return unknown('RequestModels that cannot be read here', at);
  const { Type, PassthroughBehavior, RequestTemplates } = method.get('Integration') ?? {};
  const types = Object.keys(models);
  return ofTypes(types, verbOf(method), refusesOthers(types, Type, PassthroughBehavior, RequestTemplates), at);
}

/**
 * An integration that maps answers 415 to a content type without a template, when told so: then only those with a template need a
 * model. A proxy takes everything.
 */
function refusesOthers(modelled: readonly string[], type: unknown, passthrough: unknown, templates: any): boolean {
  if (/PROXY$/i.test(String(type)) || String(passthrough).toUpperCase() !== 'NEVER' || isUnknown(templates))
    return false;
  const known = modelled.map((one) => one.toLowerCase());
  return Object.keys(templates ?? {}).every((one) => known.includes(one.toLowerCase()));
}

function ofTypes(types: readonly string[], verb: string, refuses: boolean, at: string): Judgement {
  if (types.length === 0) {
    if (isUnknown(verb)) return unknown(`HttpMethod ${readable(verb)} without a body model`, at);
    return TAKES_BODY.includes(verb) ? fail(`${verb} without a body model`, at) : PASS;
  }
  if (types.includes(ANY_TYPE) || refuses) return PASS;
  // AWS documents that the others pass unchecked, and shows no other way
  return advise(fail(`a body model for ${types.join(', ')} only`, at));
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (definition === undefined) return PASS;
  if (definition === 'unknown') return unknown('an OpenAPI definition that cannot be read here; put it into Body');
  const operations = definition.operations.filter((one) => !isPreflightOperation(one));
  return worstOfAll(operations.map((one) => named(one, ofOperation(one, definition))));
}

const named = ({ name }: Operation, { got, ...rest }: Judgement): Judgement => ({
  ...rest,
  got: got && `${name}: ${got}`,
});

const VALIDATORS = 'x-amazon-apigateway-request-validators';
const VALIDATOR_NAME = 'x-amazon-apigateway-request-validator';

function ofOperation(operation: Operation, { document }: Definition): Judgement {
  const { definition, at } = operation;
  const name = definition[VALIDATOR_NAME] ?? document[VALIDATOR_NAME];
  if (name === undefined) return forBodies(operation.verb, fail('no request validator', at));
  if (isUnknown(name)) return unknown(`request validator ${readable(name)}`, at);
  const validator = document[VALIDATORS]?.[name];
  if (validator === undefined) return fail(`request validator ${readable(name)} is not defined`, at);
  // nothing of AWS says that an import takes a schema for every content type: what may not be mended must not block
  const covers = Object.keys(bodySchemasOf(operation, document)).length > 0;
  return worstOfAll([
    checks((key) => validator?.[key], ['validateRequestBody', 'validateRequestParameters'], operation.verb, at),
    covers ? PASS : ofTypes([], operation.verb, false, at),
  ]);
}
