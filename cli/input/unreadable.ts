/** A file that cannot be read as a template: one line, with the place where there is one. */
export class Unreadable extends Error {
  constructor(
    message: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(message);
  }
}

/** Deeper than any real template; beyond it, recursion would end the process. */
export const DEEPEST = 200;

export const tooDeep = (line?: number): Unreadable => new Unreadable(`nested deeper than ${DEEPEST} levels`, line);
