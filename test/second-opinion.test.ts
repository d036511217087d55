import { ACCEPTED, opinions } from '../scripts/second-opinion';
import { RECOMMENDED_FLAGS } from './support/flags';

test.each([
  ['no flags', {}],
  ['recommended flags', RECOMMENDED_FLAGS],
])('stock cdk-nag finds nothing that has no written reason: %s', (_, flags) => {
  const all = opinions(flags);
  const unexplained = all
    .filter(({ accepted }) => !accepted)
    .map(({ pack, rule, path, profile }) => `${pack}-${rule} ${path} (${profile})`);
  expect(unexplained).toEqual([]);
  expect(ACCEPTED.filter((one) => !all.some(({ accepted }) => accepted === one))).toEqual([]);
});
