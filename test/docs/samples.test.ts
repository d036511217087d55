import { join } from 'path';
import { isToThrow } from '../../scripts/doc-samples';
import { ROOT, sources, text } from '../laws/library-files';

/*
 * Every TypeScript sample of docs/guides and of the folders' READMEs is written to samples/ by `npm run docs`,
 * type-checked by `npm run lint` and run here.
 */
const samples = sources('test/docs/samples');

beforeEach(() => void jest.spyOn(console, 'error').mockImplementation()); // CDK prints its report

// eslint-disable-next-line @typescript-eslint/no-require-imports
const run = (path: string) => () => void require(join(ROOT, path.replace(/\.ts$/, '')));

test('there are samples', () => expect(samples.length).toBeGreaterThan(5));

test.each(samples.filter((path) => !isToThrow(text(path))))('%s runs', (path) => expect(run(path)).not.toThrow());
test.each(samples.filter((path) => isToThrow(text(path))))('%s is blocked', (path) =>
  expect(run(path)).toThrow(/FATAL expected/),
);
