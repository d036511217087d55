import { runInNewContext } from 'vm';
import { Duration } from 'aws-cdk-lib';
import { Rule } from '../../lib/core/rule';
import { secureProps } from '../../lib/core/secure-props';
import { newStack } from '../support/judging';

interface Props {
  readonly on?: boolean;
  readonly list?: string[];
  readonly options?: { readonly a?: number; readonly b?: number };
  readonly time?: Duration;
  readonly one?: string;
  readonly other?: string;
}
const rule = (props: Props): Rule<Props> => ({ secure: { props: () => props } }) as unknown as Rule<Props>;
const merge = (secure: Props, given: Props | undefined, groups: string[][] = []): Props =>
  secureProps<Props>([rule(secure)], newStack(), 'X', given, { groups });

test.each<[string, Props, Props | undefined, Props]>([
  ['nothing given', { on: true }, undefined, { on: true }],
  ['an explicit undefined erases nothing', { on: true }, { on: undefined }, { on: true }],
  ['the caller is heard', { on: true }, { on: false }, { on: false }],
  ['lists append', { list: ['a'] }, { list: ['b'] }, { list: ['a', 'b'] }],
  [
    'an object without a prototype merges',
    { options: { a: 1, b: 1 } },
    { options: Object.assign(Object.create(null), { b: 2 }) },
    { options: { a: 1, b: 2 } },
  ],
  [
    'an object of another realm merges',
    { options: { a: 1, b: 1 } },
    { options: runInNewContext('({ b: 2 })') },
    { options: { a: 1, b: 2 } },
  ],
  ['plain objects merge', { options: { a: 1, b: 1 } }, { options: { b: 2 } }, { options: { a: 1, b: 2 } }],
  [
    'undefined inside erases nothing either',
    { options: { a: 1 } },
    { options: { a: undefined, b: 2 } },
    { options: { a: 1, b: 2 } },
  ],
])('%s', (_, secure, given, expected) => expect(merge(secure, given)).toEqual(expected));

test('values of a class are not merged', () => {
  const time = Duration.seconds(1);
  expect(merge({ time: Duration.seconds(2) }, { time }).time).toBe(time);
});

test('props that exclude each other: ours stand back when the caller sets one', () => {
  const groups = [['one', 'other']];
  expect(merge({ one: 'ours' }, { other: 'yours' }, groups)).toEqual({ other: 'yours' });
  expect(merge({ one: 'ours' }, { other: undefined }, groups)).toEqual({ one: 'ours' });
});

test('defaults that no rule is about lie below those of the rules', () => {
  const defaults: Props = { on: true, options: { a: 1, b: 1 } };
  const laid = (given: Props, groups: string[][] = []) =>
    secureProps<Props>([rule({ options: { b: 2 } })], newStack(), 'X', given, { defaults, groups });
  expect(laid({ on: undefined })).toEqual({ on: true, options: { a: 1, b: 2 } });
  expect(laid({ one: 'yours' }, [['on', 'one']])).toEqual({ one: 'yours', options: { a: 1, b: 2 } });
});
