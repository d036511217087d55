import { existsSync, mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SecurityGate, SecurityGateProps, Waivers } from '../../lib';
import { catalog, fillCatalog } from '../../lib/core/catalog-slot';
import { secured } from '../../lib/core/gate-state';
import { ONE_RULE } from '../support/one-rule';

/*
 * CDK Pipelines synthesizes a Stage as soon as it is added, long before the App. The gate then judges it on its own, and
 * must neither forget what the rest of the app says of it, nor take the part for the whole.
 */
const real = catalog();
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report
const rule = ONE_RULE;
beforeEach(() => fillCatalog({ rules: [rule], exceptions: () => undefined }));
afterAll(() => fillCatalog(real));

const REASON = 'public test data, owned by the web team';
const WRITE = { 'cdk-secure-serverless:writeBaseline': 'true' };
const fresh = () => mkdtempSync(join(tmpdir(), 'stages-'));

/** A weak bucket beside the Stage, and one in it; the Stage is synthesized first. */
function building(gate: SecurityGateProps, context = {}, before: (app: App) => void = () => undefined): App {
  const app = new App({ outdir: fresh(), context });
  SecurityGate.enforce(app, gate);
  new Bucket(new Stack(app, 'Top'), 'Weak');
  before(app);
  const stage = new Stage(app, 'Prod');
  const bucket = new Bucket(new Stack(stage, 'S'), 'Weak');
  secured(bucket);
  stage.synth();
  return app;
}

test('a weak Stage fails as soon as it is synthesized', () => {
  expect(() => building({})).toThrow(/Prod\/S\/Weak\/Resource: TEST-01: expected versioning is on/);
});

test('a waiver above the Stage covers what is in it, and one of the rest is not unused', () => {
  const app = building({ strictWaivers: true }, {}, (root) => {
    Waivers.of(root).add({ ruleId: 'TEST-01', path: 'Prod/S/Weak', reason: REASON });
    Waivers.of(root).add({ ruleId: 'TEST-01', path: 'Top/Weak', reason: REASON });
  });
  expect(() => app.synth()).not.toThrow();
});

test('a waiver that covers nothing is still found, once the whole app is judged', () => {
  const app = building({ strictWaivers: true }, {}, (root) => {
    for (const path of ['Prod/S/Weak', 'Top/Weak', 'Prod/S/Gone'])
      Waivers.of(root).add({ ruleId: 'TEST-01', path, reason: REASON });
  });
  expect(() => app.synth()).toThrow(/the waiver of TEST-01 at Prod\/S\/Gone covers no finding/);
});

test('a baseline is written once, of the whole app', () => {
  const baseline = join(fresh(), 'security-baseline.json');
  const app = building({ baseline }, WRITE);
  expect(existsSync(baseline)).toBe(false); // not by the Stage
  app.synth();
  const paths = () => JSON.parse(readFileSync(baseline, 'utf8')).findings.map(({ path }: { path: string }) => path);
  expect(paths()).toEqual(['Prod/S/Weak/Resource', 'Top/Weak/Resource']);

  building({ baseline }, WRITE).synth(); // and not shrunk by the part
  expect(paths()).toEqual(['Prod/S/Weak/Resource', 'Top/Weak/Resource']);
  const again = building({ baseline });
  expect(() => again.synth()).not.toThrow();
  expect(SecurityGate.findingsOf(again).map(({ status }) => status)).toEqual(['baselined', 'baselined']);
});
