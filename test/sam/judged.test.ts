import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { SecurityGate, Waivers } from '../../lib';
import { Assembly } from '../../lib/core/assembly';
import { expandSam } from '../../lib/sam/expand-sam';
import { commandLine } from '../support/command-line';
import { judged, verdicts } from '../support/judging';
import { fn, TRANSFORM, typed } from './expanding';

const FIXTURES = join(__dirname, 'fixtures');
const temporary = mkdtempSync(join(tmpdir(), 'sam-'));
const REASON = 'The partner reaches it by its own network until 2027.';

async function check(...argv: string[]): Promise<{ code: number; findings: any[]; stderr: string }> {
  const { code, stdout, stderr } = await commandLine(FIXTURES, 'check', ...argv, '--format', 'json');
  return { code, findings: JSON.parse(stdout).findings, stderr };
}

const written = (name: string, body: object): string => {
  const file = join(temporary, name);
  writeFileSync(file, JSON.stringify(body));
  return file;
};

describe('the command line', () => {
  test.each(['worker.yaml', 'api.yaml'])('a SAM template that keeps the rules is clean: %s', async (file) => {
    const { code, findings } = await check(file);
    expect(findings.filter(({ status }) => status === 'blocking')).toEqual([]);
    expect(code).toBe(0);
  });

  test('what SAM generates is judged, and reported on the resource that brings it about', async () => {
    const { code, findings, stderr } = await check('open.yaml');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const got = (ruleId: string) =>
      findings.filter((one) => one.ruleId === ruleId).map(({ logicalId, got: seen, line }) => [logicalId, seen, line]);
    expect(got('PREFLIGHT-11')).toEqual([]);
    expect(got('FUNCTION-12')).toEqual([['Orders', 'OrdersUrl (by FunctionUrlConfig): AuthType = NONE', 4]]);
    expect(got('POLICY-01')[0][1]).toMatch(/^OrdersUrlPublicPermissions \(by FunctionUrlConfig\): principal \*, /);
    expect(got('ROLE-01')[0][1]).toMatch(/^OrdersRole \(by Policies\): action s3:\*/);
    expect(got('API-01')[0].slice(0, 2)).toEqual([
      'ServerlessRestApi',
      'GET /orders: no security, POST /orders: no security',
    ]);
    expect(got('TABLE-02').map(([logicalId]) => logicalId)).toEqual(['Table']);
    expect(got('QUEUE-02')[0][0]).toBe('Orders');
  });

  test('a waiver on a SAM resource covers what it generates', async () => {
    const { findings } = await check('open.yaml');
    expect(findings.find(({ ruleId }) => ruleId === 'ROLE-06')).toMatchObject({
      status: 'waived',
      logicalId: 'Orders',
    });
    expect(findings.find(({ ruleId }) => ruleId === 'ROLE-01').status).toBe('blocking');
  });

  test('every finding stands at most once at each place', async () => {
    const { findings } = await check('open.yaml');
    const places = findings.map(({ ruleId, logicalId }) => `${ruleId} ${logicalId}`);
    expect(places.filter((one, index) => places.indexOf(one) !== index)).toEqual([]);
  });

  test('a baseline takes them, and a weakness that comes later is a new one', async () => {
    const first = {
      Transform: TRANSFORM,
      Resources: { Fn: fn({ Policies: [{ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }] }) },
    };
    const file = written('grown.json', first);
    const { findings } = await check(file);
    const known = findings.filter(({ status }) => status === 'blocking');
    const entries = known.map(({ ruleId, path, got }) => ({ ruleId, path, got: got?.split(', ') }));
    const baseline = written('baseline.json', { findings: entries });
    expect((await check(file, '--baseline', baseline)).code).toBe(0);
    const grown = { Fn: fn({ ...first.Resources.Fn.Properties, FunctionUrlConfig: { AuthType: 'NONE' } }) };
    const again = await check(written('grown.json', { ...first, Resources: grown }), '--baseline', baseline);
    const blocking = again.findings.filter(({ status }) => status === 'blocking').map(({ ruleId }) => ruleId);
    expect(blocking).toEqual(expect.arrayContaining(['FUNCTION-12', 'POLICY-01']));
    expect(blocking).not.toContain('ROLE-01');
  });

  test('what has no place in the template is waived at its top, by name; nothing else is', async () => {
    const body = (path: string) => ({
      Transform: TRANSFORM,
      Metadata: { 'cdk-secure-serverless': { waivers: [{ ruleId: 'API-01', reason: REASON, path }] } },
      Resources: { Fn: fn({ Events: { G: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } } }) },
    });
    const status = async (path: string) =>
      (await check(written('named.json', body(path)))).findings.find(({ ruleId }) => ruleId === 'API-01').status;
    expect(await status('ServerlessRestApi')).toBe('waived');
    expect(await status('Fn')).toBe('blocking');
    const { stdout } = await commandLine(temporary, 'waive', 'API-01', 'named.json/ServerlessRestApi');
    expect(stdout).toContain('at the top of the template');
    expect(stdout).toContain('path: "ServerlessRestApi"');
  });

  test('an application beside its parent is judged with it; one from elsewhere blocks', async () => {
    const parent = (Location: unknown) => ({
      Transform: TRANSFORM,
      Resources: { App: typed('Application', { Location }) },
    });
    const child = written('child.json', { Resources: { B: { Type: 'AWS::S3::Bucket' } } });
    const ids = async (...files: string[]) => (await check(...files)).findings.map(({ ruleId }) => ruleId);
    expect(await ids(written('parent.json', parent('./child.json')), child)).not.toContain('PREFLIGHT-11');
    expect(await ids(written('parent.json', parent('./child.json')))).toContain('PREFLIGHT-11');
    expect(
      await ids(written('parent.json', parent({ ApplicationId: 'arn:a', SemanticVersion: '1' })), child),
    ).toContain('PREFLIGHT-11');
  });
});

