import { Token } from 'aws-cdk-lib';
import { PipeEnd } from './pipe-end';

/** "Name: pattern [.\-_A-Za-z0-9]+, 1 to 64", Pipes API reference. */
const NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

export function checkPipeName(path: string, name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name) || NAME.test(name)) return;
  throw new Error(
    `expected pipeName of '${path}' to be 1 to 64 letters, digits, dots, hyphens and underscores, got '${name}'; ` +
      'leave it out, or set what Pipes takes',
  );
}

/** Whatever comes out would go in again, for as long as somebody pays. */
export function checkEnds(path: string, source: PipeEnd, target: PipeEnd): void {
  // the ARN of one construct is always the same text, even while it is a token
  if (source.arn !== target.arn) return;
  throw new Error(
    `expected '${path}' to deliver elsewhere, got the same source and target, which is an endless loop; set another target`,
  );
}

type Pattern = Readonly<Record<string, unknown>>;

/** "Event patterns": each leaf is a list of what matches; any other is refused while the pipe is made. */
export function checkFilters(path: string, filters: readonly Pattern[] = []): void {
  filters.forEach((one, index) => {
    const wrong = isPattern(one) ? wrongLeaf(one, []) : { at: [], value: one };
    if (!wrong) return;
    const at = [`filters[${index}]`, ...wrong.at].join('.');
    throw new Error(
      `expected ${at} of '${path}' to be a list of what matches, got ${JSON.stringify(wrong.value)}; write it as a list that is not empty, such as ["order"]`,
    );
  });
}

const isPattern = (value: unknown): value is Pattern =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function wrongLeaf(pattern: Pattern, above: readonly string[]): { at: readonly string[]; value: unknown } | undefined {
  for (const [name, value] of Object.entries(pattern)) {
    const at = [...above, name];
    if (Token.isUnresolved(value)) continue;
    const inner = name === '$or' && Array.isArray(value) ? value : isPattern(value) ? [value] : undefined;
    if (inner === undefined && !(Array.isArray(value) && value.length > 0)) return { at, value };
    for (const one of inner ?? []) {
      const wrong = isPattern(one) ? wrongLeaf(one, at) : { at, value: one };
      if (wrong) return wrong;
    }
  }
  return undefined;
}
