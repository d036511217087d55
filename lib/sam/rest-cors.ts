import { isGiven, isIntrinsic, Properties } from './intrinsic-shapes';
import { ANY, changeItems, INTEGRATION, isVersion3 } from './open-api-paths';
import type { SamResource } from './sam-resource';

const KNOWN: ReadonlySet<string> = new Set([
  ...['AllowMethods', 'AllowHeaders', 'AllowOrigin', 'MaxAge', 'AllowCredentials'],
]);
/** What API Gateway can be asked. */
const ALL_METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'].sort();
const NO_VERB: ReadonlySet<string> = new Set(['summary', 'description', 'parameters', 'servers', '$ref']);

/** `Cors`: an answer to the preflight of every path that has none. */
export function addCors(sam: SamResource, document: Properties): Properties {
  const given: unknown = sam.properties.Cors;
  if (!isGiven(given)) return document;
  const isOrigin = typeof given === 'string' || isIntrinsic(given);
  const cors = isOrigin ? { AllowOrigin: given } : sam.map(given, 'Cors');
  if (!cors) return document;
  sam.knows(cors, KNOWN, 'Cors');
  // API Gateway takes /orders and /orders/ for one
  const done = new Map<string, string>();
  const isThird = isVersion3(document.openapi);
  return changeItems(document, (item, path) => {
    const same = path === '/' ? path : path.replace(/\/+$/, '');
    if ('options' in item || (done.get(same) ?? path) !== path) return item;
    done.set(same, path);
    return { ...item, options: preflight(cors, item, isThird) };
  });
}

function preflight(cors: Properties, item: Properties, isThird: boolean): Properties {
  const headers: [string, unknown, string][] = [
    ['Access-Control-Allow-Origin', cors.AllowOrigin ?? "'*'", 'string'],
    ['Access-Control-Allow-Headers', cors.AllowHeaders, 'string'],
    ['Access-Control-Allow-Methods', cors.AllowMethods ?? methodsOf(item), 'string'],
    ['Access-Control-Max-Age', cors.MaxAge, 'integer'],
    ['Access-Control-Allow-Credentials', cors.AllowCredentials === true ? "'true'" : undefined, 'string'],
  ];
  const set = headers.filter(([, value]) => isGiven(value));
  return {
    summary: 'CORS support',
    ...(!isThird && { consumes: ['application/json'], produces: ['application/json'] }),
    [INTEGRATION]: {
      type: 'mock',
      requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: '200',
          responseParameters: Object.fromEntries(set.map(([name, value]) => [`method.response.header.${name}`, value])),
          responseTemplates: { 'application/json': '{}\n' },
        },
      },
    },
    responses: {
      '200': {
        description: 'Default response for CORS method',
        headers: Object.fromEntries(set.map(([name, , type]) => [name, isThird ? { schema: { type } } : { type }])),
      },
    },
  };
}

function methodsOf(item: Properties): string {
  const verbs = Object.keys(item).filter((key) => !NO_VERB.has(key));
  const all =
    verbs.includes(ANY) || verbs.includes('any') ? ALL_METHODS : [...verbs, 'options'].map((one) => one.toUpperCase());
  return `'${[...new Set(all)].sort().join(',')}'`;
}
