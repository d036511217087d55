import { verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };

const signing = (UntrustedArtifactOnDeployment: unknown) => ({
  Signed: {
    Type: 'AWS::Lambda::CodeSigningConfig',
    Properties: {
      AllowedPublishers: { SigningProfileVersionArns: ['arn:aws:signer:us-east-1:1:/signing-profiles/p/1'] },
      ...(UntrustedArtifactOnDeployment !== undefined && { CodeSigningPolicies: { UntrustedArtifactOnDeployment } }),
    },
  },
});
test.each<[string, unknown, string[]]>([
  ['Enforce', 'Enforce', []],
  ['Warn', 'Warn', ['fail Signed']],
  ['nothing said, so Warn', undefined, ['fail Signed']],
  ['in one branch', { 'Fn::If': ['C', 'Enforce', 'Warn'] }, ['fail Signed']],
  ['a parameter', { Ref: 'P' }, ['unknown Signed']],
])('FUNCTION-18 refuses unsigned code: %s', (_, action, expected) => {
  expect(verdicts('FUNCTION-18', signing(action), P)).toEqual(expected);
});

const canary = (RuntimeVersion: unknown) => ({
  Canary: { Type: 'AWS::Synthetics::Canary', Properties: { RuntimeVersion } },
});
const FAIL = ['fail Canary'];
/** Days and versions: "Runtime versions support policy", Amazon CloudWatch user guide. */
test.each<[unknown, string, string[]]>([
  ['syn-1.0', '2026-11-21', FAIL],
  ['syn-nodejs-2.2', '2026-11-21', FAIL],
  ['syn-nodejs-puppeteer-3.0', '2026-11-21', FAIL],
  ['syn-nodejs-puppeteer-3.9', '2024-01-08', FAIL],
  ['syn-nodejs-puppeteer-3.9', '2024-01-07', []],
  ['syn-nodejs-puppeteer-5.1', '2026-11-21', FAIL],
  ['syn-nodejs-puppeteer-5.2', '2026-01-21', []],
  ['syn-nodejs-puppeteer-5.2', '2026-01-22', FAIL],
  ['syn-nodejs-puppeteer-6.1', '2024-03-08', FAIL],
  ['syn-nodejs-puppeteer-6.2', '2026-01-21', []],
  ['syn-nodejs-puppeteer-7.0', '2026-01-22', FAIL],
  ['syn-nodejs-puppeteer-9.1', '2026-11-21', []],
  ['syn-nodejs-puppeteer-13.0', '2026-11-21', []],
  ['syn-nodejs-playwright-1.0', '2026-11-21', []],
  ['syn-nodejs-3.1', '2026-11-21', []],
  ['syn-python-selenium-2.0', '2026-11-21', FAIL],
  ['syn-python-selenium-2.1', '2026-01-21', []],
  ['syn-python-selenium-5.1', '2026-02-03', FAIL],
  ['syn-python-selenium-6.0', '2026-11-21', []],
  ['syn-java-1.0', '2026-11-21', []],
  [{ 'Fn::If': ['C', 'syn-nodejs-puppeteer-13.0', 'syn-nodejs-puppeteer-3.9'] }, '2026-11-21', FAIL],
  [{ Ref: 'P' }, '2026-11-21', ['unknown Canary']],
])('FUNCTION-19 judges the runtime %j on %s', (runtime, day, expected) => {
  expect(verdicts('FUNCTION-19', canary(runtime), P, { day })).toEqual(expected);
});
