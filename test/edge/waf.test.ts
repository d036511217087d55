import { App, CfnResource, Fn, NestedStack, Stack, Stage, StackProps } from 'aws-cdk-lib';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { EDGE_RULES } from '../../lib/edge/rules';
import { SharedWafProps, Waf } from '../../lib/edge/waf';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { ENV } from '../support/judging';

const ACL = 'AWS::WAFv2::WebACL';
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const LOGGING = 'AWS::WAFv2::LoggingConfiguration';
const REASON = 'Firewall Manager attaches the ACL of the company.';

const newApp = (flags: Record<string, unknown> = RECOMMENDED_FLAGS): App => new App({ context: flags });
const newStack = (scope: Construct, id: string, props: StackProps = { env: ENV }): Stack => new Stack(scope, id, props);

/** A public API with one mock method, and whatever stands before it. */
function newApi(scope: Construct, id = 'Api', waf: Waf = Waf.shared(scope)): RestApi {
  const api = new RestApi(scope, id, {
    cloudWatchRole: false,
    deployOptions: { throttlingRateLimit: 50, throttlingBurstLimit: 100 },
  });
  api.root.addMethod('GET', new MockIntegration());
  waf._protect(api, api.deploymentStage.stageArn);
  return api;
}

const below = (scope: Construct, type: string): CfnResource[] =>
  scope.node
    .findAll()
    .filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType === type);
const paths = (scope: Construct, type: string): string[] => below(scope, type).map(({ node }) => node.path);
const rendered = (app: App, stack: Stack): any =>
  app.synth({ force: true }).getStackArtifact(stack.artifactId).template;
const resources = (template: any, type: string): [string, any][] =>
  Object.entries<any>(template.Resources).filter(([, { Type }]) => Type === type);
const wafFindings = (scope: Construct): string[] =>
  SecurityGate.findingsOf(scope)
    .filter(({ ruleId, status }) => ruleId.startsWith('WAF-') && status !== 'relaxed')
    .map(({ ruleId, status, path }) => `${ruleId} ${status} ${path}`);

describe('one web ACL', () => {
  test('is shared by the APIs of a stack', () => {
    const stack = newStack(newApp(), 'Stack');
    newApi(stack, 'One');
    newApi(stack, 'Two');
    expect(paths(stack, ACL)).toEqual(['Stack/SecureWaf/Acl']);
    expect(paths(stack, ASSOCIATION)).toEqual(['Stack/One/WebAcl', 'Stack/Two/WebAcl']);
  });

  test('is shared by two stacks: the first has it, the second imports it and comes after', () => {
    const app = newApp();
    const [first, second] = [newStack(app, 'First'), newStack(app, 'Second')];
    newApi(first);
    newApi(second);
    expect(paths(app, ACL)).toEqual(['First/SecureWaf/Acl']);
    const template = rendered(app, second);
    const [[, association]] = resources(template, ASSOCIATION);
    // by export, or by the stack's output itself under the recommended flags
    expect(association.Properties.WebACLArn).toEqual({
      'Fn::GetStackOutput': {
        StackName: 'First',
        Region: ENV.region,
        OutputName: expect.stringMatching(/SecureWafAcl.*Arn/),
      },
    });
    expect(second.dependencies).toEqual([first]);
    expect(wafFindings(app)).toEqual([]);
  });

  test('is held against the stages of the other stacks too', () => {
    const app = newApp();
    newApi(newStack(app, 'First'));
    const slow = newApi(newStack(app, 'Second'));
    (slow.deploymentStage.node.defaultChild as CfnResource).addPropertyOverride('MethodSettings', [
      { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 },
    ]);
    expect(wafFindings(app)).toEqual(['WAF-03 blocking First/SecureWaf/Acl']);
  });

  test('is another one in another region, and in another Stage', () => {
    const app = newApp();
    newApi(newStack(app, 'Here'));
    newApi(newStack(app, 'There', { env: { ...ENV, region: 'eu-west-1' } }));
    const stage = new Stage(app, 'Prod');
    newApi(newStack(stage, 'One'));
    newApi(newStack(stage, 'Two'));
    expect(paths(app, ACL)).toEqual(['Here/SecureWaf/Acl', 'There/SecureWaf/Acl', 'Prod/One/SecureWaf/Acl']);
  });

  test('is shared by stacks that name no environment, and not with those that do', () => {
    const app = newApp();
    newApi(newStack(app, 'One', {}));
    newApi(newStack(app, 'Two', {}));
    newApi(newStack(app, 'Three'));
    expect(paths(app, ACL)).toEqual(['One/SecureWaf/Acl', 'Three/SecureWaf/Acl']);
    expect(() => app.synth()).not.toThrow();
  });

  test('stands in the outermost stack of nested ones', () => {
    const app = newApp();
    const stack = newStack(app, 'Stack');
    newApi(new NestedStack(stack, 'Nested'));
    expect(paths(app, ACL)).toEqual(['Stack/SecureWaf/Acl']);
    expect(wafFindings(app)).toEqual([]);
  });

  test('stands in the stack that was named first, and costs nothing until it is used', () => {
    const app = newApp();
    const [edge, orders] = [newStack(app, 'Edge'), newStack(app, 'Orders')];
    Waf.shared(edge);
    expect(paths(app, ACL)).toEqual([]);
    newApi(orders);
    expect(paths(app, ACL)).toEqual(['Edge/SecureWaf/Acl']);
    expect(orders.dependencies).toEqual([]);
    app.synth();
    expect(orders.dependencies).toEqual([edge]);
  });

  test('can be had from the App itself, and then stands in the stack of the first API', () => {
    const app = newApp();
    const waf = Waf.shared(app);
    newApi(newStack(app, 'One'), 'Api', waf);
    newApi(newStack(app, 'Two'), 'Api', waf);
    expect(paths(app, ACL)).toEqual(['One/SecureWaf/Acl']);
  });

  test('closes a circle only where the first stack depends on a later one', () => {
    const wired = (prepare: (edge: Stack) => void) => {
      const app = newApp();
      const [edge, first, later] = ['Edge', 'First', 'Later'].map((id) => newStack(app, id));
      prepare(edge);
      newApi(first);
      newApi(later);
      first.addStackDependency(later);
      return app;
    };
    expect(() => wired(() => undefined).synth()).toThrow(/cyclic reference/);
    expect(() => wired((edge) => Waf.shared(edge)).synth()).not.toThrow();
  });
});

