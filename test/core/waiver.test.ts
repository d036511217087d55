import { checkWaiver } from '../../lib/core/waiver';

const waive = (reason: string) => () => checkWaiver({ ruleId: 'BUCKET-01', reason });

test.each([
  'TODO TODO TODO TODO TODO TODO',
  'todo: fixme, tbd, because …',
  'because because because because',
  'xxx xxxx xxxxx xxxxxx xxxxxx',
  'Accepted accepted ACCEPTED accepted.',
  'test test testing tests test',
  '--- ... --- ... --- ... ---',
  'TBD (accepted) TBD (accepted)',
])('a reason that says nothing is refused: %s', (reason) => {
  expect(waive(reason)).toThrow(/^GATE-06: expected the waiver of BUCKET-01 to give a reason in words of its own, got/);
});

test.each([
  'public test data, owned by the web team',
  'test data only, and public because of it',
  'the partner can only send over plain HTTP, until 2027',
  'TODO SEC-12: moves to the new account in May',
  'Öffentliche Testdaten des Webteams, ohne Personenbezug',
  'тестовые данные, доступны всем',
  'accepted by Ann Lee, security team',
])('a sentence is a reason: %s', (reason) => expect(waive(reason)).not.toThrow());
