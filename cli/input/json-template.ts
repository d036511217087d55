import { scanJson } from './json-scan';
import { DEEPEST, tooDeep, Unreadable } from './unreadable';
import type { Parsed } from './yaml-template';

/** @throws Unreadable with line and column of the first mistake */
export function parseJsonTemplate(text: string): Parsed {
  const body = parsed(text);
  // a second key of the same name would hide the first one from whoever reads the file
  const lines = scanJson(text, { isValid: true });
  return { body, lineOf: (logicalId) => lines.get(logicalId) };
}

/** Of JSON that a program wrote: no key is there twice, and lines are looked for when they are asked for. */
export function parseWrittenJson(text: string): Parsed {
  const body = parsed(text);
  if (isTooDeep(body)) throw tooDeep();
  let lines: Map<string, number> | undefined;
  return { body, lineOf: (logicalId) => (lines ??= linesOf(text)).get(logicalId) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    scanJson(text); // says where; Node does not always
    throw new Unreadable((error as Error).message);
  }
}

function linesOf(text: string): Map<string, number> {
  try {
    return scanJson(text, { isValid: true });
  } catch {
    return new Map(); // written by hand after all; the first line will do
  }
}

function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth > DEEPEST) return true;
  for (const key in value) if (isTooDeep((value as Record<string, unknown>)[key], depth + 1)) return true;
  return false;
}
