import { Auth } from './auth';
import type { OpenApiProps } from './open-api-props';
import { kindOf, Place } from './open-api-source';
import { has, isObject } from './schema-conjuncts';

/** Who may call an operation. */
export interface Callers {
  readonly auth: Auth;
  readonly apiKeyRequired: boolean;
}

/** One alternative of an operation's `security`. */
interface Alternative {
  readonly scheme: string;
  readonly scopes: readonly string[];
  readonly apiKey: boolean;
  readonly at: Place;
}

/** What the document's `security` means by the Auths that were given for its schemes. */
export class OpenApiSecurity {
  private readonly schemes: Place;

  public constructor(
    private readonly root: Place,
    private readonly props: Pick<OpenApiProps, 'auth' | 'publicOperations'>,
  ) {
    this.schemes = root.get('components').get('securitySchemes');
    for (const [name, auth] of Object.entries(props.auth ?? {})) this.checkAuth(name, auth);
  }

  /** Undefined, and a problem: nobody can tell. */
  public callers(operation: Place, id: string): Callers | undefined {
    const own = operation.get('security');
    const security = own.exists ? own : this.root.get('security');
    const alternatives = security.items('security');
    const isOpen = alternatives.every(({ value }) => isObject(value) && Object.keys(value).length === 0);
    const reason = entry(this.props.publicOperations, id);
    if (isOpen) return this.everybody(operation, own, id, reason);
    if (reason !== undefined) {
      const got = `${id}, which has security`;
      security.problem(
        'API-01',
        'publicOperations to name operations without security',
        got,
        'take it out of one of them',
      );
      return undefined;
    }
    const read = alternatives.map((one) => this.alternative(one, id));
    return read.every((one) => one !== undefined) ? this.together(read, security, id) : undefined;
  }

  private everybody(operation: Place, own: Place, id: string, reason: string | undefined): Callers | undefined {
    if (reason === undefined) {
      const got = own.exists ? `security: ${JSON.stringify(own.value)}` : 'no security, here or for the whole document';
      const fix = `add security, or say in publicOperations.${id} why anybody may call it`;
      (own.exists ? own : operation).problem('API-01', `${id} to know its caller`, got, fix);
      return undefined;
    }
    try {
      return { auth: Auth.public(reason), apiKeyRequired: false };
    } catch (error) {
      operation.source.propFailure(`publicOperations.${id}`, error);
      return undefined;
    }
  }

  /** All schemes of an alternative hold together: one that knows the caller, and perhaps a key. */
  private alternative(at: Place, id: string): Alternative | undefined {
    const known: [string, Place][] = [];
    const keys: string[] = [];
    const entries = at.entries('a security requirement');
    if (entries.length === 0 && isObject(at.value)) {
      at.problem('API-01', `every alternative of ${id} to know the caller`, '{}, which lets in anybody', 'take it out');
    }
    for (const [name, scopes] of entries) {
      const scheme = this.schemes.get(name);
      if (!scheme.exists) {
        const fix = 'correct the name, or add the scheme';
        scopes.problem('API-01', 'a scheme of components.securitySchemes', name, fix);
      } else if (entry(this.props.auth, name)) known.push([name, scopes]);
      else if (isApiKey(scheme)) keys.push(name);
      else scopes.problem('API-01', `an Auth for the scheme ${name}`, 'none', `set auth.${name}`);
    }
    if (known.length + keys.length < entries.length || entries.length === 0) return undefined;
    if (known.length === 1 && keys.length < 2) {
      const [[scheme, scopes]] = known;
      const read = this.scopesOf(scheme, scopes);
      return read && { scheme, scopes: read, apiKey: keys.length === 1, at };
    }
    const got =
      known.length === 0
        ? `only ${keys.join(' and ')}, a key that says which client calls and proves nothing`
        : entries.map(([name]) => name).join(' and ');
    at.problem(
      'API-01',
      `one scheme that knows the caller of ${id}`,
      got,
      'use one scheme with an Auth, and at most one key beside it',
    );
    return undefined;
  }