describe('what it is', () => {
  const app = newApp();
  const stack = newStack(app, 'Stack');
  newApi(stack);
  const template = rendered(app, stack);
  const [[aclId, acl]] = resources(template, ACL);
  const statements = acl.Properties.Rules.map(({ Statement }: any) => Object.keys(Statement)[0]);

  test('five rules within what the basic price covers', () => {
    // "WCU" of each group and of a rate rule without a scope, AWS WAF developer guide
    const UNITS: Record<string, number> = {
      AWSManagedRulesAmazonIpReputationList: 25,
      AWSManagedRulesCommonRuleSet: 700,
      AWSManagedRulesKnownBadInputsRuleSet: 200,
      AWSManagedRulesSQLiRuleSet: 200,
      RateBasedStatement: 2,
    };
    const names = acl.Properties.Rules.map(
      ({ Statement }: any, index: number) => Statement.ManagedRuleGroupStatement?.Name ?? statements[index],
    );
    expect([...names].sort()).toEqual(Object.keys(UNITS).sort());
    expect(names.reduce((sum: number, name: string) => sum + UNITS[name], 0)).toBeLessThanOrEqual(1_500);
  });

  test('it counts addresses before anything is refused, and answers 429', () => {
    const sorted = [...acl.Properties.Rules].sort((one, other) => one.Priority - other.Priority);
    expect(new Set(sorted.map(({ Priority }) => Priority)).size).toBe(5);
    expect(sorted[0]).toMatchObject({
      Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 300, EvaluationWindowSec: 300 } },
    });
  });

  test('of the managed rules, only the size of bodies merely counts', () => {
    const groups = acl.Properties.Rules.filter(({ OverrideAction }: any) => OverrideAction);
    expect(groups.every(({ OverrideAction }: any) => 'None' in OverrideAction)).toBe(true);
    const overrides = groups.flatMap(
      ({ Statement }: any) => Statement.ManagedRuleGroupStatement.RuleActionOverrides ?? [],
    );
    expect(overrides).toEqual([{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }]);
  });

  test('metrics of the ACL and of each rule are on, under names of their own', () => {
    const all = [acl.Properties, ...acl.Properties.Rules].map(({ VisibilityConfig }) => VisibilityConfig);
    expect(all.every(({ CloudWatchMetricsEnabled }) => CloudWatchMetricsEnabled)).toBe(true);
    const names = all.map(({ MetricName }) => MetricName);
    expect(new Set(names).size).toBe(6);
    expect(names.filter((name) => !/^[\w-]{1,128}$/.test(name) || /^(All|Default_Action)$/.test(name))).toEqual([]);
  });

  test('no log, sample or match shows a token, a cookie or an API key', () => {
    const fields = acl.Properties.DataProtectionConfig.DataProtections;
    const header = (name: string) =>
      fields.some(
        ({ Action, Field }: any) =>
          Action === 'SUBSTITUTION' && Field.FieldType === 'SINGLE_HEADER' && Field.FieldKeys.includes(name),
      );
    expect(['authorization', 'cookie', 'x-api-key', 'x-amz-security-token'].filter((name) => !header(name))).toEqual(
      [],
    );
    expect(fields.filter((one: any) => one.ExcludeRuleMatchDetails || one.ExcludeRateBasedDetails)).toEqual([]);
    const [[, logging]] = resources(template, LOGGING);
    const redacted = logging.Properties.RedactedFields.map(({ SingleHeader }: any) => SingleHeader.Name);
    expect(redacted).toEqual(expect.arrayContaining(['authorization', 'cookie']));
  });

  test('its logs go to a group that is encrypted, kept, and new in the next life of the stack', () => {
    const [[, logging]] = resources(template, LOGGING);
    const [[logsId, logs]] = resources(template, 'AWS::Logs::LogGroup');
    expect(logging.Properties.ResourceArn).toEqual({ 'Fn::GetAtt': [aclId, 'Arn'] });
    expect(JSON.stringify(logging.Properties.LogDestinationConfigs)).toContain(`{"Ref":"${logsId}"}`);
    expect(logs.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: expect.anything() });
    expect(logs.DeletionPolicy).toBe('RetainExceptOnCreate');
    const name = JSON.stringify(logs.Properties.LogGroupName);
    expect(name).toContain('aws-waf-logs-Stack-');
    expect(name).toContain('AWS::StackId');
  });

  test('the association waits for the stage', () => {
    const [[, association]] = resources(template, ASSOCIATION);
    const [[stageId]] = resources(template, 'AWS::ApiGateway::Stage');
    expect(JSON.stringify(association.Properties.ResourceArn)).toContain(`{"Ref":"${stageId}"}`);
  });
});

