import { Aspects, IAspect, Stack, Token } from 'aws-cdk-lib';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { Access } from './access';
import { ConnectOptions, note } from './connection';
import { Kind, keyOf, kindOf, KINDS, Narrowed, Scope } from './kinds';
import { checkTarget, settled } from './plain-names';

/** What a connection has to know of the function that it begins at. */
export interface Connectable {
  readonly fn: IConstruct;
  /** Whose policy it is written into. */
  readonly grantee: IGrantable;
  /** Sets a variable. Throws when it has another value already. */
  setEnvironment(name: string, value: string): void;
}

/** Lets a function do something with a resource, and tells it where that is. */
export function connect(from: Connectable, target: IConstruct, asked: ConnectOptions): Grant {
  const kind = checkedKind(from, target);
  checkTarget(kind, target);
  checkAccess(target, asked);
  const options = settled(from.fn, asked);
  const actions = actionsOf(kind, target, options.access);
  checkNarrowed(kind, options);
  const scopes = scopesOf(kind, target, actions, options);
  const grants = [...scopes].map(([key, names]) => allow(from, names, JSON.parse(key)));
  grants.push(...useKey(from, kind, target, actions));
  if (options.env !== undefined) from.setEnvironment(options.env, kind.env(target));
  const resources = [...new Set([...scopes.keys()].flatMap((key): string[] => JSON.parse(key).resources))];
  note(from.fn, { targetPath: target.node.path, kind: kind.name, actions, resources, env: options.env });
  if (kind.name === 'table')
    Aspects.of(from.fn).add(new LaterIndexes(from, { kind, target, actions, said: options, resources }));
  return grants.reduce((all, one) => all.combine(one));
}

/** Of callers whose types nobody checks. */
function checkAccess({ node }: IConstruct, options: ConnectOptions | undefined): void {
  const access: unknown = options?.access;
  if (Array.isArray((access as Access | undefined)?._verbs)) return;
  throw new Error(
    `expected access to say what may be done with ${node.path}, got ${described(access)}; set access to Access.READ or another`,
  );
}

function checkedKind({ fn }: Connectable, target: IConstruct): Kind {
  const kind = typeof target === 'object' && target !== null ? kindOf(target) : undefined;
  if (!kind) {
    const all = KINDS.map(({ name }) => name).join(', ');
    throw new Error(
      `expected to connect to one of: ${all}, got ${described(target)}; use its own grant methods, or addToRolePolicy`,
    );
  }
  if (target === fn) {
    throw new Error(
      `expected ${fn.node.path} to connect to something else, got itself; a function that invokes itself is a loop`,
    );
  }
  return kind;
}

/** For messages: a construct by its path and class. CDK's build numbers some of its classes: `Stack2`. */
export function described(value: any): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value !== 'object') return `'${String(value)}'`;
  const name = String(value.constructor?.name).replace(/\d+$/, '');
  return value.node?.path === undefined ? `a value of ${name}` : `'${value.node.path}', a ${name}`;
}

function actionsOf(kind: Kind, { node }: IConstruct, { _verbs, _actions, _name }: Access): string[] {
  const foreign = _actions.find((one) => !one.startsWith(`${kind.service}:`));
  if (foreign !== undefined) {
    throw new Error(
      `expected actions of ${kind.service} on a ${kind.name}, got '${foreign}' on ${node.path}; connect to what it is about`,
    );
  }
  if (_verbs.some((one) => !kind.verbs[one])) {
    const verbs = [...Object.keys(kind.verbs), ...(kind.verbs.READ && kind.verbs.WRITE ? ['READ_WRITE'] : [])];
    const offered = [...verbs.map((one) => `Access.${one}`), `Access.actions('${kind.service}:…')`].join(', ');
    throw new Error(
      `expected an access that a ${kind.name} knows, got Access.${_name} on ${node.path}; use ${offered}`,
    );
  }
  return [..._verbs.flatMap((one) => kind.verbs[one] ?? []), ..._actions];
}

function checkNarrowed(kind: Kind, { prefix, indexes, env }: ConnectOptions): void {
  const wrong =
    prefix !== undefined && kind.name !== 'bucket' ? 'prefix' : indexes && kind.name !== 'table' ? 'indexes' : '';
  if (wrong) throw new Error(`expected no ${wrong} for a ${kind.name}, got one; leave it out`);
  if (prefix !== undefined && !Token.isUnresolved(prefix) && (prefix === '' || /[*?$]/.test(prefix))) {
    throw new Error(
      `expected prefix to be how keys begin, without wildcards, got '${prefix}'; write for example 'reports/'`,
    );
  }
  const open = indexes?.find((one) => !Token.isUnresolved(one) && !/^[\w.-]{3,255}$/.test(one));
  if (open !== undefined) throw new Error(`expected indexes to be names of indexes, got '${open}'; name each in full`);
  if (env !== undefined && !/^[A-Za-z]\w+$/.test(env)) {
    throw new Error(
      `expected env to be the name of an environment variable, got '${env}'; begin with a letter, and use two or more letters, digits and _`,
    );
  }
}

/** Actions by where they count, so that each of them stands on its own resources only. */
function scopesOf(kind: Kind, target: IConstruct, actions: readonly string[], said: Narrowed): Map<string, string[]> {
  const scopes = new Map<string, string[]>();
  for (const action of actions) {
    const key = JSON.stringify(kind.scope(target, action, said));
    scopes.set(key, [...(scopes.get(key) ?? []), action]);
  }
  return scopes;
}

const allow = ({ grantee }: Connectable, actions: string[], { resources, conditions }: Scope): Grant =>
  Grant.addToPrincipal({ grantee, actions, resourceArns: [...resources], conditions });

/** By identity, in the hands of the resource's own service: the key's policy names nobody. */
function useKey({ grantee }: Connectable, kind: Kind, target: IConstruct, actions: readonly string[]): Grant[] {
  const key = keyOf(kind, target);
  const needs = kind.key?.needs ?? [];
  const onKey = new Set(actions.flatMap((action) => needs.find(([pattern]) => pattern.test(action))?.[1] ?? []));
  if (!key || onKey.size === 0) return [];
  const { endpoint, context } = kind.key!;
  const region = (target as { readonly env?: { readonly region: string } }).env?.region ?? Stack.of(target).region;
  const conditions = {
    StringEquals: { 'kms:ViaService': `${endpoint}.${region}.amazonaws.com`, ...context?.(target) },
  };
  return [Grant.addToPrincipal({ grantee, actions: [...onKey], resourceArns: [key.keyArn], conditions })];
}

interface Asked {
  readonly kind: Kind;
  readonly target: IConstruct;
  readonly actions: readonly string[];
  readonly said: Narrowed;
  /** What was granted so far, as it stands in the record. */
  readonly resources: string[];
}

/** An index that a table gets after it was connected is for those who may read, too. */
class LaterIndexes implements IAspect {
  constructor(
    private readonly from: Connectable,
    private readonly asked: Asked,
  ) {}

  public visit(node: IConstruct): void {
    if (node !== this.from.fn) return;
    const { kind, target, actions, said, resources: done } = this.asked;
    for (const [key, names] of scopesOf(kind, target, actions, said)) {
      const resources = JSON.parse(key).resources.filter((one: string) => !done.includes(one));
      if (resources.length === 0) continue;
      done.push(...resources);
      allow(this.from, names, { resources });
    }
  }
}
