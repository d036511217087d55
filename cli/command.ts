import type { Command } from 'commander';
import type { Io } from './io';

/** What a command gets besides its arguments. */
export interface CommandContext {
  readonly io: Io;
  /** Says what the process exits with; 0 when nobody says anything. The worst of several counts. */
  exitWith(code: number): void;
}

/** One file of `commands/` exports one of these. Errors: throw a `UsageError` (exit 2); anything else exits 3. */
export type RegisterCommand = (program: Command, context: CommandContext) => void;
