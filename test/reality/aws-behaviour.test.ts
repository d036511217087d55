import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/aws-behaviour.md'), 'utf8');

/** Each statement with its lines. */
const statements = page
  .split(/^(?=\d+\. )/m)
  .slice(1)
  .map((text) => ({
    title: text.split('\n')[0],
    tests: [...text.matchAll(/^ +- \[[^\]]+\]\(\.\.\/([^)]+)\): `(.+)`$/gm)].map(([, file, name]) => ({
      file,
      name,
    })),
    lines: text.split('\n').filter((line) => /^ +-/.test(line)).length,
  }));

/** Code with its strings as they are meant. */
const codeOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8').replace(/\\'/g, "'");

describe('docs/aws-behaviour.md', () => {
  test('numbers its statements in order', () => {
    expect(statements.length).toBeGreaterThanOrEqual(23);
    expect(statements.map(({ title }) => Number.parseInt(title))).toEqual(statements.map((_, index) => index + 1));
  });

  test.each(statements.map((one) => [one.title.slice(0, 70), one] as const))('%s', (_, { title, tests, lines }) => {
    expect(title).toMatch(/\. \*\*(run|doc|known)(, (run|doc|known))*\*\*$/);
    expect(tests.length).toBeGreaterThan(0);
    expect(tests).toHaveLength(lines); // no line that this test cannot read
    const missing = tests.filter(({ file, name }) => !existsSync(join(ROOT, file)) || !isTitleIn(codeOf(file), name));
    expect(missing).toEqual([]);
  });
});

/** A title of a test, a group or a row of a table: a whole string, or the beginning of one that a row goes on with. */
const isTitleIn = (code: string, name: string): boolean =>
  ["'", '"', '`'].some((quote) => code.includes(`${quote}${name}`));
