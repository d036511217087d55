import { closing, maskCode } from './code-mask';

export interface GateOptions {
  readonly baseline: string;
  readonly edition: string;
}

/** The edited file, or why nobody but a person should edit it. */
export type Edit =
  | { readonly kind: 'edited'; readonly code: string; readonly lines: string[] }
  | { readonly kind: 'present' }
  | { readonly kind: 'unsure'; readonly why: string };

const LIBRARY = 'cdk-secure-serverless';
const CDK = /^(['"])aws-cdk-lib(\/core)?\1$/;

/** What is added behind `new App()`. */
export const enforcement = (app: string, { baseline, edition }: GateOptions, gate = 'SecurityGate'): string[] => [
  `${gate}.enforce(${app}, {`,
  `  baseline: '${baseline}', // what was there before: it passes until it is mended`,
  `  edition: '${edition}', // rules of later editions warn until this is raised`,
  '});',
];

/** Adds the gate right behind the one `new App()` of a TypeScript or JavaScript file, and its import. Everything else stays as it is. */
export function editEntry(code: string, options: GateOptions): Edit {
  const masked = maskCode(code);
  if (masked === undefined) return unsure('its strings, comments or braces cannot be told apart');
  if (/\bSecurityGate\b/.test(masked)) return { kind: 'present' };
  const imported = cdkImport(code, masked);
  if (typeof imported === 'string') return unsure(imported);
  const made = appIn(code, masked, imported.names);
  if (typeof made === 'string') return unsure(made);
  const newline = code.includes('\r\n') ? '\r\n' : '\n';
  const style = (line: string) => restyle(line, imported);
  const enforced = enforcement(made.name, options).map((line) => made.indent + style(line));
  const importing = style(
    imported.isRequired
      ? `const { SecurityGate } = require('${LIBRARY}');`
      : `import { SecurityGate } from '${LIBRARY}';`,
  );
  const parts = [
    code.slice(0, imported.end),
    newline + importing,
    code.slice(imported.end, made.end),
    enforced.map((line) => newline + line).join(''),
    code.slice(made.end),
  ];
  return { kind: 'edited', code: parts.join(''), lines: [importing, ...enforced] };
}

const unsure = (why: string): Edit => ({ kind: 'unsure', why });

interface CdkImport {
  /** How `App` is called here: `App`, `cdk.App`. */
  readonly names: readonly string[];
  /** Where its line ends. */
  readonly end: number;
  readonly isRequired: boolean;
  readonly quote: string;
  readonly semicolons: boolean;
}

const BRACES = String.raw`\{[^{}]*\}`;
const NAME = String.raw`[A-Za-z_$][\w$]*`;
/** Strings are blank in masked code: the place of the module's name is looked up in the code itself. */
const IMPORTS = [
  new RegExp(String.raw`^import\s+(?:\*\s+as\s+(?<all>${NAME})|(?<some>${BRACES}))\s+from\s*(?=['"])`, 'gm'),
  new RegExp(String.raw`^import\s+(?<all>${NAME})\s*=\s*require\(\s*(?=['"])`, 'gm'),
  new RegExp(String.raw`^(?:const|let|var)\s+(?:(?<all>${NAME})|(?<some>${BRACES}))\s*=\s*require\(\s*(?=['"])`, 'gm'),
];

function cdkImport(code: string, masked: string): CdkImport | string {
  const names: string[] = [];
  let last: Omit<CdkImport, 'names'> | undefined;
  for (const [kind, pattern] of IMPORTS.entries()) {
    for (const match of masked.matchAll(pattern)) {
      const behind = match.index + match[0].length;
      const module = /^(['"])[^'"\n]*\1/.exec(code.slice(behind))?.[0] ?? '';
      if (!CDK.test(module)) continue;
      const end = endOfLine(masked, behind + module.length, kind === 0 ? /^\s*;?\s*$/ : /^\s*\)\s*;?\s*$/);
      if (end === undefined) return 'more code stands in the line that imports aws-cdk-lib';
      const { all, some } = match.groups!;
      if (all) names.push(`${all}.App`);
      const alias = some && /(?:^|[{,\s])App\s*(?:(?:\bas\b|:)\s*([A-Za-z_$][\w$]*)\s*)?(?=[,}])/.exec(some);
      if (alias) names.push(alias[1] ?? 'App');
      if (!last || end > last.end) {
        const line = code.slice(behind, end);
        last = { end, isRequired: kind === 2, quote: module[0], semicolons: line.includes(';') };
      }
    }
  }
  if (!last || names.length === 0) return 'no import of App from aws-cdk-lib was found';
  return { ...last, names };
}

interface MadeApp {
  readonly name: string;
  readonly indent: string;
  /** Behind the statement. */
  readonly end: number;
}

function appIn(code: string, masked: string, names: readonly string[]): MadeApp | string {
  const pattern = new RegExp(String.raw`(?<![\w$.])new\s+(?:${names.map(escaped).join('|')})\s*(?=\()`, 'g');
  const made = [...masked.matchAll(pattern)];
  if (made.length !== 1) return made.length === 0 ? 'it makes no new App()' : 'it makes several Apps';
  const [{ index, 0: text }] = made;
  const start = masked.lastIndexOf('\n', index) + 1;
  const before = masked.slice(start, index);
  const statement = /^([ \t]*)(?:export\s+)?(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::\s*[\w$.]+\s*)?=\s*$/.exec(
    before,
  );
  if (!statement) return 'its App is not kept in a variable of its own';
  const close = closing(masked, index + text.length);
  const end = close === undefined ? undefined : endOfLine(masked, close, /^\s*;?\s*$/);
  if (end === undefined) return 'more code stands in the line behind new App()';
  // without a semicolon, a line that goes on with the value belongs to it
  const ended = masked.slice(close, end).includes(';');
  if (!ended && /^\s*[.([`?+\-*/,]/.test(masked.slice(end))) return 'the statement goes on behind new App()';
  return { name: statement[2], indent: indentOf(code.slice(start, start + statement[1].length)), end };
}

/** What stands before a statement may be a comment: `/* the app *\/ const app`. */
function indentOf(before: string): string {
  const [indent] = /^[ \t]*/.exec(before)!;
  return indent === before || before.startsWith('/*', indent.length) ? indent : '';
}

/** The end of the line, comments included, when nothing else stands there. */
function endOfLine(masked: string, from: number, rest: RegExp): number | undefined {
  const next = masked.indexOf('\n', from);
  const end = next < 0 ? masked.length : masked[next - 1] === '\r' ? next - 1 : next;
  return rest.test(masked.slice(from, end)) ? end : undefined;
}

const escaped = (text: string): string => text.replace(/[.$]/g, '\\$&').replace('\\.', String.raw`\s*\.\s*`);

/** As the file writes it. */
function restyle(line: string, { quote, semicolons }: CdkImport): string {
  const quoted = line.replace(/'/g, quote);
  return semicolons ? quoted : quoted.replace(/;$/, '');
}
