#!/usr/bin/env node
import { MOST_BYTES } from './input/most-bytes';
import { run } from './main';

const { stdout, stderr, env } = process;

// whoever reads us may stop: `check … | head`
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));
}
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    stderr.write(`internal error: ${error instanceof Error ? error.message : String(error)}; please report it\n`);
    process.exit(3);
  });
}

async function standardInput(): Promise<Buffer> {
  if (process.stdin.isTTY) throw new Error('a terminal; pipe a template into it');
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size > MOST_BYTES) break; // who reads it says that it is too large
  }
  return Buffer.concat(parts);
}

void run(process.argv.slice(2), {
  stdout: (text) => void stdout.write(text),
  stderr: (text) => void stderr.write(text),
  isTTY: stdout.isTTY === true,
  stdin: standardInput,
  columns: stdout.columns,
  cwd: process.cwd(),
  env,
}).then((code) => void (process.exitCode = code));