describe.each([
  ['production', SecurityProfile.production()],
  ['development', SecurityProfile.development({ accounts: [ENV.account] })],
  ['regulated', SecurityProfile.regulated()],
])('in %s', (_, profile) => {
  test.each([
    ['with the recommended flags', RECOMMENDED_FLAGS],
    ['without flags', {}],
  ])('an explicit web ACL is made and blocks nothing, %s', (_name, flags) => {
    const app = newApp(flags);
    profile.applyTo(app);
    newApi(newStack(app, 'Stack'));
    expect(paths(app, ACL)).toHaveLength(1);
    const mine = SecurityGate.findingsOf(app).filter(({ path }) => /SecureWaf|WebAcl/.test(path));
    expect(mine.filter(({ status }) => status === 'blocking')).toEqual([]);
    expect(wafFindings(app)).toEqual([]);
  });
});

describe('each piece that is taken away is missed', () => {
  test.each<[string, string, string, unknown?]>([
    ['WAF-01', ASSOCIATION, 'WebACLArn'],
    ['WAF-01', ASSOCIATION, 'ResourceArn', 'arn:aws:apigateway:us-east-1::/restapis/abc/stages/prod'],
    ['WAF-02', ACL, 'DefaultAction'],
    ['WAF-02', ACL, 'Rules', []],
    ['WAF-03', ACL, 'Rules.0.Action.Block'],
    ['WAF-03', ACL, 'Rules.0.Statement.RateBasedStatement.Limit', 15_000],
    ['WAF-03', ACL, 'Rules.0.Statement.RateBasedStatement.AggregateKeyType', 'CONSTANT'],
    ['WAF-04', LOGGING, 'LogDestinationConfigs', ['arn:aws:logs:us-east-1:111111111111:log-group:other']],
    ['WAF-04', LOGGING, 'LoggingFilter', { DefaultBehavior: 'DROP', Filters: [] }],
    ['WAF-04', 'AWS::Logs::LogGroup', 'LogGroupName'],
  ])('%s: %s %s', (rule, type, property, value = undefined) => {
    const app = newApp();
    newApi(newStack(app, 'Stack'));
    const [resource] = below(app, type);
    if (value === undefined) resource.addPropertyDeletionOverride(property);
    else resource.addPropertyOverride(property, value);
    const blocking = SecurityGate.findingsOf(app).filter(({ status }) => status === 'blocking');
    expect(blocking.map(({ ruleId }) => ruleId)).toContain(rule);
  });

  test.each([
    ['WAF-01', ASSOCIATION],
    ['WAF-04', LOGGING],
  ])('%s: the whole %s', (rule, type) => {
    const app = newApp();
    const api = newApi(newStack(app, 'Stack'));
    const [{ node }] = below(app, type);
    node.scope!.node.tryRemoveChild(node.id);
    expect(api.node.tryFindChild(node.id)).toBeUndefined();
    SecurityGate.enforce(app);
    expect(wafFindings(app).map((one) => one.split(' ').slice(0, 2).join(' '))).toContain(`${rule} blocking`);
  });
});

