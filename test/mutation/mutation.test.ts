import { isCaught, nameOf, weaken } from './mutate';
import { ATTACKS, BUILD, buildFor, WEAKNESSES } from './weaknesses';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

test('unharmed, it synthesizes', () => expect(isCaught(BUILD, () => undefined)).toBe(false));

test('every property removed or weakened fails the synthesis', () => {
  const survivors = WEAKNESSES.filter((one) => !isCaught(buildFor(one), (stack) => weaken(stack, one)));
  const { length } = WEAKNESSES;
  expect(length).toBeGreaterThan(150);
  process.stdout.write(`template mutations caught: ${length - survivors.length} of ${length}\n`);
  expect(survivors.map(nameOf)).toEqual([]);
});

test.each(ATTACKS.map((one) => [one.name, one] as const))('caught: %s', (_, { apply }) => {
  expect(isCaught(BUILD, apply)).toBe(true);
});
