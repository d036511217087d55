/**
 * The code with every comment, text and regular expression blanked out, at the same length: what is found in it is code.
 * Only the quotes around texts stay.
 * `undefined` when that cannot be told for sure, so that nobody edits by a guess.
 */
export function maskCode(code: string): string | undefined {
  const masked = code.split('');
  /** Depths of braces at which a `${` was opened. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  const blank = (to: number) => {
    for (; at < to; at++) if (masked[at] !== '\n' && masked[at] !== '\r') masked[at] = ' ';
  };
  /** From inside a template literal to its end, or to the next `${`. */
  const text = (from: number): boolean => {
    for (let i = from; i < code.length; i++) {
      if (code[i] === '\\') i++;
      else if (code[i] === '`') {
        blank(i + 1);
        return true;
      } else if (code.startsWith('${', i)) {
        blank(i + 2);
        templates.push(depth++);
        return true;
      }
    }
    return false;
  };
  while (at < code.length) {
    const one = code[at];
    if (code.startsWith('//', at) || (at === 0 && code.startsWith('#!'))) {
      const end = code.indexOf('\n', at);
      blank(end < 0 ? code.length : end);
    } else if (code.startsWith('/*', at)) {
      const end = code.indexOf('*/', at + 2);
      if (end < 0) return undefined;
      blank(end + 2);
    } else if (one === "'" || one === '"') {
      const end = endOfString(code, at);
      if (end === undefined) return undefined;
      at++;
      blank(end - 1);
      at++;
    } else if (one === '`') {
      if (!text(at + 1)) return undefined;
    } else if (one === '/' && mayBeRegularExpression(masked, at)) {
      const end = endOfRegularExpression(code, at);
      if (end === undefined) return undefined;
      blank(end);
    } else if (one === '}' && templates.at(-1) === depth - 1) {
      depth = templates.pop()!;
      if (!text(at + 1)) return undefined;
    } else {
      if (one === '{') depth++;
      if (one === '}') depth--;
      at++;
    }
  }
  return depth === 0 && templates.length === 0 ? masked.join('') : undefined;
}

function endOfString(code: string, from: number): number | undefined {
  for (let i = from + 1; i < code.length; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === '\n') return undefined;
    else if (code[i] === code[from]) return i + 1;
  }
  return undefined;
}

function endOfRegularExpression(code: string, from: number): number | undefined {
  let inClass = false;
  for (let i = from + 1; i < code.length && code[i] !== '\n'; i++) {
    if (code[i] === '\\') i++;
    else if (code[i] === '[') inClass = true;
    else if (code[i] === ']') inClass = false;
    else if (code[i] === '/' && !inClass) return i + 1;
  }
  return undefined;
}

/** Behind a value, a slash divides. */
function mayBeRegularExpression(masked: readonly string[], at: number): boolean {
  const before = masked
    .slice(Math.max(0, at - 200), at)
    .join('')
    .trimEnd();
  return before === '' || /[(,=:[!&|?{};+\-*%<>~^]$|\b(return|typeof|case|in|of|do|else|void|delete)$/.test(before);
}

/** The position behind the parenthesis that closes the one at `open`, in masked code. */
export function closing(masked: string, open: number): number | undefined {
  let depth = 0;
  for (let i = open; i < masked.length; i++) {
    if ('([{'.includes(masked[i])) depth++;
    if (')]}'.includes(masked[i]) && --depth === 0) return masked[i] === ')' ? i + 1 : undefined;
  }
  return undefined;
}