  /** OpenAPI asks for all scopes of a list, API Gateway for any one: more than one would let in more than the document says. */
  private scopesOf(name: string, at: Place): readonly string[] | undefined {
    const scopes = at.items('scopes').map(({ value }) => value);
    if (!Array.isArray(at.value)) return undefined;
    if (scopes.length > 1) {
      const fix = 'make one scope that means them together, or alternatives with one scope each';
      at.problem('API-13', 'one scope, since API Gateway takes any one of several', scopes.join(', '), fix);
      return undefined;
    }
    const flows = this.schemes.get(name).get('flows');
    if (flows.exists) {
      const declared = flows.entries('flows').flatMap(([, flow]) => Object.keys(flow.get('scopes').value ?? {}));
      const stranger = scopes.find((scope) => !declared.includes(scope));
      if (stranger !== undefined) {
        at.problem('API-13', `a scope that ${name} declares`, String(stranger), 'correct it, or add it to its flows');
        return undefined;
      }
    }
    return scopes;
  }

  private together(all: readonly Alternative[], security: Place, id: string): Callers | undefined {
    const [first] = all;
    const other = all.find(({ scheme, apiKey }) => scheme !== first.scheme || apiKey !== first.apiKey);
    if (other) {
      const got = [first, other].map(({ scheme, apiKey }) => (apiKey ? `${scheme} with a key` : scheme)).join(' or ');
      const fix = 'use one scheme; a JwtAuthorizer takes tokens of several issuers';
      other.at.problem('API-01', `one kind of caller for ${id}, since a method has one authorizer`, got, fix);
      return undefined;
    }
    const auth = this.props.auth![first.scheme];
    // without a scope in one alternative, any token will do
    const scopes = all.some((one) => one.scopes.length === 0) ? [] : [...new Set(all.flatMap((one) => one.scopes))];
    if (scopes.length === 0) return { auth, apiKeyRequired: first.apiKey };
    try {
      const scoped = auth._withScopes(scopes);
      if (scoped) return { auth: scoped, apiKeyRequired: first.apiKey };
      const fix = `leave the scopes to the document: give auth.${first.scheme} by Auth.cognito or Auth.jwt without any`;
      security.problem(
        'API-13',
        `auth.${first.scheme} to take the scopes of ${id}`,
        'an Auth that has none, or its own',
        fix,
      );
    } catch (error) {
      security.source.failure(security.names, error);
    }
    return undefined;
  }

  private checkAuth(name: string, auth: Auth): void {
    const scheme = this.schemes.get(name);
    if (!scheme.exists) {
      const fix = 'correct the name, or take it out';
      return this.root.source.propProblem('API-20', 'auth to name schemes of the document', `auth.${name}`, fix);
    }
    if (auth._waivers().length > 0) {
      const fix = 'name the operations in publicOperations';
      return this.root.source.propProblem('API-01', `auth.${name} to know its callers`, 'Auth.public', fix);
    }
    const { type, in: place, name: header, scheme: http } = isObject(scheme.value) ? scheme.value : ({} as any);
    const wrong =
      (type === 'http' && !/^bearer$/i.test(http) && `http ${http}`) ||
      (type === 'apiKey' &&
        (place !== 'header' || !/^authorization$/i.test(header)) &&
        `a key in ${place} ${header}`) ||
      (!['http', 'apiKey', 'oauth2', 'openIdConnect'].includes(type) && String(type ?? kindOf(scheme.value)));
    if (!wrong) return;
    const fix =
      'describe how callers prove who they are: http bearer, oauth2, openIdConnect, or apiKey in the header Authorization';
    scheme.problem('API-01', `the scheme ${name} to be one that an Auth can check`, wrong, fix);
  }
}

const isApiKey = ({ value }: Place): boolean =>
  isObject(value) && value.type === 'apiKey' && value.in === 'header' && /^x-api-key$/i.test(value.name);

export const entry = <T>(map: { [name: string]: T } | undefined, name: string): T | undefined =>
  map && has(map, name) ? map[name] : undefined;
