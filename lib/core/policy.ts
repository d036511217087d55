import type { Resource, Template } from './assembly';
import { isNamedLater, isSymbolic, isUnknown, OWN_ACCOUNT, PLACEHOLDER } from './text';

/** `AWS`: an account, role or user · `any`: everybody, also without AWS credentials. */
export interface Principal {
  readonly kind: 'any' | 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | 'unknown';
  readonly value: string;
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of an IAM policy, with everything a list. `undefined`: the element is absent. */
export interface Statement {
  readonly effect: string;
  readonly sid?: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly principals?: readonly Principal[];
  readonly notPrincipals?: readonly Principal[];
  readonly conditions: readonly Condition[];
  /** Where it stands, for findings. */
  readonly at: string;
}

/** The statements of a policy property; `undefined` when the document, or one of them, cannot be read here. */
export function statementsOf(resource: Resource, path = 'PolicyDocument'): readonly Statement[] | undefined {
  return parsePolicy(resource.get(path), `Properties.${path}`);
}

/** Reads a resolved policy document. Absent: no statements. */
export function parsePolicy(document: any, at: string): readonly Statement[] | undefined {
  if (document === undefined) return [];
  if (typeof document !== 'object' || document === null) return parsed(document, at);
  // a dozen rules read the same document, which is the same object unless it hangs on a choice
  const known = read.get(document);
  if (known) return known.statements;
  const statements = parsed(document, at);
  read.set(document, { statements });
  return statements;
}

const read = new WeakMap<object, { readonly statements: readonly Statement[] | undefined }>();

function parsed(document: any, at: string): readonly Statement[] | undefined {
  let body = document;
  if (typeof body === 'string') {
    // a name that is filled in later leaves the document readable
    if (isUnknown(body) && !isNamedLater(body)) return undefined;
    try {
      body = JSON.parse(body);
    } catch {
      return undefined;
    }
  }
  if (!isReadable(body)) return undefined;
  // an element in other letters may count for the service: it is not overlooked
  if (body.Statement === undefined && Object.keys(body).some((key) => !/^(Version|Id)$/.test(key))) return undefined;
  const list = body.Statement === undefined ? [] : asList(body.Statement);
  const statements = list.map((one, index) => parseStatement(one, `${at}.Statement.${index}`));
  return statements.every((one) => one !== undefined) ? (statements as Statement[]) : undefined;
}

/** An object of which no part is left to a transform such as `AWS::Include`. */
const isReadable = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !Object.keys(value).some((key) => key.startsWith('Fn::'));

function parseStatement(raw: any, at: string): Statement | undefined {
  if (!isStatement(raw) || (raw.Effect !== 'Allow' && raw.Effect !== 'Deny')) return undefined;
  const texts = (value: unknown) => (value === undefined ? undefined : asList(value).map(String));
  return {
    effect: raw.Effect,
    sid: raw.Sid,
    actions: texts(raw.Action),
    notActions: texts(raw.NotAction),
    resources: texts(raw.Resource),
    notResources: texts(raw.NotResource),
    principals: principals(raw.Principal),
    notPrincipals: principals(raw.NotPrincipal),
    conditions: conditions(raw.Condition),
    at,
  };
}

const ELEMENTS = /^(Sid|Effect|(Not)?(Principal|Action|Resource)|Condition)$/;
const isStatement = (raw: any): boolean =>
  isReadable(raw) && Object.entries(raw).every(([key, value]) => ELEMENTS.test(key) && value !== null);

const KINDS: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

function principals(raw: any): readonly Principal[] | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw === 'string') return [raw === '*' ? { kind: 'any', value: '*' } : { kind: 'unknown', value: raw }];
  return Object.entries<any>(raw).flatMap(([kind, values]) =>
    asList(values)
      .map(String)
      .map((value): Principal => {
        // the account is written down, whatever name comes later
        if (isUnknown(value) && !(kind === 'AWS' && accountOf(value) !== undefined)) return { kind: 'unknown', value };
        // only as AWS principal is it everybody; a Deny for every service leaves people alone
        if (value === '*' && kind !== 'AWS') return { kind: 'any', value: `${kind} *` };
        if (kind === 'AWS' && value.includes('*')) return { kind: 'any', value };
        return { kind: KINDS.has(kind) ? (kind as Principal['kind']) : 'unknown', value };
      }),
  );
}

function conditions(raw: any): readonly Condition[] {
  if (typeof raw === 'string') return [{ operator: '?', key: '?', values: [raw] }];
  return Object.entries<any>(raw ?? {}).flatMap(([operator, keys]) =>
    // what cannot be read stays a condition: a Deny must not look unconditional for it
    Object.entries<any>(typeof keys === 'object' && keys !== null ? keys : { '?': keys }).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: asList(values).map(String),
    })),
  );
}

