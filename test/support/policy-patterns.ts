import type { RequestContext } from './policy-document';

interface Glyph {
  readonly char: string;
  readonly wild: boolean;
}

export type Pattern = readonly Glyph[];

/** What a statement's text is read against; `variables` is false for policies older than version 2012-10-17. */
export interface Scope {
  readonly keys: RequestKeys;
  readonly variables: boolean;
}

/** Condition keys are case-insensitive in IAM, their values are not. */
export class RequestKeys {
  private readonly values = new Map<string, readonly string[]>();

  constructor(context: RequestContext) {
    for (const [key, value] of Object.entries(context)) {
      this.values.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
    }
  }

  public get(key: string): readonly string[] {
    return this.values.get(key.toLowerCase()) ?? [];
  }
}

const VARIABLE = /\$\{([^}]*)\}/g;
const DEFAULTED_KEY = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/;

/** Undefined when a policy variable has no value: such text matches nothing. */
export function compile(text: string, scope?: Scope): Pattern | undefined {
  if (scope === undefined || !scope.variables) {
    return glyphs(text, true);
  }
  const pattern: Glyph[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const value = variableValue(match[1] ?? '', scope.keys);
    if (value === undefined) {
      return undefined;
    }
    pattern.push(...glyphs(text.slice(end, match.index), true), ...glyphs(value, false));
    end = match.index + match[0].length;
  }
  pattern.push(...glyphs(text.slice(end), true));
  return pattern;
}

export function textOf(pattern: Pattern): string {
  return pattern.map((glyph) => glyph.char).join('');
}

export function matchesPattern(pattern: Pattern, value: string, caseInsensitive = false): boolean {
  const source = pattern.map((glyph) => regexOf(glyph)).join('');
  return new RegExp(`^${source}$`, caseInsensitive ? 'is' : 's').test(value);
}

export function matchesArn(pattern: Pattern, value: string): boolean {
  const expected = arnParts(pattern, (glyph) => glyph.char === ':');
  if (expected === undefined) {
    throw new Error(`Malformed ARN in a condition: ${textOf(pattern)}`);
  }
  const actual = arnParts([...value], (char) => char === ':');
  return actual !== undefined && expected.every((part, index) => matchesPattern(part, (actual[index] ?? []).join('')));
}

/** An ARN has six parts, and its last one may itself contain colons. */
function arnParts<T>(items: readonly T[], isColon: (item: T) => boolean): T[][] | undefined {
  const parts: T[][] = [[]];
  for (const item of items) {
    if (isColon(item) && parts.length < 6) {
      parts.push([]);
    } else {
      parts[parts.length - 1]?.push(item);
    }
  }
  return parts.length === 6 ? parts : undefined;
}

function variableValue(expression: string, keys: RequestKeys): string | undefined {
  if (['*', '?', '$'].includes(expression)) {
    return expression;
  }
  const [, key, fallback] = DEFAULTED_KEY.exec(expression) ?? [];
  if (key === undefined) {
    throw new Error(`Malformed policy variable: \${${expression}}`);
  }
  const values = keys.get(key);
  return values.length === 1 ? values[0] : fallback;
}

function glyphs(text: string, wildcards: boolean): Glyph[] {
  return [...text].map((char) => ({ char, wild: wildcards && (char === '*' || char === '?') }));
}

function regexOf({ char, wild }: Glyph): string {
  if (wild) {
    return char === '*' ? '.*' : '.';
  }
  return char.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
