import { IConstruct } from 'constructs';
import { readState, stateOf } from '../core/tree-state';
import { Access } from './access';

/** How a function is connected, for `connect`. */
export interface ConnectOptions {
  /** What it may do. */
  readonly access: Access;
  /**
   * The environment variable in which the function finds what it is connected to: the name of a table, bucket, bus, parameter,
   * stream or function, the URL of a queue, the ARN of the others.
   *
   * @default - none
   */
  readonly env?: string;
  /**
   * Of a bucket: how the keys begin that it may reach, `reports/`.
   *
   * @default - every key
   */
  readonly prefix?: string;
  /**
   * Of an imported table: the names of the indexes it may read. Those of a table of this app are known.
   *
   * @default - none
   */
  readonly indexes?: string[];
}

/** A connection as it was declared, for whoever asks what may reach what: `fn.connectedTo`. */
export interface Connection {
  /** The path of what the function is connected to. */
  readonly targetPath: string;
  /** What that is: `table`, `bucket`, `queue`, `topic`, `event bus`, `secret`, `parameter`, `state machine`, `function`, `stream`, `key`. */
  readonly kind: string;
  /** The actions that were granted, each by its full name. */
  readonly actions: string[];
  /** The ARNs they were granted on. They may be CDK tokens. */
  readonly resources: string[];
  /**
   * The environment variable that names it.
   *
   * @default - none
   */
  readonly env?: string;
}

/** Stands on the function's node, in the state that copies of the library share: plain data. */
const CONNECTIONS = 'connections';

export const note = (fn: IConstruct, connection: Connection): void =>
  void stateOf(fn).list<Connection>(CONNECTIONS).push(connection);

export const connectionsOf = (fn: IConstruct): Connection[] => [...(readState<Connection[]>(fn, CONNECTIONS) ?? [])];
