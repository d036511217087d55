import { ABOUT_A_SECRET, PASSWORD_NAME, REVEALED, SECRET_NAME, SECRET_PATTERNS } from './secret-patterns';

/**
 * What kind of secret a named literal holds; `undefined` when it holds none. Takes resolved text: what stands between ⟨ and ⟩
 * is filled in at deployment and no literal.
 *
 * Written here since no library on npm finds secrets synchronously: secretlint answers with promises, which a validation of
 * CDK cannot wait for, and the others start another program or look at names only.
 */
export function secretIn(name: string, value: string): string | undefined {
  const revealed = REVEALED.find(({ pattern }) => pattern.test(value));
  if (revealed) return revealed.kind;
  const known = SECRET_PATTERNS.find(({ pattern }) => pattern.test(value));
  if (known) return known.kind;
  if (value.includes('⟨') || isHarmless(value)) return undefined;
  const words = inSnakeCase(name);
  if (PASSWORD_NAME.test(words)) return 'a literal password';
  if (!SECRET_NAME.test(words) || ABOUT_A_SECRET.test(words)) return undefined;
  return looksRandom(value) ? 'what looks like a secret' : undefined;
}

const inSnakeCase = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();

/** Nothing, switches, ARNs, addresses and paths: what tells where a secret is kept. */
const isHarmless = (value: string): boolean =>
  /^(|true|false|yes|no|on|off|none|null|undefined)$/i.test(value.trim()) ||
  /^(arn:|https?:\/\/|\{\{resolve:ssm:|\.{0,2}\/[\w.-]+(\/|$))/.test(value.trim());

/** As many different signs as chance gives, and not the words of a name: `orders/production/database`. */
function looksRandom(value: string): boolean {
  if (value.length < 12 || /\s/.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((one) => one.test(value)).length;
  if (kinds < 2) return false;
  const isWords = value.split(/[-_./:]+/).every((word) => /^([A-Za-z]+\d{0,3}|\d{1,4}|v\d+)$/.test(word));
  return entropy(value) >= 3 && !(isWords && /[-_./:]/.test(value));
}

/** Shannon's, in bits per sign. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return -[...counts.values()].reduce((sum, count) => sum + (count / text.length) * Math.log2(count / text.length), 0);
}
