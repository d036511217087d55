import { Token } from 'aws-cdk-lib';

/** What a connection may be for. */
export type Verb = 'READ' | 'WRITE' | 'SEND' | 'RECEIVE' | 'PUBLISH' | 'START' | 'INVOKE';

/**
 * What a function may do with what it is connected to. Which actions that is, and on what, depends on the kind: see the table in
 * the README of lib/connection. Reading never brings writing, nor the other way round.
 */
export class Access {
  /** Reads: items of a table, objects of a bucket, the value of a secret or parameter, records of a stream. */
  public static readonly READ = new Access(['READ']);
  /** Writes and deletes items or objects, or puts in values and records. */
  public static readonly WRITE = new Access(['WRITE']);
  /** Reads and writes. Prefer two functions, of which one reads and the other writes. */
  public static readonly READ_WRITE = new Access(['READ', 'WRITE']);
  /** Sends messages to a queue. */
  public static readonly SEND = new Access(['SEND']);
  /** Receives and deletes messages of a queue. For the source of a function's events use `on(Source.queue(…))`. */
  public static readonly RECEIVE = new Access(['RECEIVE']);
  /** Publishes to a topic, or puts events on a bus. */
  public static readonly PUBLISH = new Access(['PUBLISH']);
  /** Starts executions of a state machine, and does not wait for them. */
  public static readonly START = new Access(['START']);
  /** Invokes a function, or runs an express workflow and waits for what it answers. */
  public static readonly INVOKE = new Access(['INVOKE']);

  /**
   * Exactly these actions, where a verb would be more than is needed: `Access.actions('dynamodb:GetItem')`.
   *
   * @throws when there are none, or one holds a wildcard (ROLE-01)
   */
  public static actions(...actions: string[]): Access {
    if (actions.length === 0)
      throw new Error('expected actions to name one at least, got none; use Access.READ or another');
    const open = actions.find((one) => Token.isUnresolved(one) || !ACTION.test(one));
    if (open !== undefined) {
      throw new Error(
        `ROLE-01: expected each action in full, got '${open}'; name them one by one, for example 'dynamodb:GetItem'`,
      );
    }
    return new Access([], actions);
  }

  private constructor(
    /** @internal */
    public readonly _verbs: readonly Verb[],
    /** @internal */
    public readonly _actions: readonly string[] = [],
  ) {}

  /** @internal */
  public get _name(): string {
    return this._verbs.join('_') || this._actions.join(', ');
  }
}

const ACTION = /^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$/;
