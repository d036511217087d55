/** Everything the command line touches of the process, so that tests run it without one. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Whether stdout is a terminal: only then there are colours and progress. */
  readonly isTTY: boolean;
  /** Everything on standard input. @throws when there is nothing to read it from @default - there is none */
  readonly stdin?: () => Promise<Buffer>;
  readonly columns?: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
