import { secretIn } from '../core/secret-detector';

/** A text in a template, with the name by which it goes and the place where it stands. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
  readonly at: string;
}

/** What a list item may call its name, and its value. */
const NAMES = ['Name', 'Key', 'OptionName', 'HeaderName', 'ParameterKey', 'VariableName'];
const VALUES = ['Value', 'HeaderValue', 'ParameterValue', 'PlaintextValue'];

/**
 * Every text of a raw value, in all branches of every condition, without resolving it: a template-wide look must not try
 * combinations. What is filled in at deployment stands between ⟨ and ⟩. A default of a parameter is another rule's matter.
 */
export function* namedTexts(value: unknown, name = '', at = ''): Generator<NamedText> {
  if (typeof value === 'string' || typeof value === 'number') yield { name, text: String(value), at };
  else if (Array.isArray(value))
    for (const [index, one] of value.entries()) yield* namedTexts(one, name, `${at}.${index}`);
  else if (typeof value === 'object' && value !== null) yield* ofObject(value as Record<string, unknown>, name, at);
}

function* ofObject(value: Record<string, unknown>, name: string, at: string): Generator<NamedText> {
  const keys = Object.keys(value);
  if (keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'))) {
    if (keys[0] === 'Fn::If' && Array.isArray(value['Fn::If'])) {
      for (const branch of value['Fn::If'].slice(1)) yield* namedTexts(branch, name, at);
    } else yield { name, text: written(value), at };
    return;
  }
  const called = NAMES.find((key) => typeof value[key] === 'string');
  for (const key of keys) {
    const isPair = called !== undefined && VALUES.includes(key);
    if (key !== called) yield* namedTexts(value[key], isPair ? String(value[called]) : key, `${at}.${key}`);
  }
}

/** A text as far as the template has it. */
function written(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return OPEN;
  const [[key, argument]] = Object.entries<any>(value);
  switch (key) {
    case 'Fn::Base64':
      return written(argument);
    case 'Fn::Join':
      return Array.isArray(argument?.[1]) ? argument[1].map(written).join(String(argument[0])) : OPEN;
    case 'Fn::Sub': {
      const text = String(Array.isArray(argument) ? argument[0] : argument);
      return text.replace(/\$\{(!?)([^{}]*)\}/g, (_, isLiteral, inner) =>
        isLiteral ? `\${${inner}}` : attribute(inner),
      );
    }
    case 'Fn::GetAtt':
      return attribute(Array.isArray(argument) ? argument.map(String).join('.') : String(argument));
    case 'Fn::If':
      return Array.isArray(argument) ? argument.slice(1).map(written).join('\n') : OPEN;
    default:
      return OPEN;
  }
}

const OPEN = '⟨?⟩';
/** As a resolved text has it, for what a reference reveals. */
const attribute = (name: string): string => (name.includes('.') ? `⟨0#${name}⟩` : OPEN);

/** How a text is to be read. A build specification says in blocks of its own where its secrets are kept. */
export type Reading = 'value' | 'script' | 'code' | 'build-spec';

/** What kind of secret a text holds, with the name it goes by; `undefined`: none that can be told. */
export function secretOf({ name, text }: NamedText, reading: Reading): string | undefined {
  if (reading === 'value') {
    const kind = secretIn(name, text);
    return kind && `${name || 'a text'} holding ${kind}`;
  }
  const plain = reading === 'code' ? text : withoutReferences(decoded(text), reading);
  const kind = secretIn('', plain);
  if (kind && !BY_SYNTAX.test(kind)) return `${name || 'a text'} holding ${kind}`;
  for (const [called, value] of assignments(plain, reading)) {
    const assigned = isPlaceholder(value) ? undefined : secretIn(called, value);
    if (assigned) return `${called || name} holding ${assigned}`;
  }
  return undefined;
}

/** Told by what stands around a value, in a text that is nothing else: in a script the value may be computed. */
const BY_SYNTAX = /^(a connection string|JSON) with/;

function withoutReferences(text: string, reading: Reading): string {
  if (reading !== 'build-spec') return text;
  try {
    const { env, ...rest } = JSON.parse(text);
    return JSON.stringify({ ...rest, env: { ...env, 'parameter-store': undefined, 'secrets-manager': undefined } });
  } catch {
    return text.replace(/^( *)["']?(parameter-store|secrets-manager)["']?:[^\n]*\n(\1 +[^\n]*(\n|$))*/gm, '');
  }
}

/** User data that was encoded by hand: nothing but base64, and readable once it is decoded. */
function decoded(text: string): string {
  if (text.length < 16 || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) || !/^\S+(\s\S{40,})*\s*$/.test(text)) return text;
  const plain = Buffer.from(text, 'base64').toString('utf8');
  return /^[\t\n\r\x20-\x7e\u00a0-\uffff]+$/.test(plain) && !plain.includes('\ufffd') ? plain : text;
}

/** `NAME=value`, `--name value`, `name: value` and JSON of shell and configuration. */
const IN_SCRIPTS: readonly RegExp[] = [
  /(?:^|[\s;"'`(])-{0,2}([A-Za-z][\w.-]{0,60})=(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([^\s"';&|)]{1,200}))/gm,
  /(?:^|\s)--([A-Za-z][\w-]{0,60})\s+(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([^\s"';&|)-][^\s"';&|)]{0,199}))/gm,
  /^[ \t-]*"?([A-Za-z][\w.-]{0,60})"?:[ \t]+(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([^\s"'#{[|>][^\s"']{0,199}))[ \t]*,?$/gm,
  /"([A-Za-z][\w.-]{0,60})"\s*:\s*"([^"\\\n]{1,200})"/g,
];
/** In code only quoted texts, with the name that they are given, and without. */
const IN_CODE: readonly RegExp[] = [
  /(?:^|[^\w.$])["']?([A-Za-z_]\w{0,60})["']?\s*[:=]\s*(?:"([^"\\\n]{6,200})"|'([^'\\\n]{6,200})')/gm,
  /()(?:"([^"\\\n]{0,200})"|'([^'\\\n]{0,200})')/g,
];

function* assignments(text: string, reading: Reading): Generator<readonly [string, string]> {
  for (const pattern of reading === 'code' ? IN_CODE : IN_SCRIPTS) {
    for (const [, name = '', ...quoted] of text.matchAll(pattern)) {
      yield [name, quoted.find((one) => one !== undefined) ?? ''];
    }
  }
}

/** `$PASSWORD`, `$(aws …)`, `<password>`, `{{ password }}`, `%s`, `***`: what stands for a value, and words for its type. */
const isPlaceholder = (value: string): boolean =>
  /^[$`<{%*@⟨]|[$]\(|⟨|^(string|required|optional|password|secret|token|changeit|example|x+|\.+)$/i.test(value) ||
  /\$\{|\$[A-Za-z_(]/.test(value);