describe('a CDK app', () => {
  function app(): Stack {
    const root = new App();
    SecurityGate.enforce(root);
    return new Stack(root, 'S');
  }
  const said = (stack: Stack, ruleId: string): string[] =>
    SecurityGate.findingsOf(stack.node.root)
      .filter((one) => one.ruleId === ruleId)
      .map(({ status, path }) => `${status} ${path}`);
  const include = (stack: Stack, body: object) =>
    new CfnInclude(stack, 'Raw', { templateFile: written('raw.json', body) });

  test('a SAM template that is included', () => {
    const stack = app();
    const Metadata = { 'cdk-secure-serverless': { waivers: [{ ruleId: 'FUNCTION-12', reason: REASON }] } };
    include(stack, {
      Transform: TRANSFORM,
      Resources: { Fn: fn({ FunctionUrlConfig: { AuthType: 'NONE' } }, { Metadata }) },
    });
    expect(said(stack, 'PREFLIGHT-11')).toEqual([]);
    expect(said(stack, 'FUNCTION-12')).toEqual(['waived S/Raw/Fn']);
    expect(said(stack, 'POLICY-01')).toEqual(['blocking S/Raw/Fn']);
  });

  test('the fixture gives what the command line finds', () => {
    const stack = app();
    new CfnInclude(stack, 'Raw', { templateFile: join(FIXTURES, 'open.yaml') });
    expect(said(stack, 'API-01')).toEqual(['blocking S/ServerlessRestApi']);
    expect(said(stack, 'ROLE-01')).toEqual(['blocking S/Raw/Orders']);
    expect(said(stack, 'ROLE-06')).toEqual(['waived S/Raw/Orders']);
  });

  test('SAM types as plain resources, and waivers in code', () => {
    const stack = app();
    stack.addTransform(TRANSFORM);
    const Events = { G: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } };
    const { Properties } = fn({ FunctionUrlConfig: { AuthType: 'NONE' }, Events });
    const one = new CfnResource(stack, 'Fn', { type: 'AWS::Serverless::Function', properties: Properties });
    Waivers.of(one).add({ ruleId: 'FUNCTION-12', reason: REASON });
    Waivers.of(stack).add({ ruleId: 'API-01', reason: REASON, path: 'ServerlessRestApi' });
    expect(said(stack, 'FUNCTION-12')).toEqual(['waived S/Fn']);
    expect(said(stack, 'API-01')).toEqual(['waived S/ServerlessRestApi']);
  });

  test('what cannot be written out blocks the stack', () => {
    const stack = app();
    stack.addTransform(TRANSFORM);
    const { Properties } = fn({ Events: { E: { Type: 'Telepathy' } } });
    new CfnResource(stack, 'Fn', { type: 'AWS::Serverless::Function', properties: Properties });
    expect(said(stack, 'PREFLIGHT-11')).toEqual(['blocking S']);
  });
});

const rest = { Transform: TRANSFORM };

