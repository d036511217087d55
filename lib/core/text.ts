/**
 * Resolved values are plain JSON. What only the deployment knows stands in strings between ⟨ and ⟩:
 * `⟨AWS::Region⟩` a pseudo parameter · `⟨0#Bucket⟩` a Ref · `⟨0#Bucket.Arn⟩` a GetAtt · `⟨?…⟩` a value nobody can know here.
 * The brackets never survive from a literal, so a template cannot forge a placeholder.
 */
const OPEN = '⟨';
const CLOSE = '⟩';
export const PLACEHOLDER = /⟨([^⟩]*)⟩/g;

export const pseudo = (name: string): string => `${OPEN}${name}${CLOSE}`;
export const reference = (key: string, attribute?: string): string =>
  `${OPEN}${key}${attribute ? `.${attribute}` : ''}${CLOSE}`;
export const notKnown = (why: string): string => `${OPEN}?${why.replace(/[⟨⟩]/g, '')}${CLOSE}`;
export const literal = (text: string): string =>
  text.includes(OPEN) || text.includes(CLOSE) ? text.replace(/⟨/g, '(').replace(/⟩/g, ')') : text;

export const OWN_ACCOUNT = pseudo('AWS::AccountId');
export const OWN_REGION = pseudo('AWS::Region');
export const PARTITION = pseudo('AWS::Partition');

/** Whether a part of the value cannot be known before deployment. References and pseudo parameters are known. */
export const isUnknown = (value: unknown): boolean => typeof value === 'string' && value.includes(`${OPEN}?`);

/**
 * Whether all that is not known in a value is what somebody names at deployment: a parameter, or the output of another stack.
 * A name is no wildcard, unless its default is one.
 */
export const isNamedLater = (value: unknown): boolean =>
  isUnknown(value) &&
  [...String(value).matchAll(PLACEHOLDER)].every(([, body]) => !body.startsWith('?') || NAMED_LATER.test(body));
const NAMED_LATER = /^\?(parameter|import|output)[ ,]/;

/** Whether the value holds any placeholder. */
export const isSymbolic = (value: unknown): boolean => typeof value === 'string' && value.includes(OPEN);

/** The keys of the resources a text refers to: `0#Bucket`. */
export function referencedKeys(text: string): string[] {
  if (!text.includes(OPEN)) return [];
  return [...text.matchAll(PLACEHOLDER)]
    .map(([, body]) => body)
    .filter((body) => !body.startsWith('?') && body.includes('#'))
    .map((body) => body.replace(/\..*$/, ''));
}

/** Splits outside of placeholders. */
export function splitText(text: string, delimiter: string): string[] {
  if (delimiter === '') return [text];
  const kept: string[] = [];
  const shielded = text.replace(PLACEHOLDER, (whole) => `\u0000${kept.push(whole) - 1}\u0000`);
  return shielded.split(delimiter).map((part) => part.replace(/\u0000(\d+)\u0000/g, (_, index) => kept[Number(index)]));
}

/** For messages: `⟨0#Bucket.Arn⟩` becomes `${Bucket.Arn}`. */
export function readable(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.replace(/⟨\?([^⟩]*)⟩/g, '${$1: only known at deployment}').replace(/⟨(?:\d+#)?([^⟩]*)⟩/g, '${$1}');
}
