import { createHash } from 'crypto';
import { JsonSchema } from 'aws-cdk-lib/aws-apigateway';
import type { RouteRequest } from './route';
import { RouteText } from './route-text';
import { plainSchema, schemaProblems } from './schema-lint';
import { messageOf } from './schema-problem';

/** Methods whose requests carry a body, and those for which HTTP gives it no meaning. */
const WITH_BODY = ['POST', 'PUT', 'PATCH'];
const WITHOUT_BODY = ['GET', 'HEAD'];

/** Refuses a request that says too little for API Gateway to turn anything away. */
export function checkRequest({ method, path, parameters }: RouteText, request: RouteRequest = {}): void {
  const route = `${method} ${path}`;
  const { body, noBody } = request;
  if (body && noBody) {
    throw new Error(`API-04: expected ${route} to have a body or none, got body and noBody; take one of them out`);
  }
  if (body && WITHOUT_BODY.includes(method)) {
    throw new Error(
      `API-04: expected ${route} to take no body, got request.body; use query, or another method such as POST`,
    );
  }
  if (!body && !noBody && WITH_BODY.includes(method)) {
    throw new Error(
      `API-04: expected ${route} to say what its body is, got no schema; ` +
        'set request.body to a JSON schema, or request.noBody to true where the handler reads no body',
    );
  }
  if (body) refuse(body, `the body of ${route}`);
  checkParameters(route, 'query', request.query);
  checkParameters(route, 'headers', request.headers);
  checkParameters(route, 'path', request.path);
  for (const name of namesIn(request.path)) {
    if (parameters.includes(name)) continue;
    throw new Error(
      `API-04: expected request.path of ${route} to describe parameters of its path, got ${name}; name it {${name}} there`,
    );
  }
}

/** Sizes are left to API-21, which warns. */
export function refuse(schema: JsonSchema, where: string): void {
  const [problem] = schemaProblems(plainSchema(schema)).filter(({ kind }) => kind !== 'unbounded');
  if (problem) throw new Error(messageOf(problem, where));
}

function checkParameters(route: string, place: string, schema: JsonSchema | undefined): void {
  if (schema === undefined) return;
  const names = namesIn(schema);
  if (schema.type !== 'object' || names.length === 0) {
    throw new Error(
      `API-04: expected request.${place} of ${route} to be an object schema with a property for each parameter, ` +
        `got ${JSON.stringify({ type: schema.type, properties: schema.properties && names })}; set type and properties`,
    );
  }
  const stranger = (schema.required ?? []).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new Error(
      `API-04: expected request.${place} of ${route} to describe what it requires, got ${stranger} without a property; add it to properties`,
    );
  }
}

const namesIn = (schema: JsonSchema | undefined): string[] => Object.keys(schema?.properties ?? {});

/** For API Gateway: each parameter, and whether a request without it is turned away. */
export function requestParameters(
  { parameters }: RouteText,
  request: RouteRequest = {},
): { [name: string]: boolean } | undefined {
  const of = (place: string, schema: JsonSchema | undefined): [string, boolean][] =>
    namesIn(schema).map((name) => [`method.request.${place}.${name}`, schema!.required?.includes(name) ?? false]);
  const all = [
    ...parameters.map((name): [string, boolean] => [`method.request.path.${name}`, true]),
    ...of('querystring', request.query),
    ...of('header', request.headers),
  ];
  return all.length > 0 ? Object.fromEntries(all) : undefined;
}

/** The same for the same route, whatever else is added around it: `PostOrdersRequest1A2B3C4D`. */
export function modelName({ method, path }: RouteText, part: 'Request' | 'Response'): string {
  const words = `${method.toLowerCase()}/${path}`.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const readable = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const digest = createHash('sha256').update(`${method} ${path}`).digest('hex').slice(0, 8).toUpperCase();
  return `${readable.slice(0, 80)}${part}${digest}`;
}