test.each<[string, string, object, string[]]>([
  ['FUNCTION-12', 'signed', { FunctionUrlConfig: { AuthType: 'AWS_IAM' } }, []],
  ['FUNCTION-12', 'open', { FunctionUrlConfig: { AuthType: 'NONE' } }, ['fail Fn']],
  ['FUNCTION-08', 'traced', { Tracing: 'Active' }, []],
  ['FUNCTION-08', 'not traced', { Tracing: 'Disabled' }, ['fail Fn']],
  ['FUNCTION-04', 'without timeout', {}, ['fail Fn']],
  [
    'ROLE-01',
    'wildcard actions in a statement',
    { Policies: [{ Statement: [{ Effect: 'Allow', Action: '*', Resource: 'arn:x' }] }] },
    ['fail Fn'],
  ],
  ['ROLE-01', 'a policy template', { Policies: [{ S3ReadPolicy: { BucketName: 'b' } }] }, []],
  ['ROLE-06', 'the role that SAM makes', {}, ['fail Fn']],
  ['ROLE-06', 'a role of its own', { Role: { 'Fn::GetAtt': ['R', 'Arn'] } }, []],
  [
    'QUEUE-02',
    'the queue that SAM makes for a topic',
    {
      Events: {
        T: { Type: 'SNS', Properties: { Topic: 'arn:aws:sns:us-east-1:111111111111:t', SqsSubscription: true } },
      },
    },
    ['fail Fn'],
  ],
])('%s: %s', (ruleId, _, properties, expected) => {
  expect(verdicts(ruleId, { Fn: fn(properties) }, rest)).toEqual(expected);
});

test.each<[string, string, object, object, string[]]>([
  ['API-01', 'open', {}, {}, ['fail Api']],
  ['API-01', 'IAM by default', { Auth: { DefaultAuthorizer: 'AWS_IAM' } }, {}, []],
  [
    'API-01',
    'Cognito by default',
    { Auth: { Authorizers: { A: { UserPoolArn: 'arn:p' } }, DefaultAuthorizer: 'A' } },
    {},
    [],
  ],
  [
    'API-01',
    'one route opened',
    { Auth: { Authorizers: { A: { UserPoolArn: 'arn:p' } }, DefaultAuthorizer: 'A' } },
    { Auth: { Authorizer: 'NONE' } },
    ['fail Api'],
  ],
  ['API-01', 'a key only', { Auth: { ApiKeyRequired: true } }, {}, ['fail Api']],
  ['API-03', 'without a model', {}, {}, ['fail Api']],
  [
    'API-03',
    'with a model and validator',
    { Models: { M: { type: 'object' } } },
    { RequestModel: { Model: 'M', ValidateBody: true, ValidateParameters: true } },
    [],
  ],
  ['API-05', 'a stage without access logs', {}, {}, ['fail Api']],
  ['API-07', 'a traced stage', { TracingEnabled: true }, {}, []],
  ['API-27', 'the stage that was asked for', {}, {}, []],
  [
    'API-27',
    'a second stage that SAM makes by itself',
    { TracingEnabled: true, OpenApiVersion: undefined },
    {},
    ['fail Api'],
  ],
  [
    'API-11',
    'every origin, with credentials',
    { Cors: { AllowOrigin: "'*'", AllowCredentials: true } },
    {},
    ['fail Api'],
  ],
  ['API-22', 'every origin', { Cors: "'*'" }, {}, ['fail Api']],
  ['API-22', 'named origins', { Cors: "'https://shop.example'" }, {}, []],
])('%s, a REST API: %s', (ruleId, _, properties, event, expected) => {
  const Api = typed('Api', { StageName: 'prod', OpenApiVersion: '3.0.1', ...properties });
  const Events = {
    G: { Type: 'Api', Properties: { Path: '/x', Method: 'post', RestApiId: { Ref: 'Api' }, ...event } },
  };
  expect(verdicts(ruleId, { Api, Fn: fn({ Events }) }, rest)).toEqual(expected);
});

test('a simple table lacks what a table needs, and cannot say it', () => {
  const ids = judged({ T: typed('SimpleTable', { SSESpecification: { SSEEnabled: true } }) }, rest).map(
    ({ ruleId }) => ruleId,
  );
  expect(ids).toEqual(expect.arrayContaining(['TABLE-02', 'TABLE-03', 'TABLE-04']));
});

test('a template without SAM is left as it is', () => {
  const body = { Resources: { Q: { Type: 'AWS::SQS::Queue' } } };
  expect(expandSam(body)).toBeUndefined();
  const assembly = new Assembly([{ file: 'f', stack: 'S', body }]);
  expect(assembly.templates[0].body).toBe(body);
});
