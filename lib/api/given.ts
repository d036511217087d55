import { Token } from 'aws-cdk-lib';
import type { RouteProps } from './route';

/** Arguments as callers without a type checker give them, for messages: quoted text, or what kind of thing it is. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object of ours, whichever copy of the library made it. */
const hasMethod = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'function';

/** `got no auth`, or what it is. */
const named = (name: string, value: unknown): string =>
  value === undefined || value === null ? `no ${name}` : `${name}: ${shown(value)}`;

type Check = readonly [
  name: keyof RouteProps,
  isRight: (value: any) => boolean,
  ruleId: string,
  expected: string,
  fix: string,
];

const NEEDED: readonly Check[] = [
  [
    'auth',
    (one) => hasMethod(one, '_bind'),
    'API-01',
    'to say who may call it',
    'set auth to Auth.cognito(…), Auth.jwt(…), Auth.iam() or Auth.public(reason)',
  ],
  [
    'handler',
    (one) => isObject(one) && 'functionArn' in one,
    'API-01',
    'to name the function that answers',
    'set handler to a function, such as a SecureFunction',
  ],
];

const OPTIONAL: readonly Check[] = [
  [
    'request',
    isObject,
    'API-04',
    'to say what it takes',
    'set request to { body, query, path, headers } or { noBody: true }',
  ],
  ['response', isObject, 'API-04', 'to say what it answers', 'set response to a JSON schema'],
  ['throttle', isObject, 'API-02', 'to have limits', 'set throttle to { rateLimit, burstLimit }'],
  ['cors', isObject, 'API-11', 'to say which pages may call it', "set cors to { allowOrigins: ['https://…'] }"],
  [
    'owner',
    (one) => hasMethod(one, '_waivers'),
    'API-15',
    'to say whose things it names',
    'set owner to Owner.pathMatchesClaim(parameter), Owner.checkedByHandler(reason) or Owner.notOwned(reason)',
  ],
  [
    'stepUp',
    (one) => hasMethod(one, '_waivers'),
    'API-16',
    'to say what it asks beyond a login',
    'set stepUp to StepUp.freshLogin(maxAge), StepUp.mfa() or StepUp.checkedByHandler(reason)',
  ],
  [
    'apiKeyRequired',
    (one) => typeof one === 'boolean',
    'API-17',
    'to say whether clients name themselves by a key',
    'set apiKeyRequired to true or false',
  ],
  ['waivers', Array.isArray, 'GATE-06', 'to list its waivers', 'set waivers to [{ ruleId, reason }]'],
];

/** Refuses a route that leaves out what it needs, or says it in another form: a compiler would, but not everybody has one. */
export function checkGiven(route: string, props: RouteProps): void {
  if (!isObject(props)) {
    throw new Error(
      `API-01: expected ${route} to say who answers and who may call it, got ${shown(props)} in place of its props; ` +
        `write addRoute('${route}', { handler, auth: Auth.iam() })`,
    );
  }
  const given = OPTIONAL.filter(([name]) => props[name] !== undefined && props[name] !== null);
  for (const [name, isRight, ruleId, expected, fix] of [...NEEDED, ...given]) {
    if (isRight(props[name])) continue;
    throw new Error(`${ruleId}: expected ${route} ${expected}, got ${named(name, props[name])}; ${fix}`);
  }
}

/** Refuses a single text where a list is meant: it would be read letter by letter. */
export function checkList(ruleId: string, name: string, what: string, value: unknown, example: string): void {
  if (Array.isArray(value) || Token.isUnresolved(value)) return;
  const todo = typeof value === 'string' ? `write ['${value}']` : `write ${example}`;
  throw new Error(`${ruleId}: expected ${name} of ${what} to be a list, got ${shown(value)}; ${todo}`);
}
