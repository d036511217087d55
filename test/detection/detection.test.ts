import { readFileSync } from 'fs';
import { join } from 'path';
import { AS_OF, detected, falseAlarms, measure, Sample, SECOND } from '../../scripts/detection-corpus';
import { detectionPage } from '../../scripts/detection-page';

const TOPICS = [
  'auth',
  'availability',
  'confused-deputy',
  'cross-account',
  'denial-of-wallet',
  'encryption',
  'least-privilege',
  'logging',
  'monitoring',
  'public-access',
  'retention',
  'secrets',
  'supply-chain',
  'throttling',
  'transport',
  'validation',
  'waf',
];

/**
 * What was reached once. It may get better, and never worse unless somebody writes here why. `atResource` was 220 while the gate
 * also blocked for what is advice now (decision 0012), which stood in most good templates too.
 */
const REACHED = { byTopic: 212, atResource: 206, both: 205, planted: 212, withWarnings: 273 };
const MOST_FALSE_ALARMS = 0;
/** A role that may change the code of others, one that gives out MFA devices, and an application whose template is not at hand. */
const MOST_FALSE_ALARMS_OF_SECOND = 3;

const measurement = measure();
const second = measure(SECOND);
const { good, bad, troubles } = measurement;
const all = [...good, ...bad];
const files = (wrong: (sample: Sample) => boolean) => all.filter(wrong).map(({ kind, file }) => `${kind}/${file}`);

describe('the corpus', () => {
  test('is read and judged as a whole', () => expect(troubles).toEqual([]));

  test('is large enough, in every topic and form', () => {
    expect(good.length).toBeGreaterThanOrEqual(170);
    expect(bad.length).toBeGreaterThanOrEqual(170);
    const few = TOPICS.filter((topic) => bad.filter(({ folder }) => folder === topic).length < 6);
    expect(few).toEqual([]);
    for (const samples of [good, bad]) {
      expect(samples.filter(({ isSam }) => isSam).length).toBeGreaterThanOrEqual(20);
      expect(samples.filter(({ file }) => file.endsWith('.json')).length).toBeGreaterThanOrEqual(20);
    }
  });

  test('calls every template by a name of its own', () => {
    const names = all.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(files(({ name }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  test('labels every template with the topic of its folder', () => {
    expect(files(({ folder, label }) => label.Topic !== folder || !TOPICS.includes(folder))).toEqual([]);
  });

  test('says of a bad template what is wrong, at which of its resources, and which page of AWS says so', () => {
    const known = new Set(good.map(({ name }) => name));
    const isRight = ({ kind, label, body }: Sample) =>
      kind === 'bad'
        ? [label.Weakness, label.Source].every((text) => typeof text === 'string' && text.length > 5) &&
          label.Resource! in body.Resources &&
          (label.Twin === undefined || known.has(label.Twin))
        : [label.Weakness, label.Resource, label.Source, label.Twin].every((one) => one === undefined);
    expect(files((one) => !isRight(one))).toEqual([]);
  });

  test('holds no bad template that is the good one it was made of', () => {
    const content = ({ body }: Sample) => JSON.stringify({ ...body, Metadata: undefined });
    const twins = new Map(good.map((one) => [one.name, content(one)]));
    expect(files((one) => one.label.Twin !== undefined && twins.get(one.label.Twin) === content(one))).toEqual([]);
  });

  test('waives nothing', () => {
    expect(files(({ body }) => JSON.stringify(body).includes('cdk-secure-serverless'))).toEqual([]);
  });
});

describe('the figures', () => {
  const rates = detected(bad, good);

  test.each(Object.entries(REACHED))('%s is not below what was reached', (measureOf, reached) => {
    expect(rates[measureOf as keyof typeof REACHED]).toBeGreaterThanOrEqual(reached);
  });

  test('false alarms are not more than they were', () => {
    expect(falseAlarms(good).length).toBeLessThanOrEqual(MOST_FALSE_ALARMS);
  });

  test('the strict measures count no template that the loose ones do not', () => {
    expect(rates.both).toBeLessThanOrEqual(Math.min(rates.byTopic, rates.atResource));
    expect(rates.planted).toBeLessThanOrEqual(rates.byTopic);
    expect(rates.byTopic).toBeLessThanOrEqual(rates.withWarnings);
  });

  test(`the page says what was measured, as of ${AS_OF}`, () => {
    const page = readFileSync(join(__dirname, '../../docs/detection.md'), 'utf8');
    expect(page).toBe(detectionPage(measurement, second)); // else: npm run docs
  });
});

describe('the second set', () => {
  test('is read, judged and labelled as a whole', () => {
    expect(second.troubles).toEqual([]);
    expect([second.bad.length, second.good.length]).toEqual([218, 139]);
    expect(second.bad.filter(({ label }) => !label.Topic || !label.Resource).map(({ file }) => file)).toEqual([]);
  });
  test('is detected no worse than when it was unseen, and blocked less where it is right', () => {
    expect(detected(second.bad, second.good).byTopic).toBeGreaterThanOrEqual(199);
    expect(falseAlarms(second.good).map(({ file }) => file)).toHaveLength(MOST_FALSE_ALARMS_OF_SECOND);
  });
});