const asList = (value: any): any[] => (Array.isArray(value) ? value : [value]);

/** Keys that tie a request to a known account, organisation, resource or network, so that `Principal: *` is not everybody. */
const BINDING_KEYS = new Set([
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourcevpce',
  'aws:sourcevpc',
  'aws:userid',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  'lambda:sourcefunctionarn',
]);

/** Whether an operator demands the key: a negated or `IfExists` one lets a request without it through. */
const demands = (operator: string): boolean =>
  /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/i.test(operator);

/**
 * Whether a value names somebody. In an ARN the account does it; where the service's ARNs have none, the name up to the
 * first slash, since anybody can own a bucket that a pattern matches.
 */
export function isSpecific(value: string): boolean {
  // a value of the deployment: whoever wrote it named somebody. A wildcard beside it names nobody
  const text = value.replace(PLACEHOLDER, 'x');
  // of a request, nearly everything is equal to itself
  if (text.replace(OF_THE_RESOURCE, 'x').includes('${')) return false;
  if (!text.startsWith('arn:')) return /^[^*?:/]+([:/]|$)/.test(text);
  const [, , , , account = '', ...rest] = text.split(':');
  return /^[^*?]+$/.test(account || rest.join(':').replace(/^\/+/, '').split('/')[0]);
}

/** Policy variables that say something about the resource instead of the caller. */
const OF_THE_RESOURCE = /\$\{aws:Resource(Account|OrgID|OrgPaths)\}/gi;

/** The conditions that bind the request to somebody known. */
export function bindings(statement: Statement): readonly Condition[] {
  return statement.conditions.filter(
    ({ operator, key, values }) =>
      BINDING_KEYS.has(key) && demands(operator) && values.length > 0 && values.every((value) => isSpecific(value)),
  );
}

/** Allows somebody nobody named: any principal, without a binding condition. */
export function isPublic(statement: Statement): boolean {
  if (statement.effect !== 'Allow') return false;
  const open = statement.principals?.some(({ kind }) => kind === 'any') || statement.notPrincipals !== undefined;
  return Boolean(open) && bindings(statement).length === 0;
}

/** The account a principal belongs to: 12 digits, or the pseudo parameter. `undefined`: cannot be told. */
export function accountOf(principal: string): string | undefined {
  if (principal === OWN_ACCOUNT || /^\d{12}$/.test(principal)) return principal;
  if (principal.startsWith('arn:')) {
    const account = principal
      .split(OWN_ACCOUNT)
      .join('own')
      .replace(/⟨[^⟩]*⟩/g, '')
      .split(':')[4];
    return account === 'own' ? OWN_ACCOUNT : /^\d{12}$/.test(account) ? account : undefined;
  }
  return undefined;
}

/**
 * Whether a principal is of this template's own account; undefined when that cannot be told. The account in an ARN comes
 * first: another account may have a role of the same name.
 */
export function isOwn({ value }: Pick<Principal, 'value'>, template: Template): boolean | undefined {
  const account = accountOf(value);
  if (account !== undefined)
    return template.isOwnAccount(account) || (template.account === undefined ? undefined : false);
  const referenced = template.assembly.find(value);
  if (referenced) return sameAccount(referenced.template, template);
  return isSymbolic(value) ? undefined : false;
}

export const sameAccount = (one: Template, other: Template): boolean => one.account === other.account;

/** Whether one of the patterns covers the text, with IAM's `*` and `?`. */
export function covers(patterns: readonly string[] | undefined, text: string): boolean {
  return (patterns ?? []).some((pattern) => pattern === '*' || matcher(pattern)(text));
}

/** The same few patterns stand in thousands of statements. */
const matchers = new Map<string, (text: string) => boolean>();

function matcher(pattern: string): (text: string) => boolean {
  const known = matchers.get(pattern);
  if (known) return known;
  const made = toMatcher(pattern);
  if (matchers.size > 10_000) matchers.clear();
  matchers.set(pattern, made);
  return made;
}

/** IAM's `*` and `?`, in as many steps as there are signs: a regular expression takes for ever on a hostile pattern. */
function toMatcher(pattern: string): (text: string) => boolean {
  const wanted = pattern.toLowerCase();
  if (!/[*?]/.test(pattern)) return (text) => text.toLowerCase() === wanted;
  return (given) => {
    const text = given.toLowerCase();
    let [at, from, star, resume] = [0, 0, -1, 0];
    while (at < text.length) {
      if (wanted[from] === '*') {
        [star, resume] = [from++, at];
      } else if (from < wanted.length && (wanted[from] === '?' || wanted[from] === text[at])) {
        at++;
        from++;
      } else if (star >= 0) {
        from = star + 1;
        at = ++resume;
      } else return false;
    }
    while (wanted[from] === '*') from++;
    return from === wanted.length;
  };
}
