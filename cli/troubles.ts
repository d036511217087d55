import type { Trouble } from './input/read-inputs';
import type { Io } from './io';
import { printable } from './report';

/** One line on stderr, whatever is in it. */
export const say = (line: string, { stderr }: Io): void => stderr(`${printable(line.replace(/\s*\n\s*/g, ' '))}\n`);

/** What could not be read, as `file:line:column: message`, and what was not looked into. */
export function reportTroubles(
  { troubles, skipped }: { troubles: readonly Trouble[]; skipped: readonly string[] },
  io: Io,
): void {
  for (const { path, line, column, message } of troubles) {
    say(`error: ${[path, line, column].filter((part) => part !== undefined).join(':')}: ${message}`, io);
  }
  for (const path of skipped) say(`note: not looked into: ${path}`, io);
}
