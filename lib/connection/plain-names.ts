import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ConnectOptions } from './connection';
import { Kind, keyOf } from './kinds';

/** Every text in a value that is or is not resolved yet: `{ 'Fn::Join': … }` has several. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** The names and ARNs that grants are made of. Of a table's stream the label is open: nobody chooses it. */
function identifiersOf(kind: Kind, target: any): unknown[] {
  const { secretName, secretFullArn, functionName, functionArn, streamName, tableStreamArn } = target;
  const stream = typeof tableStreamArn === 'string' ? tableStreamArn.replace(/\/stream\/\*$/, '') : undefined;
  const others = [secretName, secretFullArn, functionName, functionArn, streamName, stream];
  return [...Object.values(target[kind.ref]), ...others, keyOf(kind, target)?.keyArn];
}

/**
 * An imported resource can be called `*`, and would be every one of its kind.
 *
 * @throws when the target's name or ARN, or that of its key, holds a wildcard
 */
export function checkTarget(kind: Kind, target: IConstruct): void {
  // in its own stack, where looking at it makes no export
  const open = textsOf(Stack.of(target).resolve(identifiersOf(kind, target))).find((one) => /[*?]/.test(one));
  if (open === undefined) return;
  throw new Error(
    `ROLE-02: expected to connect to one ${kind.name}, got '${open}' as a name or ARN of ${target.node.path}; import it by its full name, without * or ?`,
  );
}

/** With what is only said when asked for (`Lazy`) as it is now, so that what is checked is what is granted. */
export function settled(fn: IConstruct, options: ConnectOptions): ConnectOptions {
  const { prefix, indexes } = options;
  if (!Token.isUnresolved(prefix) && !Token.isUnresolved(indexes) && !indexes?.some((one) => Token.isUnresolved(one))) {
    return options;
  }
  const resolve = (value: unknown): unknown => Stack.of(fn).resolve(value);
  const list = Token.isUnresolved(indexes) ? resolve(indexes) : indexes;
  return {
    ...options,
    prefix: plain('prefix', prefix, resolve),
    indexes: Array.isArray(list) ? list.map((one) => plain('indexes', one, resolve)!) : indexes,
  };
}

/** The text, where it is one by now. What the deployment fills in stays, if no wildcard stands around it. */
function plain(name: string, value: string | undefined, resolve: (value: unknown) => unknown): string | undefined {
  if (!Token.isUnresolved(value)) return value;
  const now = resolve(value);
  if (typeof now === 'string') return now;
  const texts = textsOf(now);
  if (texts.length === 0) {
    throw new Error(`expected ${name} to be known when the function is connected, got nothing yet; connect it later`);
  }
  const open = texts.find((one) => /[*?]/.test(one));
  if (open !== undefined)
    throw new Error(`expected ${name} to be without wildcards, got one in '${open}'; leave it out`);
  return value;
}
