import type { Origins } from './cors-headers';

/** Velocity knows three ways to set an entry of a map. */
const setting = (header: string): string =>
  `responseOverride\\.header(?:\\.|\\[\\s*|\\.put\\(\\s*)["']?${header}["']?\\s*\\]?\\s*[=,]\\s*`;
const ORIGIN = new RegExp(`${setting('access-control-allow-origin')}([^)\\n]+)`, 'gi');
const CREDENTIALS = new RegExp(`${setting('access-control-allow-credentials')}["']?true`, 'i');

/** Which origins a mapping template lets read the answer. */
export function originsOfTemplate(template: string): Origins {
  const values = [...template.matchAll(ORIGIN)].map(([, value]) => value.trim());
  if (values.some((value) => /^["'](\*|null)["']$/i.test(value))) return 'any';
  // Velocity fills in variables between double quotes, not between single ones
  const isCopied = values.some((value) => !value.startsWith("'") && value.includes('$'));
  if (isCopied) return isCompared(template) ? 'named' : 'reflected';
  if (values.length > 0) return 'named';
  const isSetSomehow = /responseOverride/i.test(template) && /access-control-allow-origin/i.test(template);
  return isSetSomehow ? 'unknown' : 'none';
}

export const allowsCredentials = (template: unknown): boolean => CREDENTIALS.test(String(template));

/** A text that names an origin, as CDK writes it for several: `$origin == "https://app.example.com"`. */
const EQUAL = /(==|\.equals(IgnoreCase)?\()\s*["'](https?:\/\/[^"']+)["']|["'](https?:\/\/[^"']+)["']\s*==/i;
/** A list of origins that is asked whether the one of the request is among them. */
const LISTED = /\.contains\(\s*\$\{?\w+\}?\s*\)/i;
const LIST = /=\s*\[\s*["']https?:\/\//i;
const MATCHED = /\.matches\(\s*(["'])(.*?)\1\s*\)/gi;

/** Whether the origin of the request is repeated only when it is one of some. */
function isCompared(template: string): boolean {
  const patterns = [...template.matchAll(MATCHED)].map(([, , pattern]) => pattern);
  if (patterns.some(takesStrangers)) return false;
  return patterns.length > 0 || EQUAL.test(template) || (LISTED.test(template) && LIST.test(template));
}

/** Origins that nobody named. */
const STRANGERS = ['https://evil.test', 'http://a.b', 'https://xn--abc.example:8443', 'null'];

/** A wildcard that a letter or any character follows takes `https://evilexample.com` for `.*example.com`. */
function takesStrangers(pattern: string): boolean {
  if (/[*+]\??[\w.]/.test(pattern)) return true;
  try {
    const expression = new RegExp(`^(?:${pattern})$`);
    return STRANGERS.some((one) => expression.test(one));
  } catch {
    return true;
  }
}
