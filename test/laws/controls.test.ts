import { existsSync } from 'fs';
import { join } from 'path';
import { CATALOGUE, CLAIMS, NO_CONSTRUCT, NOT_HERE_YET } from '../../scripts/control-catalogue';
import { testsOf } from '../../scripts/control-evidence';
import { controlPage, controlRows, riskRows } from '../../scripts/control-page';
import { allPages } from '../../scripts/generate-docs';
import { OWASP_SERVERLESS, PURESEC } from '../../scripts/published-risks';
import { ROOT } from './library-files';

const pages = allPages();
const rows = controlRows(pages);

/** Rows that are to have a rule, and a construct that makes it hold. The others are later work. */
const EXPECTED =
  'A1 A2 A3 A5 A6 A7 A9 A10 B1 B7 B8 B9 C1 C2 C3 C4 C5 C6 C7 D1 D2 D3 E1 E2 E3 E4 E6 F1 F2 F3 F4 F5 F6 G1 G2 G8 G9 G10 H5 I2'.split(
    ' ',
  );

test('every rule has a test that names it', () => {
  expect(pages.filter((page) => testsOf(page).length === 0).map(({ rule }) => rule.id)).toEqual([]);
});

test('every row that is not later work has a rule, and no other row is quiet about what it lacks', () => {
  const without = rows.filter(({ rules }) => rules.length === 0).map(({ id }) => id);
  expect(without.filter((id) => EXPECTED.includes(id))).toEqual([]);
  expect(without.filter((id) => !(id in NOT_HERE_YET))).toEqual([]);
});

test('every row that is not later work has a construct, or a reason why there is none', () => {
  const without = rows.filter(({ id, constructs }) => EXPECTED.includes(id) && constructs.length === 0);
  expect(without.map(({ id }) => id).sort()).toEqual(Object.keys(NO_CONSTRUCT).sort());
});

test('every row with a construct has an attack on it', () => {
  const without = rows.filter(({ constructs, attacks }) => constructs.length > 0 && attacks.length === 0);
  expect(without.map(({ id }) => id)).toEqual([]);
});

test('what the reasons name is there', () => {
  const named = Object.values(NO_CONSTRUCT).flatMap((reason) => reason.match(/test\/[\w./-]*\w/g) ?? []);
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('claims and reasons are about rows of the catalogue', () => {
  const said = [CLAIMS, NOT_HERE_YET, NO_CONSTRUCT].flatMap((one) => Object.keys(one));
  expect(said.filter((id) => !(id in CATALOGUE))).toEqual([]);
});

test.each([
  ['OWASP Serverless', OWASP_SERVERLESS, 10],
  ['PureSec', PURESEC, 10],
])('every risk of %s has a rule', (owner, risks, count) => {
  const found = riskRows(risks, owner, rows, new Map());
  expect(found).toHaveLength(count);
  expect(found.filter(({ rules }) => rules.length === 0).map(({ id }) => id)).toEqual([]);
  const unknown = Object.values(risks).flatMap(({ controls }) => controls.filter((one) => !(one in CATALOGUE)));
  expect(unknown).toEqual([]);
});

test('risks that rules name are risks that were published', () => {
  const named = pages.flatMap(({ rule }) => rule.controls).filter((one) => one.startsWith('PureSec '));
  expect(named.filter((one) => !(one.replace('PureSec ', '') in PURESEC))).toEqual([]);
});

test('the page has a row for each control, with its constructs and rules', () => {
  const lines = controlPage(pages).split('\n'); // that it is the committed one is another law's matter
  const wrong = rows.filter(({ id, rules, constructs }) => {
    const line = lines.find((one) => one.startsWith(`| ${id} `)) ?? '';
    return ![...rules.map(({ rule }) => `rules/${rule.id}.md`), ...constructs].every((one) => line.includes(one));
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});
