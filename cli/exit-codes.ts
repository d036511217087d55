/** What the process answers with; also said in `--help`. */
export const EXIT = {
  /** Nothing blocks. */
  clean: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Wrong use, input that cannot be read, or an app that `init` was not sure about. */
  usage: 2,
  /** We failed ourselves: a rule crashed. */
  internal: 3,
} as const;

/** Something the reader can put right: one line, no stack trace, exit code 2. */
export class UsageError extends Error {}

/** Something of ours that is broken: one line, exit code 3. */
export class InternalError extends Error {}
