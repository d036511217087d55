import { basename } from 'path';
import { sources, text } from './library-files';

const MOST_LINES = 300;
/** Tables may be long: rows, no code. */
const TABLES: string[] = [];
const FORBIDDEN = /(^|-)(utils?|helpers?|common|managers?|misc)(-|$)/;
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const files = ['lib', 'cli', 'runtime', 'scripts'].flatMap(sources);
const lines = (file: string): number => text(file).split('\n').length - 1;

test(`no file has more than ${MOST_LINES} lines`, () => {
  const long = files.filter((file) => !TABLES.includes(file) && lines(file) > MOST_LINES);
  expect(long.map((file) => `${file}: ${lines(file)}`)).toEqual([]);
});

test('the list of tables names files that are there and need it', () => {
  expect(TABLES.filter((file) => !files.includes(file) || lines(file) <= MOST_LINES)).toEqual([]);
});

test('every name is kebab-case and says what is in it', () => {
  const wrong = [...files, ...sources('test')].filter((file) => {
    const names = [...file.split('/').slice(0, -1), basename(file).replace(/(\.test)?(\.handler)?\.ts$/, '')];
    return names.some((name) => !NAME.test(name) || FORBIDDEN.test(name));
  });
  expect(wrong).toEqual([]);
});