describe('Waf.imported', () => {
  const ARN = `arn:aws:wafv2:${ENV.region}:${ENV.account}:regional/webacl/company/a1b2`;
  test('guards the stage and makes no web ACL', () => {
    const app = newApp();
    newApi(newStack(app, 'Stack'), 'Api', Waf.imported(ARN));
    expect(paths(app, ACL)).toEqual([]);
    expect(wafFindings(app)).toEqual([]);
  });
  test.each([
    ['one of WAF Classic', 'arn:aws:waf-regional:us-east-1:111111111111:webacl/a1b2', /WAFv2 web ACL/],
    ['the name alone', 'company', /WAF-01: expected arn:.*got 'company'; copy/],
  ])('refuses %s', (_, arn, said) => expect(() => Waf.imported(arn)).toThrow(said));
  test('refuses one of CloudFront before an API', () => {
    const global = Waf.imported(ARN.replace('regional/', 'global/'));
    expect(() => newApi(newStack(newApp(), 'Stack'), 'Api', global)).toThrow(
      /WAF-01: expected a web ACL of scope REGIONAL/,
    );
  });
  test('refuses one of another region, where both are known', () => {
    const there = Waf.imported(ARN.replace(ENV.region, 'eu-west-1'));
    expect(() => newApi(newStack(newApp(), 'Stack'), 'Api', there)).toThrow(
      /WAF-01: .*in us-east-1.*got one in eu-west-1/,
    );
    expect(() => newApi(newStack(newApp(), 'Stack', {}), 'Api', there)).not.toThrow();
  });
  test('takes an ARN that is only known at deployment', () => {
    const stack = newStack(newApp(), 'Stack');
    expect(() => newApi(stack, 'Api', Waf.imported(Fn.importValue('company-web-acl')))).not.toThrow();
  });
});

describe('Waf.managedElsewhere', () => {
  test('makes nothing, and is a waiver of WAF-01', () => {
    const app = newApp();
    const waf = Waf.managedElsewhere(REASON);
    newApi(newStack(app, 'Stack'), 'Api', waf);
    expect([...paths(app, ACL), ...paths(app, ASSOCIATION)]).toEqual([]);
    expect(waf._waivers()).toEqual([{ ruleId: 'WAF-01', reason: REASON }]);
    expect(Waf.shared(app)._waivers()).toEqual([]);
  });
  test('wants a reason that says something', () =>
    expect(() => Waf.managedElsewhere('elsewhere')).toThrow(/GATE-06: .*WAF-01/));
});

describe('the limit for each address', () => {
  const limitOf = (app: App): number =>
    resources(rendered(app, app.node.findChild('Stack') as Stack), ACL)[0][1].Properties.Rules[0].Statement
      .RateBasedStatement.Limit;
  const tight: SharedWafProps = { requestsPerAddress: 60 };

  test.each<[string, (app: App, stack: Stack) => Construct]>([
    ['stack', (_, stack) => stack],
    ['App', (app) => app],
  ])('can be said on the %s', (_, place) => {
    const app = newApp();
    const stack = newStack(app, 'Stack');
    Waf.shared(place(app, stack), tight);
    newApi(stack);
    expect(limitOf(app)).toBe(60);
  });
  test('is said once', () => {
    const app = newApp();
    const stack = newStack(app, 'Stack');
    Waf.shared(stack, tight);
    expect(() => Waf.shared(stack, tight)).not.toThrow();
    expect(() => Waf.shared(stack, { requestsPerAddress: 90 })).toThrow(/WAF-03: .*got 90 after 60; say it once/);
    expect(() => Waf.shared(app, { requestsPerAddress: 90 })).toThrow(/got 90 after 60/);
  });
  test('is not said after the web ACL was made with another one', () => {
    const app = newApp();
    const stack = newStack(app, 'Stack');
    newApi(stack);
    expect(() => Waf.shared(stack, tight)).toThrow(/got 60 after 300/);
    expect(() => Waf.shared(newStack(app, 'Second'), tight)).toThrow(/'Stack' shares, got 60 after 300/);
  });
  test.each([9, 0, -1, 12.5, NaN])('is not %d', (requestsPerAddress) =>
    expect(() => Waf.shared(newApp(), { requestsPerAddress })).toThrow(/WAF-03: expected requestsPerAddress/),
  );
  test('of 50 a second is refused before a stage that takes 50 in all', () => {
    const app = newApp();
    const stack = newStack(app, 'Stack');
    Waf.shared(stack, { requestsPerAddress: 15_000 });
    newApi(stack);
    expect(wafFindings(app)).toEqual(['WAF-03 blocking Stack/SecureWaf/Acl']);
  });
});

test('the rules have the ids that were agreed', () =>
  expect(EDGE_RULES.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((number) => `WAF-0${number}`)));
